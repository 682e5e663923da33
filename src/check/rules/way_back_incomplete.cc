// Fact C7, the other half: a way back that leaves a record its weight leaves its users where they
// are.
#include <fmt/format.h>

#include <algorithm>

#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool writes(const JudgedBatch& judged, const std::string& identifier) {
  return std::ranges::any_of(judged.batch.batch.changes, [&](const traffic::Change& change) {
    return change.record.set_identifier == identifier;
  });
}

bool adds(const JudgedBatch& judged) {
  return std::ranges::find(judged.effect.findings, "set-identifier-added", &traffic::Finding::id) !=
         judged.effect.findings.end();
}

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    // What an added identifier leaves behind is the other rule's.
    if (!judged.batch.goes_back || judged.group.empty() || adds(judged)) continue;
    // A way back may go in steps.
    if (!wants_everybody(judged.batch, judged.group)) continue;
    for (const auto& [identifier, share] : judged.after) {
      constexpr double nobody = 0.005;
      if (identifier.empty() || share < nobody || writes(judged, identifier)) continue;
      findings.add(
          judged.batch.changes.front().at("Weight"),
          fmt::format("after this way back {} of users still reach '{}', whose weight it leaves as "
                      "it is",
                      traffic::percent(share), identifier),
          fmt::format("set the weight of '{}' to 0 in the same batch", identifier));
    }
  }
}

}  // namespace

extern const Rule way_back_incomplete;
const Rule way_back_incomplete{.id = "way-back-incomplete",
                               .severity = Severity::error,
                               .title = "a way back leaves users where they are",
                               .look = look};

}  // namespace godwit::check::rule
