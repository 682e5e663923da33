// What users' software did in a pass, for people.
#pragma once

#include <string>

#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/evidence.h"
#include "report/terminal.h"

namespace godwit::report {

// Lines that begin with an empty one; nothing where there is nothing to say.
std::string behaviour_text(const plan::Plan& plan, const plan::Graph& graph,
                           const rehearse::Evidence& evidence, const Terminal& terminal);

}  // namespace godwit::report
