// How long it takes until a change of DNS shows, in the worst case.
#pragma once

#include "plan/plan.h"
#include "traffic/ladder.h"
#include "yaml/problems.h"

namespace godwit::plan {

// What a change of this entry's records waits for. Its records will be aliases; `ttl` is what is in
// caches before, where that is longer.
traffic::Settling settling_of(const Traffic& traffic, Duration ttl = traffic::alias_ttl);

// How long a rung bakes: what the plan says, or the least, and with a guard its first long window
// more, so that the guard knows what it says.
Duration bake_of(const Traffic& traffic);

// A rung that is left before its effect can show proves nothing.
void check_bake(const Traffic& traffic, const traffic::Settling& settling,
                yaml::Problems& problems);

}  // namespace godwit::plan
