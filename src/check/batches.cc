#include "check/batches.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "check/loose_json.h"
#include "check/surroundings.h"

namespace godwit::check {
namespace {

using traffic::Action;
using traffic::RecordSet;

constexpr int deepest = 8;

// Every scalar below a node, by its path.
void read_fields(const SourceText& text, const yaml::Node& node, const std::string& path, int depth,
                 RecordChange& change) {
  if (depth > deepest) return;
  if (node.kind == yaml::Kind::scalar) {
    if (is_left_out(node.text)) {
      change.abbreviated = true;
    } else {
      change.fields.emplace(path,
                            Field{node.text, !is_placeholder(node.text), span_of(text, node)});
    }
  }
  for (const yaml::Entry& entry : node.entries) {
    if (is_left_out(entry.key)) {
      change.abbreviated = true;
    } else {
      read_fields(text, entry.value, path.empty() ? entry.key : path + "." + entry.key, depth + 1,
                  change);
    }
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    read_fields(text, node.items[i], path + "[" + std::to_string(i) + "]", depth + 1, change);
  }
}

std::string text_in(const RecordChange& change, std::string_view path) {
  const Field* field = change.field(path);
  return field != nullptr ? field->text : std::string();
}

std::optional<int> number_in(const RecordChange& change, std::string_view path) {
  const auto number = parse_integer(text_in(change, path));
  constexpr std::int64_t most = 1'000'000'000;
  if (!number || *number > most || *number < -most) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<traffic::AliasTarget> alias_in(const RecordChange& change) {
  if (!change.has("AliasTarget.DNSName") && !change.has("AliasTarget.HostedZoneId")) {
    return std::nullopt;
  }
  return traffic::AliasTarget{
      text_in(change, "AliasTarget.HostedZoneId"),
      traffic::canonical_name(text_in(change, "AliasTarget.DNSName")),
      equal_ignoring_case(text_in(change, "AliasTarget.EvaluateTargetHealth"), "true")};
}

RecordSet record_of(const RecordChange& change) {
  RecordSet record;
  record.name = traffic::canonical_name(text_in(change, "Name"));
  record.type = text_in(change, "Type");
  record.set_identifier = text_in(change, "SetIdentifier");
  record.weight = number_in(change, "Weight");
  record.region = text_in(change, "Region");
  const std::string role = text_in(change, "Failover");
  if (role == "PRIMARY") record.failover = traffic::FailoverRole::primary;
  if (role == "SECONDARY") record.failover = traffic::FailoverRole::secondary;
  if (change.has("GeoLocation.ContinentCode") || change.has("GeoLocation.CountryCode")) {
    record.geolocation = traffic::GeoLocation{text_in(change, "GeoLocation.ContinentCode"),
                                              text_in(change, "GeoLocation.CountryCode"),
                                              text_in(change, "GeoLocation.SubdivisionCode")};
  }
  if (change.has("GeoProximityLocation.AWSRegion")) {
    record.geoproximity =
        traffic::GeoProximity{.region = text_in(change, "GeoProximityLocation.AWSRegion"),
                              .local_zone_group = "",
                              .coordinates = std::nullopt};
  }
  record.multivalue = equal_ignoring_case(text_in(change, "MultiValueAnswer"), "true");
  if (change.has("CidrRoutingConfig.LocationName")) {
    record.cidr = traffic::CidrRouting{text_in(change, "CidrRoutingConfig.CollectionId"),
                                       text_in(change, "CidrRoutingConfig.LocationName")};
  }
  record.ttl = seconds(number_in(change, "TTL").value_or(0));
  for (std::size_t i = 0;; ++i) {
    const Field* value = change.field("ResourceRecords[" + std::to_string(i) + "].Value");
    if (value == nullptr) break;
    record.values.push_back(value->text);
  }
  record.alias = alias_in(change);
  record.health_check = placeholder_name(text_in(change, "HealthCheckId"));
  return record;
}

Action action_of(const RecordChange& change) {
  const std::string action = text_in(change, "Action");
  if (action == "CREATE") return Action::create;
  return action == "DELETE" ? Action::remove : Action::upsert;
}

std::string zone_id_of(std::string_view id) {
  constexpr std::string_view prefix = "hostedzone/";
  const std::size_t at = id.find(prefix);
  if (at != std::string_view::npos) id.remove_prefix(at + prefix.size());
  return placeholder_name(id);
}

void read_changes(const SourceText& text, const yaml::Node& changes, RecordBatch& batch) {
  for (const yaml::Node& node : changes.items) {
    if (node.kind != yaml::Kind::map || member(&node, "_") != nullptr) {
      batch.abbreviated = true;
      continue;
    }
    RecordChange change;
    const yaml::Node* record = member(&node, "ResourceRecordSet");
    if (record == nullptr) continue;
    read_fields(text, *record, "", 0, change);
    if (const yaml::Node* action = member(&node, "Action");
        action != nullptr && action->kind == yaml::Kind::scalar) {
      change.fields.emplace(
          "Action", Field{action->text, !is_placeholder(action->text), span_of(text, *action)});
    }
    if (!change.has("Name") || !change.has("Type")) continue;
    change.span = change.at("Name");
    batch.batch.changes.push_back({action_of(change), record_of(change)});
    batch.changes.push_back(std::move(change));
  }
}

Span operation_span(const Command& command) {
  const std::size_t at = command.aws ? command.aws->operation_at : 0;
  return at < command.words.size() ? command.words[at].span : command.span;
}

std::optional<RecordBatch> read_batch(const Subject& subject, const Command& command,
                                      std::size_t& bytes_left) {
  RecordBatch batch;
  batch.command = command.index;
  batch.span = operation_span(command);
  std::string zone;
  if (const Word* word = command.option("hosted-zone-id")) zone = word->value.text;

  const bool whole_input = command.option("cli-input-json") != nullptr;
  const auto text =
      text_of_parameter(subject, command, whole_input ? "cli-input-json" : "change-batch");
  if (!text || text->content().size() > bytes_left) return std::nullopt;
  bytes_left -= text->content().size();
  const auto json = read_loose_json(text->content());
  if (!json) return std::nullopt;
  const yaml::Node* root = &json->tree;
  if (const yaml::Node* inner = member(root, "ChangeBatch")) root = inner;
  if (const yaml::Node* id = member(&json->tree, "HostedZoneId"); id != nullptr && zone.empty()) {
    zone = id->text;
  }
  const yaml::Node* changes = member(root, "Changes");
  if (changes == nullptr) return std::nullopt;
  read_changes(*text, *changes, batch);
  batch.zone_known = !zone.empty() && !is_placeholder(zone);
  batch.batch.zone = zone_id_of(zone);
  if (batch.changes.empty()) return std::nullopt;
  batch.flow = flow_of(subject, command);
  batch.goes_back = goes_back(subject, command);
  return batch;
}

}  // namespace

const Field* RecordChange::field(std::string_view path) const {
  const auto found = fields.find(path);
  return found != fields.end() ? &found->second : nullptr;
}

bool RecordChange::knows(std::string_view path) const {
  const Field* found = field(path);
  return found != nullptr && found->known;
}

Span RecordChange::at(std::string_view path) const {
  const Field* found = field(path);
  return found != nullptr ? found->span : span;
}

std::vector<RecordBatch> record_batches(const Subject& subject) {
  std::vector<RecordBatch> batches;
  std::size_t bytes_left = most_batch_bytes;
  std::size_t changes = 0;
  for (const Command& command : subject.commands) {
    if (batches.size() == most_batches) break;
    if (!command.is("route53", "change-resource-record-sets")) continue;
    auto batch = read_batch(subject, command, bytes_left);
    if (!batch) continue;
    changes += batch->changes.size();
    if (changes > most_changes) break;
    batches.push_back(*std::move(batch));
  }
  return batches;
}

}  // namespace godwit::check
