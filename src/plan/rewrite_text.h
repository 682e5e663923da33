// A plan's rewriting as one text, for a step's parameter: what the rules are, and what of the plan
// they need. Values are named in it; what they are is for whoever knows.
#pragma once

#include <string>

#include "base/result.h"
#include "plan/plan.h"

namespace godwit::plan {

// Of a plan with a section `rewrite`. The same rules, the same text.
std::string rewrite_text(const Plan& plan);

// A plan of which only what rewrite_text() writes is known; places are those in the text. Errors:
// it is no such text.
Result<Plan> read_rewrite_text(const std::string& text);

// The plan's values that its rules use, by name, each once.
std::vector<std::string> values_of_rewrite(const Plan& plan);

// The journal of what is changed: beside the plan file.
std::string rewrite_journal(const Plan& plan);

}  // namespace godwit::plan
