// Nothing fails without a fault: the first failure of every step has something to blame that went
// wrong on purpose not long before. A run that fails by itself, and is then rolled back as it
// should, has moved nobody.
#include <set>

#include "rehearse/allowance.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {
namespace {

// So long after a fault it may still be why: the windows of a soak's guard look back for hours, and
// what an outage has held up arrives late.
constexpr Duration aftermath = hours(24);

// What a run has to live with, without failing.
bool is_no_excuse(FaultKind kind) {
  switch (kind) {
    case FaultKind::torn_writes:
    case FaultKind::slow_jobs:
    case FaultKind::crash:
    case FaultKind::crash_at_record:
    case FaultKind::second_executor:
    case FaultKind::late_approval:
    case FaultKind::no_approval:
    case FaultKind::roll_back:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Verdict> judge_failures_explained(const Case& of) {
  const Evidence& evidence = of.evidence;
  // The journal's times are those of the engine's clock, which may be late by so much: clocks that
  // are behind at the same time add up, and what is late shifts the faults that follow a step.
  Duration late{};
  for (const Fault& fault : evidence.faults) {
    if (fault.kind == FaultKind::clock_behind) late += fault.amount;
  }
  std::vector<Span> blame;
  for (const Fault& fault : evidence.faults) {
    const auto span = span_of(fault, evidence);
    if (!span || is_no_excuse(fault.kind)) continue;
    blame.push_back({span->begins - late, span->ends + aftermath});
  }
  std::set<std::string> failed;
  Verdict verdict;
  for (const run::Record& record : evidence.journal) {
    if (record.kind != run::RecordKind::step_failed || !failed.insert(record.step).second) continue;
    const bool explained =
        std::ranges::any_of(blame, [&](const Span& span) { return span.has(record.time); });
    if (explained || !verdict.held) continue;
    verdict.held = false;
    const auto* error = record.payload.if_contains("error");
    verdict.detail = fmt::format(
        "{} failed, and nothing had gone wrong: {}", record.step,
        error != nullptr && error->is_object() ? run::text_in(error->get_object(), "cause") : "");
    verdict.first = fmt::format("record {}, {}", record.sequence, format_time(record.time));
  }
  if (failed.empty()) return std::nullopt;
  if (verdict.held) {
    verdict.detail = fmt::format("{} step{} failed, after something had gone wrong", failed.size(),
                                 failed.size() == 1 ? "" : "s");
  }
  return verdict;
}

}  // namespace godwit::rehearse
