#include "lab/services/s3/replication_rules.h"

#include "base/digest.h"
#include "lab/identifiers.h"
#include "lab/service.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_rules = 1000;
constexpr std::size_t longest_id = 255;
constexpr std::int64_t time_control_minutes = 15;  // the only value there is

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "InvalidRequest", std::move(message));
}

std::unexpected<aws::ServiceError> malformed() {
  return refuse(400, "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our "
                "published schema");
}

bool is_on(const Value& setting) { return setting["Status"].text() == "Enabled"; }

// A rule with a Filter is of the current schema; one with a bare Prefix of the first, in which
// delete markers replicate and priorities do not exist.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html#replication-backward-compat-considerations
bool is_current(const Value& rule) { return rule.has("Filter"); }

std::expected<void, aws::ServiceError> read_schema(const Value& given, ReplicationRule& rule) {
  constexpr std::string_view schema =
      "this version of Cross Region Replication configuration schema. Please refer to S3 Developer "
      "Guide for more information.";
  if (!is_current(given)) {
    if (!given.has("Prefix")) return malformed();
    if (given.has("Priority"))
      return invalid(fmt::format("Priority cannot be used for {}", schema));
    if (given.has("DeleteMarkerReplication")) {
      return invalid(fmt::format("DeleteMarkerReplication cannot be used for {}", schema));
    }
    rule.prefix = given["Prefix"].text();
    rule.delete_markers = true;
    return {};
  }
  if (given.has("Prefix")) return malformed();
  if (!given.has("Priority")) {
    return invalid(fmt::format("Priority must be specified for {}", schema));
  }
  if (!given.has("DeleteMarkerReplication")) {
    return invalid(fmt::format("DeleteMarkerReplication must be specified for {}", schema));
  }
  rule.priority = static_cast<int>(given["Priority"].integer());
  if (rule.priority < 0) return malformed();
  rule.delete_markers = is_on(given["DeleteMarkerReplication"]);
  return {};
}

std::expected<void, aws::ServiceError> read_filter(const Value& filter, ReplicationRule& rule) {
  if (filter.members().size() > 1) return malformed();  // And is for that
  if (filter.has("Prefix")) rule.prefix = filter["Prefix"].text();
  if (const Value& tag = filter["Tag"]) rule.tags[tag["Key"].text()] = tag["Value"].text();
  if (const Value& both = filter["And"]) {
    rule.prefix = both["Prefix"].text();
    for (const Value& tag : both["Tags"].list()) {
      rule.tags[tag["Key"].text()] = tag["Value"].text();
    }
  }
  if (!rule.tags.empty() && rule.delete_markers) {
    return invalid(
        "Delete marker replication is not supported if any Tag filter is specified. Please refer "
        "to S3 Developer Guide for more information.");
  }
  return {};
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html
std::expected<void, aws::ServiceError> read_destination(const Value& destination,
                                                        ReplicationRule& rule) {
  rule.destination = bucket_of_arn(destination["Bucket"].text());
  if (rule.destination.empty()) return invalid("Invalid bucket ARN.");
  rule.storage_class = destination["StorageClass"].text();
  if (!rule.storage_class.empty() && !storage_class_of(rule.storage_class)) return malformed();
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
  const std::string& account = destination["Account"].text();
  const std::string& owner = destination["AccessControlTranslation"]["Owner"].text();
  if (!owner.empty() && owner != "Destination") return malformed();
  if (!owner.empty() && account.empty()) {
    return refuse(400, "InvalidArgument",
                  "Account must be specified if AccessControlTranslation is specified");
  }
  if (!owner.empty()) rule.replica_owner = account;
  rule.replica_key = destination["EncryptionConfiguration"]["ReplicaKmsKeyID"].text();
  const Value& control = destination["ReplicationTime"];
  const Value& metrics = destination["Metrics"];
  rule.time_control = is_on(control);
  rule.metrics = is_on(metrics);
  if (rule.time_control && !is_on(metrics)) {
    return invalid("ReplicationTime cannot be enabled without Metrics.");
  }
  if (rule.time_control && control["Time"]["Minutes"].integer() != time_control_minutes) {
    return invalid("The replication time must be 15 minutes.");
  }
  const Value& threshold = metrics["EventThreshold"];
  if (threshold && threshold["Minutes"].integer() != time_control_minutes) {
    return invalid("The metrics' event threshold must be 15 minutes.");
  }
  return {};
}

// Encrypted objects and the key for their replicas are asked for together, or not at all (fact D3).
std::expected<void, aws::ServiceError> read_selection(const Value& criteria,
                                                      ReplicationRule& rule) {
  rule.encrypted_objects = is_on(criteria["SseKmsEncryptedObjects"]);
  rule.replica_modifications = is_on(criteria["ReplicaModifications"]);
  if (rule.encrypted_objects && rule.replica_key.empty()) {
    return invalid("Replica KMS key must be specified if SseKmsEncryptedObjects tag is enabled.");
  }
  if (!rule.encrypted_objects && !rule.replica_key.empty()) {
    return invalid(
        "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.");
  }
  return {};
}

std::expected<ReplicationRule, aws::ServiceError> read_rule(const Value& given) {
  ReplicationRule rule;
  rule.id = given["ID"].text();
  if (rule.id.size() > longest_id) {
    return refuse(400, "InvalidArgument", "The rule ID must be at most 255 characters long.");
  }
  const std::string& status = given["Status"].text();
  if (status != "Enabled" && status != "Disabled") return malformed();
  rule.enabled = status == "Enabled";
  TRY_VOID(read_schema(given, rule));
  TRY_VOID(read_filter(given["Filter"], rule));
  TRY_VOID(read_destination(given["Destination"], rule));
  TRY_VOID(read_selection(given["SourceSelectionCriteria"], rule));
  // It sounds as if it would copy what is there. It never does without AWS's support (fact D1).
  if (is_on(given["ExistingObjectReplication"])) {
    return invalid("ExistingObjectReplication is not supported. Use S3 Batch Replication.");
  }
  return rule;
}

}  // namespace

std::string bucket_of_arn(std::string_view arn) {
  constexpr std::string_view prefix = "arn:aws:s3:::";
  if (!arn.starts_with(prefix) || arn.find('/') != std::string_view::npos) return {};
  return std::string(arn.substr(prefix.size()));
}

std::expected<ReplicationConfiguration, aws::ServiceError> read_replication_configuration(
    const Value& given) {
  ReplicationConfiguration configuration;
  configuration.role = given["Role"].text();
  if (!configuration.role.starts_with("arn:aws:iam::")) {
    return refuse(400, "InvalidArgument", "Invalid Role ARN.");
  }
  const aws::List& rules = given["Rules"].list();
  if (rules.empty()) return malformed();
  if (rules.size() > most_rules) return invalid("The number of rules must not exceed 1000.");

  aws::List named;
  std::set<std::string> ids;
  std::set<int> priorities;
  for (const Value& rule_given : rules) {
    if (is_current(rule_given) != is_current(rules.front())) {
      return invalid("All rules must be of the same version of the replication configuration.");
    }
    ReplicationRule rule = TRY(read_rule(rule_given));
    if (rule.id.empty()) {
      rule.id = derived_text(named.size(), rule.destination, 48,
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    }
    if (!ids.insert(rule.id).second) return invalid("Rule ID must be unique.");
    if (is_current(rule_given) && !priorities.insert(rule.priority).second) {
      return invalid("Found duplicate priority. Priority must be unique among the rules.");
    }
    named.push_back(rule_given);
    named.back().set("ID", rule.id);
    configuration.rules.push_back(std::make_shared<ReplicationRule>(std::move(rule)));
  }
  configuration.given.set("Role", configuration.role).set("Rules", std::move(named));
  return configuration;
}

namespace {

bool matches(const ReplicationRule& rule, const std::string& key, const Tags& tags) {
  if (!rule.enabled || !key.starts_with(rule.prefix)) return false;
  return std::ranges::all_of(rule.tags, [&](const auto& wanted) {
    const auto found = tags.find(wanted.first);
    return found != tags.end() && found->second == wanted.second;
  });
}

}  // namespace

Rules rules_for(const ReplicationConfiguration& configuration, const std::string& key,
                const ObjectVersion& version) {
  Rules chosen;
  for (const auto& rule : configuration.rules) {
    if (!matches(*rule, key, version.tags())) continue;
    const auto rival = std::ranges::find(chosen, rule->destination,
                                         [](const auto& other) { return other->destination; });
    if (rival == chosen.end()) {
      chosen.push_back(rule);
    } else if (rule->priority > (*rival)->priority) {
      *rival = rule;
    }
  }
  return chosen;
}

bool selects(const ReplicationRule& rule, const ObjectVersion& version) {
  if (version.delete_marker) return rule.delete_markers;
  return version.key_arn.empty() || rule.encrypted_objects;
}

}  // namespace godwit::lab::services
