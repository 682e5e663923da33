// Old settings, sealed into what a step remembers and out of it again, with the key of the plan.
// Internal to this folder.
#pragma once

#include "step/settings_change.h"

namespace godwit::step {

// Again where the key had to be made: that is a change of its own. Nothing: it is there.
Result<std::optional<Progress>> need_key(Context& context);

bool has_old(const Context& context);
Result<void> seal_old(Context& context, const OldSettings& old);
// Errors: not_found, where the key's file is gone; invalid, where it is another key.
Result<OldSettings> open_old(Context& context);

}  // namespace godwit::step
