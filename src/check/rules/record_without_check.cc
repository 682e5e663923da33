// Fact C5: a record without a health check counts as healthy.
#include <fmt/format.h>

#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      const RecordChange* change = change_of(judged, each);
      if (each.id != "record-without-check" || change == nullptr || change->abbreviated) continue;
      findings
          .add(change->at("SetIdentifier"), each.sentence,
               "name a health check (HealthCheckId), or for a load balancer set "
               "EvaluateTargetHealth")
          .severity = Severity::note;
    }
  }
  if (subject.plan == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    if (subject.plan->traffic[i].health) continue;
    findings.add(PlanTree(subject).in_traffic(i, {"name"}),
                 "neither side has a health check, and counts as healthy: when it fails, its users "
                 "stay with it",
                 "add 'health: {path: /health}'");
  }
}

}  // namespace

extern const Rule record_without_check;
const Rule record_without_check{
    .id = "record-without-check",
    .severity = Severity::warning,
    .title = "a record that shares its name with others has no health check",
    .look = look};

}  // namespace godwit::check::rule
