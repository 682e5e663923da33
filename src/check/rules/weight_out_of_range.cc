// Fact C5: weights are 0 to 255.
#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "weight-out-of-range") continue;
      tell(judged, each, "Weight", "scale the weights: only their proportions count", findings);
    }
  }
}

}  // namespace

extern const Rule weight_out_of_range;
const Rule weight_out_of_range{.id = "weight-out-of-range",
                               .severity = Severity::error,
                               .title = "a record's weight is not from 0 to 255",
                               .look = look};

}  // namespace godwit::check::rule
