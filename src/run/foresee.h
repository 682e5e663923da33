// Foresee: what the steps of a way back would find at this moment. Reads only, and writes no
// journal: for people who have to decide.
#pragma once

#include <map>
#include <string>

#include "aws/cloud.h"
#include "env/env.h"
#include "run/run_state.h"
#include "run/way_back.h"

namespace godwit::run {

// By step, in words; steps that have nothing to say beyond the plan are left out. What cannot be
// seen just now says so.
std::map<std::string, std::string> foresee(const Env& env, aws::Cloud& cloud,
                                           const plan::Graph& graph, const RunState& state,
                                           const WayBackPlan& plan);

}  // namespace godwit::run
