// SeedSummary: what one seed came to, in a few numbers. A thousand of them have to fit into memory,
// so nothing of the evidence is kept but what the distributions and the verdicts need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rehearse/rehearsal.h"

namespace godwit::rehearse {

// How a pass ended. `stopped`: the run says why, and it could not be resumed nor rolled back.
// `unfinished`: it was still under way when the plan's duration was over. `broken`: the rehearsal
// itself could not go on.
enum class Ending { completed, rolled_back, stopped, unfinished, broken };
std::string_view to_string(Ending ending);

struct InvariantSummary {
  bool judged = false;  // an invariant may have nothing to say about a pass
  bool held = true;
  std::string detail;  // only where it did not hold, and so is the next
  std::string first;
};

struct SeedSummary {
  std::uint64_t seed = 0;
  std::vector<Fault> faults;  // that were drawn for it, or given
  Ending ending = Ending::broken;
  std::string reason;        // the last failure's cause; empty where there was none
  bool misplaced = false;    // it completed, and answers do not all name the target
  std::size_t failures = 0;  // how often the run stopped with a failure on its way
  Duration downtime{};       // in the place that had most of it
  std::size_t place = 0;     // that place
  std::size_t requests = 0;
  std::size_t failed = 0;  // of them
  Duration duration{};     // from the run's begin to its end, or to the end of the pass
  // Of a way back: until all answers named the source again, and until everything was undone.
  std::optional<Duration> home;
  std::optional<Duration> back;
  std::vector<InvariantSummary> invariants;  // in the order of invariants()
  std::size_t records = 0;
  std::uint64_t events = 0;

  bool passed() const;
  // The name of the first invariant that does not hold, or "ends" or "broken"; empty if it passed.
  // Two failures with the same name are taken for the same failure.
  std::string failure() const;
};

// Of a rehearsal of one pass.
SeedSummary summarise(const plan::Plan& plan, const plan::Graph& graph,
                      const account::Account& account, const Rehearsal& rehearsal,
                      std::vector<Fault> faults);
// Of a rehearsal that could not be carried out.
SeedSummary broken(std::uint64_t seed, const std::string& why, std::vector<Fault> faults);

}  // namespace godwit::rehearse
