// Health checks: what the control plane does with them, and when the checkers hear of it.
#include "base/ip.h"
#include "lab/checkers.h"
#include "lab/lab.h"
#include "lab/services/cloudwatch.h"
#include "lab/services/route53/route53.h"

namespace godwit::lab::services {

using aws::Value;

// New settings reach the checkers, and through them DNS, as late as records do: "New health checks
// must propagate to Route 53 health checkers".
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-view-status.html
void Route53::tell_checker(const HealthChecks::HealthCheck& check) {
  Time& at = checker_knows_at_[check.id];
  at = propagated(fmt::format("{} version {}", check.id, check.version), at);
  tasks_.at(at, [this, id = check.id, settings = check.settings] {
    if (health_checks_.find(id) != nullptr) health_checker_.watch(id, settings);
  });
}

// The checkers have known it for long; they begin to look when the lab begins.
void Route53::load(const account::HealthCheck& check) {
  HealthCheckSettings settings;
  settings.type = check.type;
  settings.inverted = check.inverted;
  settings.disabled = check.disabled;
  settings.children = check.children;
  settings.health_threshold = check.health_threshold;
  settings.alarm_region = check.alarm_region;
  settings.alarm_name = check.alarm;
  if (kind_of(settings) == traffic::CheckKind::endpoint) {
    const bool https = check.type.starts_with("HTTPS");
    settings.fqdn = check.fqdn;
    settings.ip_address = check.address;
    settings.port = check.port != 0 ? check.port : https ? 443 : 80;
    settings.path = check.path;
    settings.search = check.search;
    settings.interval_s = check.interval_s;
    settings.threshold = check.threshold;
    settings.regions = check.regions;
    settings.enable_sni = https;
  }
  health_checks_.add(check.id, check.id, settings);
  health_checker_.watch(check.id, settings);
}

const Alarm* Route53::alarm(const std::string& region, const std::string& name) const {
  if (name.empty()) return nullptr;
  const auto* cloudwatch = dynamic_cast<const CloudWatch*>(lab_.find_service("cloudwatch"));
  return cloudwatch == nullptr ? nullptr : cloudwatch->find_alarm(region, name);
}

Answer Route53::create_health_check(const Call& call) {
  const HealthChecks::HealthCheck* created = nullptr;
  Value output = TRY(health_checks_.create(call.input, &created));
  if (created != nullptr) tell_checker(*created);
  return output;
}

Answer Route53::update_health_check(const Call& call) {
  const HealthChecks::HealthCheck* updated = nullptr;
  Value output = TRY(health_checks_.update(call.input, &updated));
  if (updated != nullptr) tell_checker(*updated);
  return output;
}

Answer Route53::delete_health_check(const Call& call) {
  const std::string id = call.input["HealthCheckId"].text();
  Value output = TRY(health_checks_.remove(call.input));
  // A record that still refers to it: "the future status of the health check can't be predicted".
  // Here it is healthy from now on, so that whoever relied on it is found out.
  health_checker_.forget(id);
  tags_.forget({"healthcheck", id});
  return output;
}

Answer Route53::get_health_check(const Call& call) { return health_checks_.get(call.input); }

Answer Route53::list_health_checks(const Call& call) { return health_checks_.list(call.input); }

Answer Route53::get_health_check_count(const Call&) {
  return Value().set("HealthCheckCount", static_cast<std::uint64_t>(health_checks_.count()));
}

Answer Route53::get_health_check_status(const Call& call) {
  return health_checks_.status(call.input, health_checker_);
}

Answer Route53::get_health_check_last_failure_reason(const Call& call) {
  return health_checks_.last_failure(call.input, health_checker_);
}

Answer Route53::get_checker_ip_ranges(const Call&) {
  std::vector<IpNetwork> sorted;
  for (const Checker& checker : lab::checkers()) {
    if (const auto network = parse_network(checker.network)) sorted.push_back(*network);
  }
  std::ranges::sort(sorted);
  Value ranges;
  for (const IpNetwork& network : sorted) ranges.push(to_string(network));
  return Value().set("CheckerIpRanges", std::move(ranges));
}

}  // namespace godwit::lab::services
