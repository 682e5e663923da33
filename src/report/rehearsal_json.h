// A rehearsal as JSON, by the schema in docs/rehearsal.md.
#pragma once

#include <string>

#include "rehearse/rehearsal.h"

namespace godwit::report {

std::string rehearsal_json(const plan::Plan& plan, const plan::Graph& graph,
                           const account::Account& account, const rehearse::Rehearsal& rehearsal);

}  // namespace godwit::report
