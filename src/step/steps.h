// The visible list of step kinds: which file acts on which StepSpec.
#pragma once

#include <memory>

#include "plan/graph.h"
#include "step/step.h"

namespace godwit::step {

std::unique_ptr<Step> make_step(const plan::StepSpec& spec);

}  // namespace godwit::step
