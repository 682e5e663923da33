// How long a graph takes at the least: what its steps wait for on purpose.
#pragma once

#include "plan/graph.h"

namespace godwit::plan {

// The longest chain of drills held, rungs baked and soaks. What AWS needs for its own work comes on
// top, and nobody knows it beforehand.
Duration least_time(const Graph& graph);
// The same of one step.
Duration least_time(const StepSpec& step);

}  // namespace godwit::plan
