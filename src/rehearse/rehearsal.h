// Rehearsal: a whole migration in a simulated AWS with users at work, once forward to the end and
// once forward and back, judged by every invariant. The same plan, account, seed and faults give
// the same rehearsal, byte for byte.
#pragma once

#include <string>
#include <vector>

#include "account/account.h"
#include "env/disk.h"
#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/evidence.h"
#include "rehearse/fault.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {

struct RehearsalOptions {
  std::uint64_t seed = 1;
  std::vector<Fault> faults;
  bool way_back = true;  // rehearse the rollback too
  // One pass alone, as each of many seeds has it: a run that fails is resumed when its faults are
  // over, and rolled back where that does not help. Passed: it completed, or was rolled back.
  bool once = false;
  bool snapshot = true;  // keep each pass's lab as evidence: it takes a moment
  // What the plan's steps read and change on this machine; nullptr: nothing. Outlives the call.
  const Files* files = nullptr;
  // Where the migration's journal is kept across processes; an empty path: nowhere.
  Disk* disk = nullptr;
  std::string journal_path;
  bool resume = false;  // go on with the journal that is there: see docs/journal.md
};

struct Judgement {
  std::string pass;
  const Invariant* invariant;
  Verdict verdict;
};

struct Rehearsal {
  std::uint64_t seed = 0;
  std::vector<Evidence> passes;
  std::vector<Judgement> judgements;
  bool once = false;    // as in the options
  bool passed = false;  // every pass ended as it should, and every invariant held
};

// Errors: a fault at nothing that exists; a journal that cannot be used, or that is not this
// rehearsal's.
Result<Rehearsal> rehearse(const plan::Plan& plan, const plan::Graph& graph,
                           const account::Account& account, const RehearsalOptions& options);

// Judges a pass by every invariant that has something to say about it.
std::vector<Judgement> judge(const plan::Plan& plan, const plan::Graph& graph,
                             const account::Account& account, const Evidence& evidence);

}  // namespace godwit::rehearse
