// How long it takes until a change of DNS shows, in the worst case. Internal to this folder.
#pragma once

#include "plan/plan.h"
#include "yaml/problems.h"

namespace godwit::plan {

// An alias has no TTL of its own; those to load balancers and API Gateway live 60 s (fact C8).
constexpr Duration alias_ttl = seconds(60);
// Until a changed record has reached all of Route 53's servers (fact C10).
constexpr Duration propagation = seconds(60);

// Until a health check has seen that its side is ill: zero where there is none.
Duration detection(const Traffic& traffic);

// A rung that is left before its effect can show proves nothing.
void check_bake(const Traffic& traffic, yaml::Problems& problems);

}  // namespace godwit::plan
