#include "aws/api/route53.h"

#include "aws/api/pages.h"
#include "aws/api/route53_record.h"
#include "aws/call.h"

namespace godwit::aws::route53 {

namespace {

constexpr std::string_view service = "route53";
const std::string nowhere;  // a global service has no region

Value config_of(const HealthCheck& check) {
  Value config;
  config.set("Type", check.type);
  if (check.type == "CALCULATED") {
    Value children{List{}};
    for (const std::string& child : check.children) children.push(child);
    config.set("ChildHealthChecks", std::move(children))
        .set("HealthThreshold", check.healthy_children);
  } else if (check.type == "CLOUDWATCH_METRIC") {
    config
        .set("AlarmIdentifier", Value().set("Region", check.alarm_region).set("Name", check.alarm))
        .set("InsufficientDataHealthStatus", "Healthy");
  } else {
    config.set("Port", check.port)
        .set("FullyQualifiedDomainName", check.fqdn)
        .set("RequestInterval", check.interval_s)
        .set("FailureThreshold", check.threshold);
    if (!check.path.empty()) config.set("ResourcePath", check.path);
  }
  if (check.inverted) config.set("Inverted", true);
  if (check.disabled) config.set("Disabled", true);
  return config;
}

HealthCheck health_check_of(const Value& value) {
  const Value& config = value["HealthCheckConfig"];
  std::vector<std::string> children;
  for (const Value& child : config["ChildHealthChecks"].list()) children.push_back(child.text());
  return {.id = value["Id"].text(),
          .caller_reference = value["CallerReference"].text(),
          .type = config["Type"].text(),
          .fqdn = config["FullyQualifiedDomainName"].text(),
          .port = static_cast<int>(config["Port"].integer()),
          .path = config["ResourcePath"].text(),
          .interval_s = static_cast<int>(config["RequestInterval"].integer()),
          .threshold = static_cast<int>(config["FailureThreshold"].integer()),
          .inverted = config["Inverted"].flag(),
          .disabled = config["Disabled"].flag(),
          .children = std::move(children),
          .healthy_children = static_cast<int>(config["HealthThreshold"].integer()),
          .alarm = config["AlarmIdentifier"]["Name"].text(),
          .alarm_region = config["AlarmIdentifier"]["Region"].text()};
}

std::string_view action_name(ChangeAction action) {
  switch (action) {
    case ChangeAction::create:
      return "CREATE";
    case ChangeAction::upsert:
      return "UPSERT";
    case ChangeAction::remove:
      return "DELETE";
  }
  return "UPSERT";
}

Result<void> update_health_check(Cloud& cloud, const std::string& id, std::string_view setting,
                                 bool on) {
  Value input;
  input.set("HealthCheckId", id).set(setting, on);
  TRY_VOID(call(cloud, service, "UpdateHealthCheck", nowhere, input, id));
  return {};
}

Value about_health_check(const std::string& id) {
  Value input;
  input.set("HealthCheckId", id);
  return input;
}

}  // namespace

Result<std::string> change_record_sets(Cloud& cloud, const std::string& zone_id,
                                       const std::vector<Change>& changes,
                                       const std::string& comment) {
  Value list = Value(List{});
  for (const Change& change : changes) {
    Value each;
    each.set("Action", action_name(change.action))
        .set("ResourceRecordSet", value_of_record(change.record));
    list.push(std::move(each));
  }
  Value batch;
  if (!comment.empty()) batch.set("Comment", comment);
  batch.set("Changes", std::move(list));
  Value input;
  input.set("HostedZoneId", zone_id).set("ChangeBatch", std::move(batch));
  const Value output =
      TRY(call(cloud, service, "ChangeResourceRecordSets", nowhere, input, "in zone " + zone_id));
  const std::string& id = output["ChangeInfo"]["Id"].text();  // "/change/C1"
  return id.substr(id.rfind('/') + 1);
}

Result<bool> change_in_sync(Cloud& cloud, const std::string& change_id) {
  Value input;
  input.set("Id", change_id);
  const Value output = TRY(call(cloud, service, "GetChange", nowhere, input, change_id));
  return output["ChangeInfo"]["Status"].text() == "INSYNC";
}

Result<std::vector<RecordSet>> list_record_sets(Cloud& cloud, const std::string& zone_id) {
  Value input;
  input.set("HostedZoneId", zone_id);
  std::vector<RecordSet> records;
  TRY_VOID(each_page(cloud, service, "ListResourceRecordSets", nowhere, std::move(input),
                     "IsTruncated",
                     {{"StartRecordName", "NextRecordName"},
                      {"StartRecordType", "NextRecordType"},
                      {"StartRecordIdentifier", "NextRecordIdentifier"}},
                     "of zone " + zone_id, [&](const Value& page) {
                       for (const Value& record : page["ResourceRecordSets"].list()) {
                         records.push_back(record_of_value(record));
                       }
                     }));
  return records;
}

Result<HealthCheck> create_health_check(Cloud& cloud, const HealthCheck& check) {
  Value input;
  input.set("CallerReference", check.caller_reference).set("HealthCheckConfig", config_of(check));
  const Value output = TRY(call(cloud, service, "CreateHealthCheck", nowhere, input,
                                check.fqdn.empty() ? check.caller_reference : "of " + check.fqdn));
  return health_check_of(output["HealthCheck"]);
}

Result<HealthCheck> get_health_check(Cloud& cloud, const std::string& id) {
  const Value output =
      TRY(call(cloud, service, "GetHealthCheck", nowhere, about_health_check(id), id));
  return health_check_of(output["HealthCheck"]);
}

Result<std::vector<HealthCheck>> list_health_checks(Cloud& cloud) {
  std::vector<HealthCheck> checks;
  TRY_VOID(each_page(cloud, service, "ListHealthChecks", nowhere, Value::structure(), "IsTruncated",
                     {{"Marker", "NextMarker"}}, {}, [&](const Value& page) {
                       for (const Value& check : page["HealthChecks"].list()) {
                         checks.push_back(health_check_of(check));
                       }
                     }));
  return checks;
}

Result<void> set_inverted(Cloud& cloud, const std::string& id, bool inverted) {
  return update_health_check(cloud, id, "Inverted", inverted);
}

Result<void> set_disabled(Cloud& cloud, const std::string& id, bool disabled) {
  return update_health_check(cloud, id, "Disabled", disabled);
}

Result<void> delete_health_check(Cloud& cloud, const std::string& id) {
  TRY_VOID(call(cloud, service, "DeleteHealthCheck", nowhere, about_health_check(id), id));
  return {};
}

Result<HealthStatus> get_health_check_status(Cloud& cloud, const std::string& id) {
  const Value output =
      TRY(call(cloud, service, "GetHealthCheckStatus", nowhere, about_health_check(id), id));
  HealthStatus status;
  for (const Value& observation : output["HealthCheckObservations"].list()) {
    ++status.checkers;
    // "Success: HTTP Status Code 200, OK"
    if (observation["StatusReport"]["Status"].text().starts_with("Success")) ++status.succeeded;
  }
  return status;
}

}  // namespace godwit::aws::route53
