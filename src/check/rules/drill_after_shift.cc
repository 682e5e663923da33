// The order that works (facts, G10): the drill comes before the cutover.
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const auto& drill = subject.plan->traffic[i].drill;
    if (!drill || drill->before_shift) continue;
    findings.add(PlanTree(subject).in_traffic(i, {"drill", "when"}),
                 "whether traffic can move at all is tried out only once everybody has moved: who "
                 "cannot get back learns it then",
                 "write 'when: before'");
  }
}

}  // namespace

extern const Rule drill_after_shift;
const Rule drill_after_shift{.id = "drill-after-shift",
                             .severity = Severity::warning,
                             .title = "the failover drill comes after the shift",
                             .look = look};

}  // namespace godwit::check::rule
