#include "lab/services/route53/health_checks.h"

#include <set>

#include "lab/identifiers.h"
#include "lab/services/route53/health_settings.h"
#include "lab/services/route53/refusals.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

constexpr std::size_t max_page = 100;
constexpr std::size_t max_reference = 64;

// What Route 53 shows of the alarm that a check watches.
Value describe_alarm(const Alarm& alarm) {
  Value value;
  value.set("EvaluationPeriods", alarm.periods)
      .set("Threshold", alarm.threshold)
      .set("ComparisonOperator", alarm.comparison)
      .set("Period", std::chrono::duration_cast<seconds>(alarm.period).count())
      .set("MetricName", alarm.metric.name)
      .set("Namespace", alarm.metric.space)
      .set("Statistic", alarm.statistic);
  if (!alarm.metric.dimensions.empty()) value.set("Dimensions", show_dimensions(alarm.metric));
  return value;
}

std::unexpected<aws::ServiceError> no_such_check(const std::string& id) {
  return refuse(404, "NoSuchHealthCheck",
                fmt::format("A health check with id {} does not exist.", id));
}

std::string words(const Observation& observation) {
  const std::string address =
      observation.address.empty() ? "" : fmt::format(". Resolved IP: {}", observation.address);
  switch (observation.seen) {
    case Seen::nothing_yet:
      break;
    case Seen::success:
      return observation.status == 0
                 ? "Success: TCP connection established" + address
                 : fmt::format("Success: HTTP Status Code {}{}", observation.status, address);
    case Seen::bad_status:
      return fmt::format("Failure: HTTP Status Code {}{}", observation.status, address);
    case Seen::no_match:
      return fmt::format(
          "Failure: HTTP Status Code {}. Response body did not contain the search "
          "string{}",
          observation.status, address);
    case Seen::no_answer:
      return "Failure: Request timed out. The endpoint did not respond within the timeout limit" +
             address;
    case Seen::no_connection:
      return "Failure: Connection refused or timed out. The endpoint or the internet connection is "
             "down, or requests are being blocked by your firewall" +
             address;
    case Seen::no_name:
      return "Failure: DNS resolution failed: the name does not exist or has no address";
  }
  return "";
}

Value show(const std::vector<HealthChecker::Report>& reports) {
  Value observations{aws::List{}};
  for (const HealthChecker::Report& report : reports) {
    const Time at = std::chrono::floor<milliseconds>(report.observation.at);  // as it travels
    observations.push(
        Value()
            .set("Region", report.checker->region)
            .set("IPAddress", report.checker->address)
            .set("StatusReport",
                 Value().set("Status", words(report.observation)).set("CheckedTime", at)));
  }
  return Value().set("HealthCheckObservations", std::move(observations));
}

}  // namespace

Value HealthChecks::describe(const HealthCheck& check) const {
  Value value;
  value.set("Id", check.id)
      .set("CallerReference", check.caller_reference)
      .set("HealthCheckConfig", to_value(check.settings))
      .set("HealthCheckVersion", check.version);
  if (const Alarm* alarm = alarm_of_(check.settings.alarm_region, check.settings.alarm_name)) {
    value.set("CloudWatchAlarmConfiguration", describe_alarm(*alarm));
  }
  return value;
}

// Does the check watch the other, itself or through others?
bool HealthChecks::watches(const HealthCheckSettings& settings, const std::string& id) const {
  std::set<std::string> seen;
  std::vector<std::string> left = settings.children;
  while (!left.empty()) {
    const std::string child = std::move(left.back());
    left.pop_back();
    if (child == id) return true;
    const HealthCheck* check = find(child);
    if (check == nullptr || !seen.insert(child).second) continue;
    left.insert(left.end(), check->settings.children.begin(), check->settings.children.end());
  }
  return false;
}

std::expected<void, aws::ServiceError> HealthChecks::check_references(
    const HealthCheckSettings& settings, const std::string& id) const {
  for (const std::string& child : settings.children) {
    if (find(child) == nullptr) {
      return invalid_input(
          fmt::format("Invalid parameter : The child health check {} does not "
                      "exist",
                      child));
    }
  }
  if (!id.empty() && watches(settings, id)) {
    return invalid_input("Invalid parameter : A health check cannot monitor itself");
  }
  if (kind_of(settings) == traffic::CheckKind::alarm &&
      alarm_of_(settings.alarm_region, settings.alarm_name) == nullptr) {
    return invalid_input(fmt::format("Invalid parameter : There is no CloudWatch alarm {} in {}",
                                     settings.alarm_name, settings.alarm_region));
  }
  return {};
}

const HealthChecks::HealthCheck* HealthChecks::find(const std::string& id) const {
  const auto found = checks_.find(id);
  return found == checks_.end() ? nullptr : &found->second;
}

Answer HealthChecks::create(const Value& input, const HealthCheck** out) {
  *out = nullptr;
  const std::string& reference = input["CallerReference"].text();
  if (reference.empty() || reference.size() > max_reference) {
    return refuse(400, "InvalidInput", "CallerReference must have 1 to 64 characters");
  }
  HealthCheckSettings settings = TRY(settings_from_value(input["HealthCheckConfig"]));

  // The same reference asks for the same check; with other settings, or of one that was deleted, it
  // is an error. What it was created with counts, not what it was updated to.
  const HealthCheck* check = nullptr;
  if (const auto taken = id_of_reference_.find(reference); taken != id_of_reference_.end()) {
    check = find(taken->second);
    if (check == nullptr || check->as_created != settings) {
      return refuse(
          409, "HealthCheckAlreadyExists",
          fmt::format("A health check with the caller reference {} has already been created",
                      reference));
    }
  } else {
    if (checks_.size() >= max_checks) {
      return refuse(
          400, "TooManyHealthChecks",
          fmt::format("The account has reached its limit of {} health checks", max_checks));
    }
    TRY_VOID(check_references(settings, ""));
    const std::string id = derived_uuid(secret_, "health check " + reference);
    check = *out =
        &checks_.emplace(id, HealthCheck{id, reference, settings, settings, 1}).first->second;
    id_of_reference_[reference] = id;
  }
  return Value()
      .set("HealthCheck", describe(*check))
      .set("Location", "https://route53.amazonaws.com/2013-04-01/healthcheck/" + check->id);
}

Answer HealthChecks::update(const Value& input, const HealthCheck** out) {
  *out = nullptr;
  const auto found = checks_.find(input["HealthCheckId"].text());
  if (found == checks_.end()) return no_such_check(input["HealthCheckId"].text());
  HealthCheck& check = found->second;
  if (input.has("HealthCheckVersion") && input["HealthCheckVersion"].integer() != check.version) {
    return refuse(409, "HealthCheckVersionMismatch",
                  fmt::format("The health check has version {}, not {}", check.version,
                              input["HealthCheckVersion"].integer()));
  }
  HealthCheckSettings settings = TRY(updated_settings(check.settings, input));
  TRY_VOID(check_references(settings, check.id));
  check.settings = std::move(settings);
  ++check.version;
  *out = &check;
  return Value().set("HealthCheck", describe(check));
}

Answer HealthChecks::get(const Value& input) const {
  const HealthCheck* check = find(input["HealthCheckId"].text());
  if (check == nullptr) return no_such_check(input["HealthCheckId"].text());
  return Value().set("HealthCheck", describe(*check));
}

Answer HealthChecks::list(const Value& input) const {
  const std::string& marker = input["Marker"].text();
  const std::size_t page = TRY(page_size(input, max_page));
  Value checks{aws::List{}};
  auto next = checks_.lower_bound(marker);
  for (; next != checks_.end() && checks.list().size() < page; ++next) {
    checks.push(describe(next->second));
  }
  Value output;
  output.set("HealthChecks", std::move(checks)).set("Marker", marker);
  output.set("IsTruncated", next != checks_.end());
  if (next != checks_.end()) output.set("NextMarker", next->first);
  return output.set("MaxItems", std::to_string(page));
}

Answer HealthChecks::remove(const Value& input) {
  if (checks_.erase(input["HealthCheckId"].text()) == 0) {
    return no_such_check(input["HealthCheckId"].text());
  }
  return Value::structure();
}

std::expected<const HealthChecks::HealthCheck*, aws::ServiceError> HealthChecks::observed(
    const Value& input) const {
  const HealthCheck* check = find(input["HealthCheckId"].text());
  if (check == nullptr) return no_such_check(input["HealthCheckId"].text());
  // "You can't use GetHealthCheckStatus to get the status of a calculated health check", nor
  // GetHealthCheckLastFailureReason.
  if (kind_of(check->settings) == traffic::CheckKind::calculated) {
    return invalid_input("Calculated health checks have no checkers of their own");
  }
  return check;
}

Answer HealthChecks::status(const Value& input, const HealthChecker& checker) const {
  return show(checker.last_seen(TRY(observed(input))->id));
}

Answer HealthChecks::last_failure(const Value& input, const HealthChecker& checker) const {
  return show(checker.last_failures(TRY(observed(input))->id));
}

void HealthChecks::add(const std::string& id, const std::string& reference,
                       const HealthCheckSettings& settings) {
  checks_.emplace(id, HealthCheck{id, reference, settings, settings, 1});
  id_of_reference_[reference] = id;
}

boost::json::value HealthChecks::snapshot() const {
  std::map<std::string, const HealthCheck*> by_reference;
  for (const auto& [id, check] : checks_) by_reference[check.caller_reference] = &check;
  boost::json::object result;
  for (const auto& [reference, check] : by_reference) {
    const HealthCheckSettings& settings = check->settings;
    result[reference] = {{"type", settings.type},
                         {"ip_address", settings.ip_address},
                         {"fqdn", settings.fqdn},
                         {"port", settings.port},
                         {"path", settings.path},
                         {"search", settings.search},
                         {"interval_s", settings.interval_s},
                         {"threshold", settings.threshold},
                         {"inverted", settings.inverted},
                         {"disabled", settings.disabled}};
    boost::json::object& object = result[reference].as_object();
    if (!settings.children.empty()) {
      std::vector<std::string> children;
      for (const std::string& child : settings.children) {
        const HealthCheck* found = find(child);
        children.push_back(found == nullptr ? child : found->caller_reference);
      }
      object["children"] = boost::json::value_from(children);
      object["health_threshold"] = settings.health_threshold;
    }
    if (!settings.alarm_name.empty()) {
      object["alarm"] = settings.alarm_region + "/" + settings.alarm_name;
    }
  }
  return result;
}

}  // namespace godwit::lab::services
