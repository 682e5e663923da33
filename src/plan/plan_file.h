// Reads plan files (docs/plan-file.md).
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"
#include "base/result.h"
#include "plan/plan.h"

namespace godwit::plan {

// All errors at once. `file` is the name for their places.
Checked<Plan> read_plan(std::string_view yaml, const std::string& file);

// What a plan says of an account that the account does not bear out: buckets, zones, records,
// endpoints that are missing. Empty where all is well.
Errors check_against(const Plan& plan, const account::Account& account);

}  // namespace godwit::plan
