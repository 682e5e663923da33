#include "report/seeds_totals.h"

#include <algorithm>

namespace godwit::report {
namespace {

using rehearse::Ending;
using rehearse::SeedSummary;

std::int64_t milliseconds_of(Duration duration) {
  return std::chrono::duration_cast<milliseconds>(duration).count();
}

void count_reason(std::vector<SeedsTotals::Reason>& reasons, const SeedSummary& summary) {
  const std::string cause = summary.reason.empty() ? "it was still under way" : summary.reason;
  auto found = std::ranges::find(reasons, cause, &SeedsTotals::Reason::cause);
  if (found == reasons.end()) {
    reasons.push_back({cause, 1, summary.seed});
  } else {
    ++found->seeds;
  }
}

}  // namespace

SeedsTotals totals_of(const std::vector<SeedSummary>& summaries) {
  SeedsTotals totals;
  for (const rehearse::Invariant& invariant : rehearse::invariants()) {
    SeedsTotals::OfInvariant& of = totals.invariants.emplace_back();
    of.name = invariant.name;
    of.title = invariant.title;
  }
  for (const SeedSummary& summary : summaries) {
    ++totals.seeds;
    totals.passed += summary.passed();
    ++totals.endings[summary.ending];
    totals.requests += summary.requests;
    totals.events += summary.events;
    std::set<rehearse::FaultKind> kinds;
    for (const rehearse::Fault& fault : summary.faults) kinds.insert(fault.kind);
    for (rehearse::FaultKind kind : kinds) ++totals.faults[kind];
    totals.without_faults += kinds.empty();

    const bool ended = summary.ending == Ending::completed || summary.ending == Ending::rolled_back;
    if (!ended) count_reason(totals.reasons, summary);
    totals.failed_on_the_way += ended && summary.failures > 0;
    if (summary.ending == Ending::broken) continue;

    totals.downtime.add(milliseconds_of(summary.downtime), summary.seed);
    totals.failed.add(static_cast<std::int64_t>(summary.failed), summary.seed);
    if (summary.ending == Ending::completed) {
      totals.duration.add(milliseconds_of(summary.duration), summary.seed);
    }
    if (summary.home) totals.home.add(milliseconds_of(*summary.home), summary.seed);
    if (summary.back) totals.back.add(milliseconds_of(*summary.back), summary.seed);
    for (std::size_t i = 0; i < summary.invariants.size(); ++i) {
      const rehearse::InvariantSummary& judged = summary.invariants[i];
      SeedsTotals::OfInvariant& of = totals.invariants[i];
      of.judged += judged.judged;
      of.held += judged.judged && judged.held;
      if (judged.held || of.first_broken != nullptr) continue;
      of.first_broken = &summary;
      of.detail = judged.detail;
      of.first = judged.first;
    }
  }
  std::ranges::stable_sort(totals.reasons, std::greater{}, &SeedsTotals::Reason::seeds);
  return totals;
}

}  // namespace godwit::report
