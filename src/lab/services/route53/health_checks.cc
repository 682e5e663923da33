#include "lab/services/route53/health_checks.h"

#include <array>

#include "lab/identifiers.h"
#include "lab/services/route53/health_settings.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

constexpr std::size_t max_page = 100;
constexpr std::size_t max_reference = 64;

// Where the checkers are, and how many in each: what GetHealthCheckStatus lists.
constexpr std::array<std::string_view, 8> checker_regions = {
    "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1",
    "sa-east-1",      "us-east-1",      "us-west-1",      "us-west-2"};
constexpr int checkers_in_region = 2;

Value describe_check(const HealthChecks::HealthCheck& check) {
  return Value()
      .set("Id", check.id)
      .set("CallerReference", check.caller_reference)
      .set("HealthCheckConfig", to_value(check.settings))
      .set("HealthCheckVersion", check.version);
}

std::unexpected<aws::ServiceError> no_such_check(const std::string& id) {
  return refuse(404, "NoSuchHealthCheck",
                fmt::format("A health check with id {} does not exist.", id));
}

std::string words(const HealthChecker::Observation& observation) {
  using Seen = HealthChecker::Seen;
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

}  // namespace

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
    const std::string id = derived_uuid(secret_, "health check " + reference);
    check = *out =
        &checks_.emplace(id, HealthCheck{id, reference, settings, settings, 1}).first->second;
    id_of_reference_[reference] = id;
  }
  return Value()
      .set("HealthCheck", describe_check(*check))
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
  check.settings = TRY(updated_settings(check.settings, input));
  ++check.version;
  *out = &check;
  return Value().set("HealthCheck", describe_check(check));
}

Answer HealthChecks::get(const Value& input) const {
  const HealthCheck* check = find(input["HealthCheckId"].text());
  if (check == nullptr) return no_such_check(input["HealthCheckId"].text());
  return Value().set("HealthCheck", describe_check(*check));
}

Answer HealthChecks::list(const Value& input) const {
  const std::string& marker = input["Marker"].text();
  const std::size_t page = TRY(page_size(input, max_page));
  Value checks{aws::List{}};
  auto next = checks_.lower_bound(marker);
  for (; next != checks_.end() && checks.list().size() < page; ++next) {
    checks.push(describe_check(next->second));
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

Answer HealthChecks::status(const Value& input, const HealthChecker& checker) const {
  const HealthCheck* check = find(input["HealthCheckId"].text());
  if (check == nullptr) return no_such_check(input["HealthCheckId"].text());
  Value observations{aws::List{}};
  const HealthChecker::Observation& seen = checker.last_seen(check->id);
  if (seen.seen != HealthChecker::Seen::nothing_yet) {
    const std::string text = words(seen);
    const Time at = std::chrono::floor<milliseconds>(seen.at);  // as it travels
    int number = 0;
    for (const std::string_view region : checker_regions) {
      const auto& chosen = check->settings.regions;
      if (!chosen.empty() && std::ranges::find(chosen, region) == chosen.end()) continue;
      for (int checker_number = 0; checker_number < checkers_in_region; ++checker_number) {
        observations.push(
            Value()
                .set("Region", region)
                .set("IPAddress", fmt::format("198.51.100.{}", ++number))
                .set("StatusReport", Value().set("Status", text).set("CheckedTime", at)));
      }
    }
  }
  return Value().set("HealthCheckObservations", std::move(observations));
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
  }
  return result;
}

}  // namespace godwit::lab::services
