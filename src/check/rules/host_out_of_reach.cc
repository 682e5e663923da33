// Fact C12: what clients call by AWS's own name of an endpoint stays where it is, whatever DNS
// says.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "check/called_hosts.h"
#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Only where something else is moved by records: who moves nothing needs no name of their own.
bool moves_names(const Subject& subject) {
  return (subject.plan != nullptr && !subject.plan->traffic.empty()) ||
         !record_batches(subject).empty();
}

void look_at_files(const Subject& subject, Findings& findings) {
  const std::vector<CalledHost> called = called_hosts(subject);
  std::map<std::string, std::vector<const CalledHost*>> places;
  for (const CalledHost& host : called) {
    if (host.of_region) places[host.host].push_back(&host);
  }
  std::set<std::string> told;
  for (const CalledHost& host : called) {
    if (!host.of_region || !told.insert(host.host).second) continue;
    Finding& finding = findings.add(
        host.span,
        fmt::format("{} is AWS's own name of an endpoint in one region: no record moves who calls "
                    "it, and what is installed keeps calling it",
                    host.host),
        "give clients a name of your own zone, before anything moves");
    constexpr std::size_t most = 10;
    for (const CalledHost* other : places[host.host]) {
      if (other->span == host.span || finding.related.size() == most) continue;
      finding.related.push_back({other->span, "called here too"});
    }
  }
}

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.account == nullptr || subject.plan->traffic.empty())
    return;
  const account::HardWired& wired = subject.account->users.habits.hard_wired;
  const bool for_ever = wired.updated == account::HardWired::Updated::never;
  if (wired.share <= 0 || (!for_ever && wired.duration <= subject.plan->policy.duration)) return;
  findings.add(PlanTree(subject).in_traffic(0, {"record"}),
               fmt::format("{} of clients call an endpoint's own name {}: no record moves them",
                           traffic::percent(wired.share),
                           for_ever ? "and are never updated"
                                    : fmt::format("for up to {}", format_duration(wired.duration))),
               "ship a release that calls this name, and wait until it is installed");
}

void look(const Subject& subject, Findings& findings) {
  if (!moves_names(subject)) return;
  look_at_files(subject, findings);
  look_at_plan(subject, findings);
}

}  // namespace

extern const Rule host_out_of_reach;
const Rule host_out_of_reach{
    .id = "host-out-of-reach",
    .severity = Severity::warning,
    .title = "clients call an endpoint by AWS's own name, which no record can move",
    .look = look};

}  // namespace godwit::check::rule
