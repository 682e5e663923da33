#include "lab/services/route53/records.h"

#include <tuple>

#include "base/text.h"
#include "lab/service.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/refusals.h"
#include "lab/services/route53/routing.h"
#include "lab/services/route53/values.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

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
    return invalid_input(
        fmt::format("Invalid request: Expected exactly one of [AliasTarget, all of [TTL, "
                    "and ResourceRecords], or TrafficPolicyInstanceId], but found {}{}",
                    has_alias ? "more than one" : "none", in_change(action, set)));
  }
  return check_range(set["TTL"].integer(), 0, max_ttl_s, "TTL");
}

}  // namespace

Value to_value(const traffic::RecordSet& record) {
  Value value;
  value.set("Name", to_wire_name(record.name)).set("Type", record.type);
  show_routing(record, value);
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
  show_networks_and_points(record, value);
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
    return not_in_enumeration(verb, "CREATE, DELETE, UPSERT");
  }
  if (set["Name"].text().empty() || !is_record_type(set["Type"].text())) {
    return invalid_input("Invalid request: Expected a name and a known type" +
                         in_change(result.action, set));
  }
  traffic::RecordSet& record = result.record;
  TRY_VOID(read_routing(set, in_change(result.action, set), record));
  TRY_VOID(check_content(result.action, set));

  record.name = from_wire_name(set["Name"].text());
  record.type = set["Type"].text();
  record.ttl = seconds(set["TTL"].integer());
  for (const Value& value : set["ResourceRecords"].list()) {
    record.values.push_back(value["Value"].text());
  }
  if (const Value& alias = set["AliasTarget"]) {
    if (!alias.has("EvaluateTargetHealth")) {
      return invalid_input(
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
  if (a.name != b.name) return name_comes_before(a.name, b.name);
  return std::tie(a.type, a.set_identifier) < std::tie(b.type, b.set_identifier);
}

bool same_identity(const traffic::RecordSet& a, const traffic::RecordSet& b) {
  return a.name == b.name && a.type == b.type && a.set_identifier == b.set_identifier;
}

}  // namespace godwit::lab::services
