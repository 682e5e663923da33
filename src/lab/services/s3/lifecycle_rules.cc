#include "lab/services/s3/lifecycle_rules.h"

#include <set>

#include "lab/identifiers.h"
#include "lab/service.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_rules = 1000;
constexpr std::size_t longest_id = 255;
constexpr std::int64_t most_newer_versions = 100;
constexpr int days_before_infrequent_access = 30;

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "InvalidRequest", std::move(message));
}
std::unexpected<aws::ServiceError> bad_argument(std::string message) {
  return refuse(400, "InvalidArgument", std::move(message));
}

std::expected<void, aws::ServiceError> read_conditions(const Value& given, LifecycleRule& rule) {
  if (given.has("Prefix")) rule.prefix = given["Prefix"].text();
  if (const Value& tag = given["Tag"]) rule.tags.emplace(tag["Key"].text(), tag["Value"].text());
  for (const Value& tag : given["Tags"].list()) {
    if (!rule.tags.emplace(tag["Key"].text(), tag["Value"].text()).second) {
      return invalid("Duplicate Tag Keys are not allowed.");
    }
  }
  if (const Value& size = given["ObjectSizeGreaterThan"]) {
    if (size.integer() < 0)
      return invalid("'ObjectSizeGreaterThan' should be a non-negative value");
    rule.larger_than = static_cast<std::uint64_t>(size.integer());
  }
  if (const Value& size = given["ObjectSizeLessThan"]) {
    if (size.integer() < 1) return invalid("'ObjectSizeLessThan' should be a positive value");
    rule.smaller_than = static_cast<std::uint64_t>(size.integer());
  }
  if (rule.larger_than && rule.smaller_than && *rule.smaller_than <= *rule.larger_than + 1) {
    return invalid("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
  }
  return {};
}

// A rule has a Filter, or, as they were first, a bare Prefix.
std::expected<void, aws::ServiceError> read_filter(const Value& given, LifecycleRule& rule) {
  if (given.has("Filter") == given.has("Prefix")) return malformed_xml();
  if (given.has("Prefix")) {
    rule.prefix = given["Prefix"].text();
    return {};
  }
  const Value& filter = given["Filter"];
  if (filter.members().size() > 1) return malformed_xml();  // And is for that
  return read_conditions(filter.has("And") ? filter["And"] : filter, rule);
}

std::expected<int, aws::ServiceError> read_days(const Value& given, std::string_view name,
                                                std::string_view action, int least) {
  const std::int64_t days = given.integer();
  if (days >= least && days <= INT32_MAX / 2) return static_cast<int>(days);
  return bad_argument(fmt::format("'{}' for {} action must be {}", name, action,
                                  least == 0 ? "nonnegative" : "a positive integer"));
}

std::expected<Time, aws::ServiceError> read_date(const Value& given) {
  const Time date = given.time();
  if (date == std::chrono::floor<std::chrono::days>(date)) return date;
  return bad_argument("'Date' must be at midnight GMT");
}

std::expected<void, aws::ServiceError> read_expiration(const Value& given, LifecycleRule& rule) {
  if (!given) return {};
  const int kinds = static_cast<int>(given.has("Days")) + static_cast<int>(given.has("Date")) +
                    static_cast<int>(given.has("ExpiredObjectDeleteMarker"));
  if (kinds != 1) return malformed_xml();
  if (given.has("Days")) {
    rule.expiration_days = TRY(read_days(given["Days"], "Days", "Expiration", 1));
  }
  if (given.has("Date")) rule.expiration_date = TRY(read_date(given["Date"]));
  rule.expired_delete_markers = given["ExpiredObjectDeleteMarker"].flag();
  if (rule.expired_delete_markers && !rule.tags.empty()) {
    return invalid("ExpiredObjectDeleteMarker cannot be specified with Tags.");
  }
  return {};
}

std::expected<LifecycleRule::Transition, aws::ServiceError> read_transition(const Value& given,
                                                                            bool noncurrent) {
  LifecycleRule::Transition transition;
  const auto storage_class = storage_class_of(given["StorageClass"].text());
  if (!storage_class || *storage_class == StorageClass::standard ||
      *storage_class == StorageClass::reduced_redundancy) {
    return malformed_xml();
  }
  transition.storage_class = *storage_class;
  const std::string_view name = noncurrent ? "NoncurrentDays" : "Days";
  const std::string_view action = noncurrent ? "NoncurrentVersionTransition" : "Transition";
  if (given.has(name) == given.has("Date")) return malformed_xml();
  if (given.has("Date")) {
    transition.date = TRY(read_date(given["Date"]));
    return transition;
  }
  transition.days = TRY(read_days(given[name], name, action, 0));
  const bool infrequent =
      *storage_class == StorageClass::standard_ia || *storage_class == StorageClass::onezone_ia;
  if (infrequent && *transition.days < days_before_infrequent_access) {
    return bad_argument(
        fmt::format("'{}' in {} action must be greater than or equal to 30 for storageClass '{}'",
                    name, action, to_string(*storage_class)));
  }
  if (const Value& newer = given["NewerNoncurrentVersions"]) {
    if (newer.integer() < 1 || newer.integer() > most_newer_versions) return malformed_xml();
    transition.newer_noncurrent_versions = static_cast<int>(newer.integer());
  }
  return transition;
}

// Dates and days do not mix, and nothing moves after it has gone.
std::expected<void, aws::ServiceError> check_order(const LifecycleRule& rule) {
  const std::string filter = fmt::format("filter '(prefix={})'", rule.prefix);
  for (const auto& transition : rule.transitions) {
    if ((transition.date && rule.expiration_days) || (transition.days && rule.expiration_date)) {
      return invalid(
          fmt::format("Found mixed 'Date' and 'Days' based Expiration and Transition "
                      "actions in lifecycle rule for {}",
                      filter));
    }
    if (transition.days && rule.expiration_days && *rule.expiration_days <= *transition.days) {
      return bad_argument(
          fmt::format("'Days' in the Expiration action for {} must be greater than "
                      "'Days' in the Transition action",
                      filter));
    }
    if (transition.date && rule.expiration_date && *rule.expiration_date <= *transition.date) {
      return bad_argument(
          fmt::format("'Date' in the Expiration action for {} must be later than "
                      "'Date' in the Transition action",
                      filter));
    }
    const auto same = [&](const LifecycleRule::Transition& other) {
      return &other != &transition && other.storage_class == transition.storage_class;
    };
    if (std::ranges::any_of(rule.transitions, same)) {
      return bad_argument(
          fmt::format("'StorageClass' must be different for 'Transition' actions in "
                      "same 'Rule' with {}",
                      filter));
    }
  }
  for (const auto& transition : rule.noncurrent_transitions) {
    if (transition.days && rule.noncurrent_days && *rule.noncurrent_days <= *transition.days) {
      return bad_argument(
          fmt::format("'NoncurrentDays' in the NoncurrentVersionExpiration action "
                      "for {} must be greater than 'NoncurrentDays' in the "
                      "NoncurrentVersionTransition action",
                      filter));
    }
  }
  return {};
}

std::expected<LifecycleRule, aws::ServiceError> read_rule(const Value& given) {
  LifecycleRule rule;
  rule.id = given["ID"].text();
  if (rule.id.size() > longest_id) {
    return bad_argument("ID length should not exceed allowed limit of 255");
  }
  const std::string& status = given["Status"].text();
  if (status != "Enabled" && status != "Disabled") return malformed_xml();
  rule.enabled = status == "Enabled";
  TRY_VOID(read_filter(given, rule));
  TRY_VOID(read_expiration(given["Expiration"], rule));
  for (const Value& one : given["Transitions"].list()) {
    rule.transitions.push_back(TRY(read_transition(one, false)));
  }
  for (const Value& one : given["NoncurrentVersionTransitions"].list()) {
    rule.noncurrent_transitions.push_back(TRY(read_transition(one, true)));
  }
  if (const Value& noncurrent = given["NoncurrentVersionExpiration"]) {
    rule.noncurrent_days = TRY(read_days(noncurrent["NoncurrentDays"], "NoncurrentDays",
                                         "NoncurrentVersionExpiration", 1));
    if (const Value& newer = noncurrent["NewerNoncurrentVersions"]) {
      if (newer.integer() < 1 || newer.integer() > most_newer_versions) return malformed_xml();
      rule.newer_noncurrent_versions = static_cast<int>(newer.integer());
    }
  }
  if (const Value& abort = given["AbortIncompleteMultipartUpload"]) {
    if (!rule.tags.empty() || rule.larger_than || rule.smaller_than) {
      return invalid(
          "AbortIncompleteMultipartUpload cannot be specified with Tags or object size.");
    }
    rule.abort_uploads_days = TRY(read_days(abort["DaysAfterInitiation"], "DaysAfterInitiation",
                                            "AbortIncompleteMultipartUpload", 1));
  }
  if (!given.has("Expiration") && rule.transitions.empty() && rule.noncurrent_transitions.empty() &&
      !rule.noncurrent_days && !rule.abort_uploads_days) {
    return invalid("At least one action needs to be specified in a rule");
  }
  TRY_VOID(check_order(rule));
  return rule;
}

}  // namespace

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
std::expected<LifecycleConfiguration, aws::ServiceError> read_lifecycle_configuration(
    const Value& given) {
  const aws::List& rules = given["Rules"].list();
  if (rules.empty()) return malformed_xml();
  if (rules.size() > most_rules)
    return invalid(
        "The number of lifecycle rules must not exceed "
        "the allowed limit of 1000 rules");
  LifecycleConfiguration configuration;
  aws::List named;
  std::set<std::string> ids;
  for (const Value& one : rules) {
    LifecycleRule rule = TRY(read_rule(one));
    if (rule.id.empty()) {
      rule.id = derived_text(named.size(), rule.prefix, 48,
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    }
    if (!ids.insert(rule.id).second) {
      return bad_argument("Rule ID must be unique. Found same ID for more than one rule");
    }
    named.push_back(one);
    named.back().set("ID", rule.id);
    configuration.rules.push_back(std::move(rule));
  }
  configuration.given = std::move(named);
  return configuration;
}

bool matches(const LifecycleRule& rule, std::string_view key, const ObjectVersion& version) {
  if (!rule.enabled || !key.starts_with(rule.prefix)) return false;
  if (version.delete_marker) {
    return rule.tags.empty() && !rule.larger_than && !rule.smaller_than;
  }
  if (rule.larger_than && version.size() <= *rule.larger_than) return false;
  if (rule.smaller_than && version.size() >= *rule.smaller_than) return false;
  return std::ranges::all_of(rule.tags, [&](const auto& wanted) {
    const auto found = version.tags().find(wanted.first);
    return found != version.tags().end() && found->second == wanted.second;
  });
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
Time lifecycle_due(Time from, int days) {
  return std::chrono::ceil<std::chrono::days>(from + hours(24) * days);
}

Expiry expiry_of(const LifecycleConfiguration& configuration, std::string_view key,
                 const ObjectVersion& version) {
  Expiry soonest;
  for (const LifecycleRule& rule : configuration.rules) {
    if (!rule.expiration_days && !rule.expiration_date) continue;
    if (version.delete_marker || !matches(rule, key, version)) continue;
    const Time when = rule.expiration_date
                          ? *rule.expiration_date
                          : lifecycle_due(version.last_modified, *rule.expiration_days);
    if (soonest.rule == nullptr || when < soonest.when) soonest = {when, &rule};
  }
  return soonest;
}

}  // namespace godwit::lab::services
