// Fact C5: weights are 0 to 255.
#include <fmt/format.h>

#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "weight-out-of-range") continue;
      const RecordChange* change = change_of(judged, each);
      if (change == nullptr) continue;
      findings.add(change->at("Weight"),
                   fmt::format("the weight is {}, and weights are 0 to 255: Route 53 refuses the "
                               "batch",
                               change->field("Weight")->text),
                   "scale the weights: only their proportions count");
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
