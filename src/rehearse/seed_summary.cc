#include "rehearse/seed_summary.h"

#include "rehearse/downtime.h"
#include "rehearse/way_back_time.h"

namespace godwit::rehearse {
namespace {

using run::RecordKind;

Ending ending_of(const Evidence& evidence) {
  if (evidence.outcome == run::Outcome::completed) return Ending::completed;
  if (evidence.outcome == run::Outcome::rolled_back) return Ending::rolled_back;
  return evidence.outcome == run::Outcome::none ? Ending::unfinished : Ending::stopped;
}

void add_downtime(SeedSummary& summary, const account::Account& account, const Evidence& evidence) {
  const auto places =
      downtime_by_place(evidence.history, account.users.places.size(), evidence.ended);
  for (std::size_t i = 0; i < places.size(); ++i) {
    summary.failed += places[i].failed;
    if (places[i].total <= summary.downtime) continue;
    summary.downtime = places[i].total;
    summary.place = i;
  }
  summary.requests = evidence.history.size();
}

void add_times(SeedSummary& summary, const Evidence& evidence) {
  std::optional<Time> begun;
  Time ended = evidence.ended;
  for (const run::Record& record : evidence.journal) {
    if (record.kind == RecordKind::run_begun) begun = record.time;
    if (record.kind == RecordKind::run_ended) {
      ended = record.time;
      summary.failures += record.payload.at("outcome") == "failed";
    }
  }
  if (begun) summary.duration = ended - *begun;
}

}  // namespace

std::string_view to_string(Ending ending) {
  switch (ending) {
    case Ending::completed:
      return "completed";
    case Ending::rolled_back:
      return "rolled back";
    case Ending::stopped:
      return "stopped";
    case Ending::unfinished:
      return "unfinished";
    case Ending::broken:
      return "broken";
  }
  return "";
}

bool SeedSummary::passed() const { return failure().empty(); }

std::string SeedSummary::failure() const {
  if (ending == Ending::broken) return "broken";
  for (std::size_t i = 0; i < invariants.size(); ++i) {
    if (!invariants[i].held) return std::string(rehearse::invariants()[i].name);
  }
  const bool ended = ending == Ending::completed || ending == Ending::rolled_back;
  if (!ended || misplaced) return "ends";
  return {};
}

SeedSummary summarise(const plan::Plan& plan, const plan::Graph& graph,
                      const account::Account& account, const Rehearsal& rehearsal,
                      std::vector<Fault> faults) {
  const Evidence& evidence = rehearsal.passes.front();
  SeedSummary summary;
  summary.seed = rehearsal.seed;
  summary.faults = std::move(faults);
  summary.ending = ending_of(evidence);
  if (evidence.failure) summary.reason = evidence.failure->cause;
  if (summary.ending == Ending::completed && evidence.owner != plan.target) {
    summary.misplaced = true;
    summary.reason = "it completed, and answers name " +
                     (evidence.owner.empty() ? std::string("both regions") : evidence.owner);
  }
  add_downtime(summary, account, evidence);
  add_times(summary, evidence);
  // Of several ways back, the one that took longest.
  for (const WayBackTime& way_back : way_back_times(plan, graph, evidence)) {
    summary.home = std::max(summary.home, way_back.home);
    summary.back = std::max(summary.back, way_back.ended);
  }
  for (const Invariant& invariant : invariants()) {
    InvariantSummary& judged = summary.invariants.emplace_back();
    for (const Judgement& judgement : rehearsal.judgements) {
      if (judgement.invariant->name != invariant.name) continue;
      judged.judged = true;
      judged.held = judgement.verdict.held;
      if (judged.held) continue;
      judged.detail = judgement.verdict.detail;
      judged.first = judgement.verdict.first;
    }
  }
  summary.records = evidence.journal.size();
  summary.events = evidence.events;
  return summary;
}

SeedSummary broken(std::uint64_t seed, const std::string& why, std::vector<Fault> faults) {
  SeedSummary summary;
  summary.seed = seed;
  summary.faults = std::move(faults);
  summary.reason = why;
  summary.invariants.resize(invariants().size());
  return summary;
}

}  // namespace godwit::rehearse
