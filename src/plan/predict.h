// What a ladder will do, before anything is done: the shares of users by the evaluator of DNS
// answers (traffic/answers.h), not by the weights alone.
#pragma once

#include "account/account.h"
#include "plan/plan.h"

namespace godwit::plan {

// The share of the account's users whose fresh answers name the target, while it has that weight
// (per cent) and everybody is healthy. Who keeps old answers is no part of it.
double predicted_share(const Plan& plan, const Traffic& traffic, const account::Account& account,
                       int weight);

}  // namespace godwit::plan
