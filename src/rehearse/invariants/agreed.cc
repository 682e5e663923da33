// People agreed first: of every way back, the first undoing of a step that cannot be put back as it
// was comes after somebody's approval of the point of no return; and of the way forward, every step
// that the plan puts behind an approval begins after it. By the order of the journal's records.
#include "base/text.h"
#include "rehearse/invariant.h"
#include "run/way_back.h"

namespace godwit::rehearse {
namespace {

using run::RecordKind;

// What a way back takes away for good: the same list as docs/rollback.md's, of kinds.
bool is_final(const plan::StepSpec& step) {
  return step.kind == "key" || step.kind == "bucket" ||
         (step.kind == "replicate" && step.parameters.text("direction") == "back");
}

std::string missing(const plan::StepSpec& step, const std::set<std::string>& approved) {
  for (const plan::GateSpec& gate : step.gates) {
    if (gate.kind != "approval") continue;
    const std::string& name = gate.parameters.text("name");
    if (!approved.contains(name)) return name;
  }
  return {};
}

}  // namespace

std::optional<Verdict> judge_agreed(const Case& of) {
  const std::string final_gate(run::point_of_no_return_gate);
  std::set<std::string> approved;
  std::size_t asked = 0;
  Verdict verdict;
  for (const run::Record& record : of.evidence.journal) {
    if (record.kind == RecordKind::approved) approved.insert(run::text_in(record.payload, "gate"));
    // What was said of another way back does not count for this one.
    if (record.kind == RecordKind::rollback_begun) approved.erase(final_gate);
    const plan::StepSpec* step = of.graph.find(record.step);
    if (step == nullptr) continue;
    std::string lacks;
    if (record.kind == RecordKind::step_begun) {
      lacks = missing(*step, approved);
      asked += std::ranges::any_of(step->gates,
                                   [](const auto& gate) { return gate.kind == "approval"; });
    } else if (record.kind == RecordKind::undo_begun && is_final(*step)) {
      ++asked;
      if (!approved.contains(final_gate)) lacks = final_gate;
    }
    if (lacks.empty() || !verdict.held) continue;
    verdict.held = false;
    verdict.detail = fmt::format("{} began before anybody approved {}", step->id, lacks);
    verdict.first = fmt::format("record {}", record.sequence);
  }
  if (asked == 0) return std::nullopt;
  if (verdict.held) {
    verdict.detail =
        fmt::format("{} step{} waited for somebody's word", asked, asked == 1 ? "" : "s");
  }
  return verdict;
}

}  // namespace godwit::rehearse
