// What users' software did in a pass, as docs/rehearsal.md has it.
#pragma once

#include <boost/json.hpp>

#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/evidence.h"

namespace godwit::report {

boost::json::object behaviour_json(const plan::Plan& plan, const plan::Graph& graph,
                                   const rehearse::Evidence& evidence);

}  // namespace godwit::report
