#include "lab/health_checker.h"

#include "base/digest.h"
#include "base/split_mix.h"
#include "lab/internet.h"
#include "lab/lab.h"

namespace godwit::lab {
namespace {

// How often the state of an alarm is looked at. AWS watches the metric itself.
constexpr Duration alarm_interval = seconds(10);

// The settings that decide what a probe is and what it counts for, are these the same?
bool probes_alike(HealthCheckSettings a, const HealthCheckSettings& b) {
  a.inverted = b.inverted;
  a.regions = b.regions;
  return a == b;
}

}  // namespace

HealthChecker::HealthChecker(Lab& lab, Effort effort)
    : lab_(lab),
      effort_(effort),
      prober_(lab),
      secret_(lab.world().random.fork("health checks")->next()) {
  lab.internet().when_changed([self = std::weak_ptr(self_)] {
    if (const auto alive = self.lock()) (*alive)->something_changed();
  });
}

HealthChecker::~HealthChecker() {
  for (auto& [id, check] : checks_) lab_.world().scheduler.cancel(check.task);
}

void HealthChecker::watch(const std::string& id, const HealthCheckSettings& settings) {
  Check& check = checks_[id];
  const HealthCheckSettings before = std::exchange(check.settings, settings);
  check.seed = stable_hash(id, secret_);
  check.status.kind = kind_of(settings);
  check.status.inverted = settings.inverted;
  check.status.disabled = settings.disabled;
  check.status.children = settings.children;
  check.status.threshold = settings.health_threshold;
  check.status.insufficient_data = settings.insufficient_data;

  switch (check.status.kind) {
    case traffic::CheckKind::endpoint:
      watch_endpoint(id, check, before);
      break;
    case traffic::CheckKind::alarm:
      lab_.world().scheduler.cancel(std::exchange(check.task, 0));
      if (before.alarm_region != settings.alarm_region ||
          before.alarm_name != settings.alarm_name) {
        check.status.last_known.reset();
      }
      if (!settings.disabled) look_at_alarm(check);
      break;
    case traffic::CheckKind::calculated:
    case traffic::CheckKind::routing_control:
      break;
  }
  conclude();
}

void HealthChecker::watch_endpoint(const std::string& id, Check& check,
                                   const HealthCheckSettings& before) {
  const HealthCheckSettings& settings = check.settings;
  check.request = Prober::request_of(settings);
  if (settings.disabled) {
    // "Route 53 stops submitting requests"; enabled again, it starts as a new one does.
    lab_.world().scheduler.cancel(std::exchange(check.task, 0));
    check.round = Round();
    check.status.endpoint_healthy = true;
    return;
  }
  if (!check.round.running()) {
    check.round = Round(id, lab_.now(), seconds(settings.interval_s), settings.regions);
  } else {
    // No update moves anybody's phase.
    if (before.regions != settings.regions) {
      check.round.choose(id, lab_.now(), settings.regions);
      check.status.endpoint_healthy = check.round.endpoint_healthy();
    }
    if (!probes_alike(before, settings)) check.round.wake(lab_.now());
  }
  plan(check);
}

void HealthChecker::plan(Check& check) {
  lab_.world().scheduler.cancel(check.task);
  check.task = lab_.world().scheduler.at(check.round.next_at(), [this, &check] { probe(check); });
}

void HealthChecker::forget(const std::string& id) {
  const auto found = checks_.find(id);
  if (found == checks_.end()) return;
  lab_.world().scheduler.cancel(found->second.task);
  checks_.erase(found);
  ++generation_;
  conclude();
}

void HealthChecker::lose_probes(double share) {
  lost_ = share;
  something_changed();
}

void HealthChecker::lose_probes(const std::string& region, double share) {
  if (share > 0) {
    lost_from_[region] = share;
  } else {
    lost_from_.erase(region);
  }
  something_changed();
}

bool HealthChecker::is_lost(const Checker& checker, std::uint64_t draw) const {
  const auto found = lost_from_.find(checker.region);
  const double arrives = (1 - lost_) * (found == lost_from_.end() ? 1 : 1 - found->second);
  if (arrives >= 1) return false;
  const double drawn = static_cast<double>(split_mix(~draw) >> 11) * 0x1p-53;
  return drawn >= arrives;
}

bool HealthChecker::is_healthy(const std::string& id) const {
  const auto found = checks_.find(id);
  return found == checks_.end() || found->second.healthy;
}

template <class Pick>
std::vector<HealthChecker::Report> HealthChecker::reports(const std::string& id, Pick pick) const {
  std::vector<Report> result;
  const auto found = checks_.find(id);
  if (found == checks_.end()) return result;
  for (const Round::Member& member : found->second.round.members_at(lab_.now())) {
    const Observation& observation = pick(member);
    if (observation.seen != Seen::nothing_yet) result.push_back({member.checker, observation});
  }
  std::ranges::sort(result, {}, &Report::checker);  // as checkers() has them
  return result;
}

std::vector<HealthChecker::Report> HealthChecker::last_seen(const std::string& id) const {
  return reports(id, [](const Round::Member& member) -> auto& { return member.last; });
}

std::vector<HealthChecker::Report> HealthChecker::last_failures(const std::string& id) const {
  return reports(id, [](const Round::Member& member) -> auto& { return member.last_failure; });
}

void HealthChecker::probe(Check& check) {
  const Checker& checker = check.round.next_checker();
  const auto number = static_cast<std::uint64_t>(&checker - checkers().data());
  const auto at = static_cast<std::uint64_t>(lab_.now().time_since_epoch().count());
  const std::uint64_t draw = split_mix_at(check.seed ^ at, number);
  ++probes_;

  // AWS counts the interval from the answer; here from probe to probe, so that a slow endpoint does
  // not move the phase.
  bool lasting = false;
  if (is_lost(checker, draw)) {
    check.seen.seen = Seen::no_answer;
    check.seen.status = 0;
    check.seen.at = lab_.now();
  } else {
    lasting = prober_.look(check.settings, check.request, draw, check.seen);
    lasting = lasting && effort_ == Effort::thrifty && lost_ == 0 && lost_from_.empty();
  }
  if (check.round.take(check.seen, check.settings.threshold, lasting)) {
    check.status.endpoint_healthy = check.round.endpoint_healthy();
    conclude();
  }
  check.task = lab_.world().scheduler.at(check.round.next_at(), [this, &check] { probe(check); });
}

void HealthChecker::look_at_alarm(Check& check) {
  check.task = lab_.world().scheduler.at(lab_.now() + alarm_interval, [this, &check] {
    const traffic::AlarmState before = check.status.alarm;
    look_at_alarm(check);
    if (check.status.alarm != before) conclude();
  });
  // An alarm that nobody has, any more, has no data.
  check.status.alarm =
      (alarm_of_ ? alarm_of_(check.settings.alarm_region, check.settings.alarm_name) : std::nullopt)
          .value_or(traffic::AlarmState::insufficient_data);
  if (check.status.alarm != traffic::AlarmState::insufficient_data) {
    check.status.last_known = check.status.alarm == traffic::AlarmState::ok;
  }
}

void HealthChecker::something_changed() {
  for (auto& [id, check] : checks_) {
    if (!check.round.running()) continue;
    const bool calm = check.round.calm();
    check.round.wake(lab_.now());
    if (calm) plan(check);
  }
}

// What DNS goes by. A new check is healthy until there is enough data, and an inverted new one
// unhealthy; so the inversion applies to what is assumed as it does to what is known.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
void HealthChecker::conclude() {
  bool derived = false;  // is there anything that goes by others' health?
  for (const auto& [id, check] : checks_) {
    derived = derived || check.status.kind == traffic::CheckKind::calculated;
  }
  std::map<std::string, bool> all;
  if (derived) {
    std::map<std::string, traffic::HealthCheck> statuses;
    for (const auto& [id, check] : checks_) statuses.emplace(id, check.status);
    all = traffic::statuses_of(statuses);
  }
  for (auto& [id, check] : checks_) {
    const bool healthy =
        derived ? all.at(id)
                : traffic::is_healthy(check.status, [](const std::string&) { return true; });
    if (healthy == check.healthy) continue;
    check.healthy = healthy;
    ++generation_;
  }
}

}  // namespace godwit::lab
