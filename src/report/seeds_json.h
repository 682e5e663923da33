// What many seeds came to, as JSON: docs/rehearsal.md, "JSON of many seeds".
#pragma once

#include <string>
#include <vector>

#include "account/account.h"
#include "plan/plan.h"
#include "report/seeds_totals.h"

namespace godwit::report {

std::string seeds_json(const plan::Plan& plan, const account::Account& account,
                       const std::vector<rehearse::SeedSummary>& summaries,
                       const std::vector<FailingSeed>& failing);

}  // namespace godwit::report
