// A plan for people: what would happen, in order, and how it would be undone.
#pragma once

#include <string>

#include "account/account.h"
#include "plan/graph.h"
#include "plan/plan.h"
#include "report/terminal.h"

namespace godwit::report {

// With an account, shares are those of its users, by its records; without one, the weights.
std::string plan_text(const plan::Plan& plan, const plan::Graph& graph, const Terminal& terminal,
                      const account::Account* account = nullptr);

}  // namespace godwit::report
