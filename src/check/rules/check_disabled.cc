// Fact C1: a disabled health check counts as healthy.
#include <algorithm>

#include "check/batches.h"
#include "check/plan_tree.h"
#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

constexpr const char* remedy =
    "invert the check instead (`--inverted`), see traffic move, and take it back "
    "(`--no-inverted`)";

// Is the command to make the endpoint look ill? Who disables a check so that nothing moves gets
// what they want.
bool is_drill(const Subject& subject, const Command& command) {
  const Surroundings around = surroundings_of(subject, command);
  const auto prevents = [](std::string_view text) {
    return mentions(text, {"maintenance", "prevent", "avoid", "without fail", "not fail", "no fail",
                           "never fail", "pause", "suppress", "stop check", "stops check",
                           "decommission", "clean", "retire", "false alarm", "costs",
                           // Who knows what it does means it.
                           "always-healthy", "always healthy", "as healthy", "be healthy", "keep",
                           "stay", "override", "undesired", "unwanted"});
  };
  if (prevents(around.comment_before) || prevents(around.comment_after) ||
      prevents(around.introduction) ||
      (!around.titles.empty() && prevents(around.titles.front()))) {
    return false;
  }
  const auto drills = [](std::string_view text) {
    return mentions(
        text, {"failover", "fail over", "fails over", "failing over", "fail-over", "drill",
               "game day", "gameday", "simulat", "outage", "unhealthy", "disaster", "manually fail",
               "fail the", "fail on purpose", "traffic shift", "traffic move", "traffic goes"});
  };
  return drills(around.comment_before) || drills(around.comment_after) ||
         drills(around.introduction) || std::ranges::any_of(around.titles, drills);
}

void look(const Subject& subject, Findings& findings) {
  for (const CheckChange& change : check_changes(subject)) {
    if (change.created || change.disabled != true) continue;
    const bool inverted = change.inverted == true;
    if (inverted || !is_drill(subject, subject.commands[change.command])) continue;
    findings.add(change.disabled_at,
                 "a disabled health check counts as healthy: no traffic moves, and the drill shows "
                 "nothing of what an outage does",
                 remedy);
  }
  if (subject.plan == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const auto& drill = subject.plan->traffic[i].drill;
    if (!drill || drill->method != plan::DrillMethod::disabled) continue;
    findings.add(PlanTree(subject).in_traffic(i, {"drill", "method"}),
                 "a disabled health check counts as healthy: the drill moves nobody",
                 "write 'method: inverted'");
  }
}

}  // namespace

extern const Rule check_disabled;
const Rule check_disabled{.id = "check-disabled",
                          .severity = Severity::error,
                          .title =
                              "a health check is disabled to make traffic move, which it never "
                              "does",
                          .look = look};

}  // namespace godwit::check::rule
