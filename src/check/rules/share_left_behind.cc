// Facts C5 and C7, of a plan: record sets that it does not know keep their weights.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"
#include "plan/predict.h"

namespace godwit::check::rule {
namespace {

// Of the record's own name, with a weight, and neither of the plan's sides.
std::vector<std::string> others_of(const account::Account& account, const plan::Traffic& traffic) {
  std::vector<std::string> others;
  const account::Zone* zone = account::find_zone(account, traffic.zone.name);
  if (zone == nullptr) return others;
  for (const account::Record& record : zone->records) {
    const bool same =
        traffic::canonical_name(record.name) == traffic::canonical_name(traffic.record) &&
        record.type == traffic.type;
    if (!same || record.weight.value_or(0) == 0 || record.set_identifier.empty()) continue;
    if (record.set_identifier == traffic.source.set_identifier ||
        record.set_identifier == traffic.target.set_identifier) {
      continue;
    }
    others.push_back(fmt::format("'{}' with {}", record.set_identifier, *record.weight));
  }
  return others;
}

void look(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.account == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const plan::Traffic& traffic = subject.plan->traffic[i];
    const std::vector<std::string> others = others_of(*subject.account, traffic);
    if (others.empty()) continue;
    constexpr int everybody = 100;
    const double share = plan::predicted_share(*subject.plan, traffic, *subject.account, everybody);
    constexpr double all = 0.9999;
    if (share >= all) continue;
    findings.add(PlanTree(subject).in_traffic(i, {"record"}),
                 fmt::format("after the last rung {} of users reach {}: the name has record sets "
                             "that the plan does not know, {}, which keep their weights",
                             traffic::percent(share), subject.plan->target, join(others, ", ")),
                 "remove them first, or give them the weight 0");
  }
}

}  // namespace

extern const Rule share_left_behind;
const Rule share_left_behind{
    .id = "share-left-behind",
    .severity = Severity::error,
    .title = "record sets that the plan does not know keep some of the users",
    .look = look};

}  // namespace godwit::check::rule
