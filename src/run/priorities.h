// Priorities: which of several ready steps goes first. The one with the longest way to the end
// behind it: the critical path decides when a run can end, so nothing on it should wait for a turn.
#pragma once

#include <cstddef>
#include <vector>

#include "plan/graph.h"

namespace godwit::run {

// How long a step of this kind takes where nothing is in its way; what its parameters ask for
// (bakes, holds, soaks) included.
Duration usual_duration(const plan::StepSpec& step);

// For each step, by position in the graph, its place in the order of priority: 0 goes first. The
// longest remaining path first; where that is the same, the graph's order.
std::vector<std::size_t> priorities(const plan::Graph& graph);

}  // namespace godwit::run
