// Fact C5: a record without a health check counts as healthy.
#include <fmt/format.h>

#include "base/text.h"
#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    const RecordChange* first = nullptr;
    std::vector<std::string> identifiers;
    for (const traffic::Finding& each : judged.effect.findings) {
      const RecordChange* change = change_of(judged, each);
      if (each.id != "record-without-check" || change == nullptr || change->abbreviated) continue;
      if (!change->has("SetIdentifier")) continue;
      if (first == nullptr) first = change;
      identifiers.push_back("'" + change->field("SetIdentifier")->text + "'");
    }
    if (first == nullptr) continue;
    findings
        .add(
            first->at("SetIdentifier"),
            fmt::format("{} {} no health check and {} as healthy: users of what fails stay with it",
                        join(identifiers, ", "), identifiers.size() == 1 ? "has" : "have",
                        identifiers.size() == 1 ? "counts" : "count"),
            "name a health check (HealthCheckId), or for a load balancer set EvaluateTargetHealth")
        .severity = Severity::note;
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
