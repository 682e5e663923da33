#include "lab/services/route53/records.h"

#include <array>
#include <tuple>

#include "base/text.h"
#include "lab/service.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/values.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

constexpr std::int64_t max_weight = 255;
constexpr std::int64_t max_ttl_s = 2'147'483'647;  // RFC 2181, 8

std::string_view to_string(RecordAction action) {
  switch (action) {
    case RecordAction::create:
      return "CREATE";
    case RecordAction::upsert:
      return "UPSERT";
    case RecordAction::remove:
      return "DELETE";
  }
  return "";
}

// What Route 53 appends to each complaint about one change.
std::string in_change(RecordAction action, const Value& set) {
  return fmt::format(" in Change with [Action={}, Name={}, Type={}, SetIdentifier={}]",
                     to_string(action), set["Name"].text(), set["Type"].text(),
                     set.has("SetIdentifier") ? set["SetIdentifier"].text() : "null");
}

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "InvalidInput", std::move(message));
}

std::unexpected<aws::ServiceError> not_in_range(std::string_view bound, std::int64_t value,
                                                std::int64_t limit, std::string_view type) {
  return invalid(
      fmt::format("Invalid XML ; cvc-{0}-valid: Value '{1}' is not facet-valid with "
                  "respect to {0} '{2}' for type '{3}'.",
                  bound, value, limit, type));
}

// Which of several exclusive members are there: none, one or more than one.
template <std::size_t count>
int present(const Value& set, const std::array<std::string_view, count>& names) {
  return static_cast<int>(
      std::ranges::count_if(names, [&](std::string_view name) { return set.has(name); }));
}

// Policies that Route 53 has and this lab does not.
constexpr std::array<std::string_view, 5> foreign_policies = {
    "Region", "Failover", "GeoLocation", "GeoProximityLocation", "CidrRoutingConfig"};

std::expected<void, aws::ServiceError> check_policy(RecordAction action, const Value& set) {
  const bool multivalue = set["MultiValueAnswer"].flag();
  const int policies =
      present(set, foreign_policies) + (set.has("Weight") ? 1 : 0) + (multivalue ? 1 : 0);
  if (set.has("SetIdentifier") && policies != 1) {
    return invalid(
        fmt::format("Invalid request: Expected exactly one of [Weight, Region, Failover, "
                    "GeoLocation, or MultiValueAnswer], but found {}{}",
                    policies == 0 ? "none" : "more than one", in_change(action, set)));
  }
  if (!set.has("SetIdentifier") && policies > 0) {
    return invalid("Invalid request: Missing field 'SetIdentifier'" + in_change(action, set));
  }
  if (policies > 0 && !set.has("Weight")) {
    return refuse(400, "NotImplemented",
                  "this lab knows simple and weighted records only" + in_change(action, set));
  }
  if (const std::int64_t weight = set["Weight"].integer(); weight > max_weight) {
    return not_in_range("maxInclusive", weight, max_weight, "ResourceRecordSetWeight");
  } else if (weight < 0) {
    return not_in_range("minInclusive", weight, 0, "ResourceRecordSetWeight");
  }
  return {};
}

std::expected<void, aws::ServiceError> check_content(RecordAction action, const Value& set) {
  const bool has_values = !set["ResourceRecords"].list().empty();
  const bool has_ttl = set.has("TTL");
  const bool has_alias = set.has("AliasTarget");
  if (set.has("TrafficPolicyInstanceId")) {
    return refuse(400, "NotImplemented",
                  "this lab knows no traffic policies" + in_change(action, set));
  }
  // An alias has neither values nor a TTL of its own (fact C8).
  if (has_alias ? has_values || has_ttl : !(has_values && has_ttl)) {
    return invalid(
        fmt::format("Invalid request: Expected exactly one of [AliasTarget, all of [TTL, "
                    "and ResourceRecords], or TrafficPolicyInstanceId], but found {}{}",
                    has_alias ? "more than one" : "none", in_change(action, set)));
  }
  if (const std::int64_t ttl = set["TTL"].integer(); ttl < 0) {
    return not_in_range("minInclusive", ttl, 0, "TTL");
  } else if (ttl > max_ttl_s) {
    return not_in_range("maxInclusive", ttl, max_ttl_s, "TTL");
  }
  return {};
}

}  // namespace

Value to_value(const traffic::RecordSet& record) {
  Value value;
  value.set("Name", to_wire_name(record.name)).set("Type", record.type);
  if (!record.set_identifier.empty()) value.set("SetIdentifier", record.set_identifier);
  if (record.weight) value.set("Weight", *record.weight);
  if (record.alias) {
    value.set("AliasTarget",
              Value::structure()
                  .set("HostedZoneId", record.alias->zone)
                  .set("DNSName", to_wire_name(record.alias->name))
                  .set("EvaluateTargetHealth", record.alias->evaluate_target_health));
  } else {
    value.set("TTL", std::chrono::duration_cast<seconds>(record.ttl).count());
    Value values{aws::List{}};
    for (const std::string& text : record.values) values.push(Value().set("Value", text));
    value.set("ResourceRecords", std::move(values));
  }
  if (!record.health_check.empty()) value.set("HealthCheckId", record.health_check);
  return value;
}

std::expected<RecordChange, aws::ServiceError> change_from_value(const Value& change) {
  const Value& set = change["ResourceRecordSet"];
  const std::string& verb = change["Action"].text();
  RecordChange result;
  if (verb == "CREATE") {
    result.action = RecordAction::create;
  } else if (verb == "UPSERT") {
    result.action = RecordAction::upsert;
  } else if (verb == "DELETE") {
    result.action = RecordAction::remove;
  } else {
    return invalid(
        fmt::format("Invalid XML ; cvc-enumeration-valid: Value '{}' is not facet-valid "
                    "with respect to enumeration '[CREATE, DELETE, UPSERT]'.",
                    verb));
  }
  if (set["Name"].text().empty() || !is_record_type(set["Type"].text())) {
    return invalid("Invalid request: Expected a name and a known type" +
                   in_change(result.action, set));
  }
  TRY_VOID(check_policy(result.action, set));
  TRY_VOID(check_content(result.action, set));

  traffic::RecordSet& record = result.record;
  record.name = from_wire_name(set["Name"].text());
  record.type = set["Type"].text();
  record.set_identifier = set["SetIdentifier"].text();
  if (set.has("Weight")) record.weight = static_cast<int>(set["Weight"].integer());
  record.ttl = seconds(set["TTL"].integer());
  for (const Value& value : set["ResourceRecords"].list()) {
    record.values.push_back(value["Value"].text());
  }
  if (const Value& alias = set["AliasTarget"]) {
    if (!alias.has("EvaluateTargetHealth")) {
      return invalid(
          "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'AliasTarget' is "
          "not complete. One of 'EvaluateTargetHealth' is expected.");
    }
    record.alias = traffic::AliasTarget{
        std::string(without_prefix(alias["HostedZoneId"].text(), "/hostedzone/")),
        from_wire_name(alias["DNSName"].text()), alias["EvaluateTargetHealth"].flag()};
  }
  record.health_check = set["HealthCheckId"].text();
  return result;
}

std::string describe(const traffic::RecordSet& record) {
  std::string text = fmt::format("[name='{}', type='{}'", to_wire_name(record.name), record.type);
  if (!record.set_identifier.empty()) {
    text += fmt::format(", set-identifier='{}'", record.set_identifier);
  }
  return text + "]";
}

bool comes_before(const traffic::RecordSet& a, const traffic::RecordSet& b) {
  if (a.name != b.name) return sort_key(a.name) < sort_key(b.name);
  return std::tie(a.type, a.set_identifier) < std::tie(b.type, b.set_identifier);
}

bool same_identity(const traffic::RecordSet& a, const traffic::RecordSet& b) {
  return a.name == b.name && a.type == b.type && a.set_identifier == b.set_identifier;
}

}  // namespace godwit::lab::services
