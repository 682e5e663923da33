// Swarm: the faults of a seed. Each seed may have some kinds of faults only, and another seed
// others: where everything may happen at any time, some things suppress what others would have
// shown, and what needs three of a kind never comes about. ("Swarm
// Testing", ISSTA 2012; FoundationDB and TigerBeetle draw their simulators' faults in the
// same way.)
//
// All faults that are drawn are over at some time, so that a run can come to its end: what it has
// to withstand is in the limits at the top of swarm.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/fault.h"

namespace godwit::rehearse {

// Pure: the same seed and plan give the same faults. One seed of twenty has none at all. A
// third of the others roll back, at any step and moment, in any mode.
std::vector<Fault> draw_faults(std::uint64_t seed, const plan::Plan& plan,
                               const plan::Graph& graph);

}  // namespace godwit::rehearse
