#include "rehearse/rehearsal.h"

#include <future>

#include "base/digest.h"
#include "env/simulated_clock.h"
#include "rehearse/world.h"
#include "run/journal_view.h"

namespace godwit::rehearse {
namespace {

// The records of a journal that an earlier process left behind.
Result<std::vector<run::Record>> read_journal(const RehearsalOptions& options) {
  if (!TRY(options.disk->exists(options.journal_path))) {
    if (!options.resume) return std::vector<run::Record>();
    return fail({ErrorKind::not_found, "resume rehearsal", options.journal_path,
                 "there is no such journal", "leave out --resume to begin, or name another file"});
  }
  SimulatedClock clock(Time{});  // nothing is appended
  if (TRY(TRY(options.disk->open(options.journal_path, OpenMode::read))->size()) == 0) {
    return std::vector<run::Record>();  // its process died before it had written anything
  }
  auto records = TRY(run::look_at_journal(*options.disk, clock, options.journal_path));
  if (!records.empty() && !options.resume) {
    return fail({ErrorKind::conflict, "begin rehearsal", options.journal_path,
                 fmt::format("it holds a run with {} records", records.size()),
                 "add --resume to go on with it, or name another file"});
  }
  return records;
}

// Where earlier processes died: before each run_resumed, and at the end.
std::vector<Cut> cuts_of(const std::vector<run::Record>& records, std::uint64_t seed) {
  std::vector<Cut> cuts;
  auto cut = [&](std::uint64_t after_record) {
    // Whether a call that was under way took effect died with the process. Any answer is possible;
    // this one is always the same.
    bool effect = stable_hash(fmt::format("cut {}", after_record), seed) & 1;
    cuts.push_back({after_record, effect});
  };
  for (const run::Record& record : records) {
    if (record.kind == run::RecordKind::run_resumed) cut(record.sequence - 1);
  }
  if (!records.empty()) cut(records.back().sequence);
  return cuts;
}

const plan::StepSpec* first_of_phase(const plan::Graph& graph, std::string_view phase) {
  for (const plan::StepSpec& step : graph.steps) {
    if (step.phase == phase) return &step;
  }
  return nullptr;
}

// Back from where it is hardest: users have been writing in the target for a while.
PassOptions way_back_of(const plan::Graph& graph, const RehearsalOptions& options) {
  const plan::StepSpec* soak = first_of_phase(graph, "soak");
  PassOptions back;
  back.seed = options.seed;
  back.name = "way back";
  back.faults = options.faults;
  back.snapshot = options.snapshot;
  back.files = options.files;
  back.roll_back_at = soak ? soak->id : graph.steps.back().id;
  return back;
}

}  // namespace

Result<Rehearsal> rehearse(const plan::Plan& plan, const plan::Graph& graph,
                           const account::Account& account, const RehearsalOptions& options) {
  for (const Fault& fault : options.faults) TRY_VOID(check_fault(fault, account, graph));
  Rehearsal rehearsal;
  rehearsal.seed = options.seed;
  rehearsal.once = options.once;

  PassOptions forward;
  forward.seed = options.seed;
  forward.faults = options.faults;
  forward.snapshot = options.snapshot;
  forward.files = options.files;
  forward.persist = options.once;
  std::vector<run::Record> earlier;
  if (!options.journal_path.empty()) {
    earlier = TRY(read_journal(options));
    forward.last_disk = options.disk;
    forward.journal_path = options.journal_path;
    forward.cuts = cuts_of(earlier, options.seed);
    if (!earlier.empty()) forward.expected = &earlier;
  }

  // The passes share nothing, so the way back runs beside the migration.
  std::future<Result<Evidence>> back;
  const bool way_back_too = options.way_back && !options.once;
  if (way_back_too) {
    back = std::async(std::launch::async, [&plan, &graph, &account, &options] {
      return World(plan, graph, account, way_back_of(graph, options)).run();
    });
  }
  Result<Evidence> migration = World(plan, graph, account, forward).run();
  Result<Evidence> way_back = way_back_too ? back.get() : Evidence{};
  rehearsal.passes.push_back(TRY(std::move(migration)));
  const run::Outcome outcome = rehearsal.passes.back().outcome;
  rehearsal.passed =
      outcome == run::Outcome::completed || (options.once && outcome == run::Outcome::rolled_back);
  if (way_back_too) {
    rehearsal.passes.push_back(TRY(std::move(way_back)));
    rehearsal.passed &= rehearsal.passes.back().outcome == run::Outcome::rolled_back;
  }

  for (const Evidence& evidence : rehearsal.passes) {
    for (Judgement& judgement : judge(plan, graph, account, evidence)) {
      rehearsal.passed &= judgement.verdict.held;
      rehearsal.judgements.push_back(std::move(judgement));
    }
  }
  return rehearsal;
}

std::vector<Judgement> judge(const plan::Plan& plan, const plan::Graph& graph,
                             const account::Account& account, const Evidence& evidence) {
  std::vector<Judgement> judgements;
  for (const Invariant& invariant : invariants()) {
    if (auto verdict = invariant.judge({plan, graph, account, evidence})) {
      judgements.push_back({evidence.pass, &invariant, std::move(*verdict)});
    }
  }
  return judgements;
}

}  // namespace godwit::rehearse
