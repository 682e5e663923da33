// The visible list of step kinds: which file acts on which StepSpec.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "plan/graph.h"
#include "step/step.h"

namespace godwit::step {

std::unique_ptr<Step> make_step(const plan::StepSpec& spec);

// Every kind that the list has, in its order.
std::vector<std::string_view> step_kinds();

}  // namespace godwit::step
