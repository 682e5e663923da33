// What many seeds came to, for people.
#pragma once

#include <string>
#include <vector>

#include "account/account.h"
#include "plan/plan.h"
#include "report/seeds_totals.h"
#include "report/terminal.h"

namespace godwit::report {

std::string seeds_text(const plan::Plan& plan, const account::Account& account,
                       const std::vector<rehearse::SeedSummary>& summaries,
                       const std::vector<FailingSeed>& failing, const Terminal& terminal);

}  // namespace godwit::report
