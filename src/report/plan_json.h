// A plan as JSON, by the schema in docs/plan-output.md.
#pragma once

#include <string>

#include "plan/graph.h"
#include "plan/plan.h"

namespace godwit::report {

std::string plan_json(const plan::Plan& plan, const plan::Graph& graph);

}  // namespace godwit::report
