// Ladder: how long a rung of a shift has to last before what it did can show.
#pragma once

#include <string>

#include "base/time.h"

namespace godwit::traffic {

// An alias has no TTL of its own; those to load balancers and API Gateway live 60 s (fact C8).
constexpr Duration alias_ttl = seconds(60);
// Until a changed record has reached all of Route 53's servers (fact C10).
constexpr Duration propagation = seconds(60);

// What a change of DNS waits for (fact C10).
struct Settling {
  Duration ttl = alias_ttl;  // of the answers that are in caches: the longest of the records'
  Duration interval{};       // of the health checks; 0: there are none
  int threshold = 0;

  // Until a health check has seen that its side is ill.
  Duration detection() const { return interval * threshold; }
  // Until answers that name an ill side are gone: what users feel of an outage.
  Duration failover() const { return detection() + ttl; }
  // The least that a rung may last: a rung that is left before shows nothing.
  Duration least_bake() const { return ttl + detection() + propagation; }
};

// The sum, for people: "TTL 60s + detection 3 x 10s = 30s + propagation 60s".
std::string arithmetic(const Settling& settling);

}  // namespace godwit::traffic
