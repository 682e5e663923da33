// Fact C11: Route 53's control plane is in us-east-1; answering does not depend on it.
#include <algorithm>
#include <set>

#include "check/batches.h"
#include "check/plan_tree.h"
#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

// Does the flow have another way back, through the data plane: a routing control, or a number that
// an alarm and a health check follow?
bool has_switch(const Subject& subject, int flow) {
  return std::ranges::any_of(subject.commands, [&](const Command& command) {
    const bool throws_one =
        command.is("route53-recovery-cluster", "update-routing-control-state") ||
        command.is("route53-recovery-cluster", "update-routing-control-states") ||
        command.is("cloudwatch", "put-metric-data") || command.is("cloudwatch", "set-alarm-state");
    return throws_one && flow_of(subject, command) == flow;
  });
}

void look(const Subject& subject, Findings& findings) {
  std::set<int> told;
  for (const RecordBatch& batch : record_batches(subject)) {
    if (!batch.goes_back || has_switch(subject, batch.flow)) continue;
    if (!told.insert(batch.flow).second) continue;
    findings.add(
        batch.span,
        "records can only be changed while Route 53's control plane in us-east-1 answers, "
        "and this is the only way back",
        "have a second one through the data plane: a health check on an alarm that you can "
        "set in another region, or a routing control");
  }
  if (subject.plan == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const auto& health = subject.plan->traffic[i].health;
    if (!health || health->switch_too) continue;  // without a check at all another rule speaks
    findings.add(PlanTree(subject).in_traffic(i, {"health"}),
                 "the way back changes records, which takes Route 53's control plane in us-east-1",
                 "add 'switch: true' to 'health'");
  }
}

}  // namespace

extern const Rule way_back_control_plane;
const Rule way_back_control_plane{
    .id = "way-back-control-plane",
    .severity = Severity::note,
    .title = "the only way back of traffic needs Route 53's control plane",
    .look = look};

}  // namespace godwit::check::rule
