// Scenarios: what `godwit rehearse --scenario` does.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace godwit::cli {

// Runs each file's scenario and says whether all was as expected. The exit code.
int rehearse_scenarios(Console& console, const std::vector<std::string>& files);

}  // namespace godwit::cli
