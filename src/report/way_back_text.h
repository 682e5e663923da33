// A way back as people see it before it begins: what will happen, in which order, what it leaves
// behind, where it becomes final, and what stays and costs.
#pragma once

#include <map>
#include <string>

#include "report/terminal.h"
#include "run/way_back.h"

namespace godwit::report {

// By step: what it would find now (run/foresee.h).
using Foreseen = std::map<std::string, std::string>;

std::string way_back_text(const std::string& run, const run::WayBackPlan& plan,
                          const Foreseen& foreseen, const Terminal& terminal);
// docs/rollback.md, "JSON".
std::string way_back_json(const std::string& run, const run::WayBackPlan& plan,
                          const Foreseen& foreseen);

}  // namespace godwit::report
