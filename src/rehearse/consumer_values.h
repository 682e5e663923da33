// ConsumerValues: what a plan wants a consumer to be told, worked out from the plan and the account
// alone: an output of a stack is what the account's stack has.
#pragma once

#include "account/account.h"
#include "plan/plan.h"
#include "rehearse/live_consumers.h"

namespace godwit::rehearse {

// Pure. A value that the account does not have is absent.
SettingsSeen wanted_settings(const plan::Plan& plan, const account::Account& account,
                             const plan::Consumer& consumer);

}  // namespace godwit::rehearse
