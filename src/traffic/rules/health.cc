// Facts C1, C5 and C10: what health checks do to answers, and how soon.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "traffic/ladder.h"
#include "traffic/rules.h"

namespace godwit::traffic::rule {
namespace {

const CheckSettings* check_of(const RecordSet& record, const Case& given) {
  const auto found = given.situation.checks.find(record.health_check);
  return found != given.situation.checks.end() ? &found->second : nullptr;
}

}  // namespace

void check_disabled(const Case& given, std::vector<Finding>& findings) {
  for (const RecordSet* record : given.written()) {
    const CheckSettings* check = check_of(*record, given);
    if (check == nullptr || !check->disabled) continue;
    findings.push_back(
        {.id = "check-disabled",
         .fact = "C1",
         .severity = Severity::warning,
         .records = {title(*record)},
         .numbers = {{"inverted", check->inverted ? 1 : 0}},
         .sentence =
             check->inverted
                 ? fmt::format("the health check of {} is disabled and inverted: it counts as "
                               "unhealthy whatever its endpoint does",
                               title(*record))
                 : fmt::format("the health check of {} is disabled, which counts as healthy: it "
                               "never moves anybody away (for a drill, invert it)",
                               title(*record))});
  }
}

// A record without a check is always healthy (fact C5). That is right for the last resort: the
// secondary, and weight 0.
void record_without_check(const Case& given, std::vector<Finding>& findings) {
  for (const TouchedGroup& group : given.groups) {
    if (group.after.size() < 2) continue;
    for (const RecordSet* record : group.after) {
      const bool is_checked =
          !record->health_check.empty() || (record->alias && record->alias->evaluate_target_health);
      const bool answers_first =
          record->failover == FailoverRole::primary || (record->weight && *record->weight > 0);
      if (is_checked || !answers_first) continue;
      findings.push_back({.id = "record-without-check",
                          .fact = "C5",
                          .severity = Severity::warning,
                          .records = {title(*record)},
                          .sentence = fmt::format(
                              "{} has no health check and counts as healthy: when it fails, its "
                              "users stay with it",
                              title(*record))});
    }
  }
}

// How long until a failure has moved its users: the slowest record of each group.
void time_to_move(const Case& given, std::vector<Finding>& findings) {
  const auto seconds_of = [](Duration duration) {
    return std::chrono::duration<double>(duration).count();
  };
  for (const TouchedGroup& group : given.groups) {
    const RecordSet* slowest = nullptr;
    Settling settling;
    for (const RecordSet* record : group.after) {
      const CheckSettings* check = check_of(*record, given);
      if (check == nullptr || check->disabled) continue;
      const Settling one{ttl_of(*record), check->interval, check->threshold};
      if (slowest != nullptr && one.failover() <= settling.failover()) continue;
      slowest = record;
      settling = one;
    }
    if (slowest == nullptr) continue;
    findings.push_back(
        {.id = "time-to-move",
         .fact = "C10",
         .severity = Severity::note,
         .records = {title(*slowest)},
         .numbers = {{"interval_s", seconds_of(settling.interval)},
                     {"threshold", settling.threshold},
                     {"ttl_s", seconds_of(settling.ttl)},
                     {"detection_s", seconds_of(settling.detection())},
                     {"total_s", seconds_of(settling.failover())}},
         .sentence =
             fmt::format("when {} fails, caches name it for up to {}: {} x {} until that is "
                         "seen, and a TTL of {}",
                         title(*slowest), format_duration(settling.failover()), settling.threshold,
                         format_duration(settling.interval), format_duration(settling.ttl))});
  }
}

}  // namespace godwit::traffic::rule
