// A rehearsal as people read it: what moved, how long it took, who was served, what held.
#pragma once

#include <string>

#include "rehearse/rehearsal.h"
#include "report/terminal.h"

namespace godwit::report {

std::string rehearsal_text(const plan::Plan& plan, const plan::Graph& graph,
                           const account::Account& account, const rehearse::Rehearsal& rehearsal,
                           const Terminal& terminal);

}  // namespace godwit::report
