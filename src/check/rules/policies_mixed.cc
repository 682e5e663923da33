// Fact C2: one name and type has one routing policy.
#include <algorithm>

#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "policies-mixed") continue;
      const RecordChange* change = change_of(judged, each);
      // What is left out may be the very thing that makes it the other policy.
      if (change == nullptr || change->abbreviated) continue;
      tell(judged, each, "Name",
           "let an alias of one policy lead to names that have the other: a tree of aliases",
           findings);
    }
  }
  if (subject.plan == nullptr || subject.account == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const traffic::Effect effect = effect_of_records_step(subject, subject.plan->traffic[i]);
    for (const traffic::Finding& each : effect.findings) {
      if (each.id != "policies-mixed") continue;
      // Of a simple record the plan's own check speaks.
      const bool simple = std::ranges::any_of(
          each.records, [](const std::string& title) { return !title.contains('\''); });
      if (simple) continue;
      findings.add(PlanTree(subject).in_traffic(i, {"record"}),
                   each.sentence.substr(0, each.sentence.find("; ")),
                   "give the name weighted records first, or a name of its own below the one that "
                   "users call");
    }
  }
}

}  // namespace

extern const Rule policies_mixed;
const Rule policies_mixed{
    .id = "policies-mixed",
    .severity = Severity::error,
    .title = "records of one name and type would follow more than one routing policy",
    .look = look};

}  // namespace godwit::check::rule
