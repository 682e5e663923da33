// A plan for people: what would happen, in order, and how it would be undone.
#pragma once

#include <string>

#include "plan/graph.h"
#include "plan/plan.h"
#include "report/terminal.h"

namespace godwit::report {

std::string plan_text(const plan::Plan& plan, const plan::Graph& graph, const Terminal& terminal);

}  // namespace godwit::report
