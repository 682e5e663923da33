// Minimise: the fewest and smallest faults with which a rehearsal still fails in the same way.
// First whole faults go, by delta debugging ("Simplifying and Isolating Failure-Inducing Input",
// IEEE TSE 28(2), 2002), then those that stay become shorter, later,
// rarer.
#pragma once

#include <functional>
#include <vector>

#include "rehearse/fault.h"

namespace godwit::rehearse {

struct Minimised {
  std::vector<Fault> faults;
  std::size_t runs = 0;
  bool minimal = false;  // no single fault can be left out; else the runs were used up before
};

// `fails`: does it still fail in that way, with these faults? Called at most `most_runs` times, and
// known to be true of `faults`. Deterministic if `fails` is.
Minimised minimise(const std::vector<Fault>& faults,
                   const std::function<bool(const std::vector<Fault>&)>& fails,
                   std::size_t most_runs);

// What a fault may be instead, if that is enough to fail: each a little less of it, the simplest
// first. Empty: it is as simple as it gets. Pure.
std::vector<Fault> simpler(const Fault& fault);

}  // namespace godwit::rehearse
