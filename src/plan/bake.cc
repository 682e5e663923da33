#include "plan/bake.h"

#include <fmt/format.h>

#include <cmath>

namespace godwit::plan {

namespace {

// All terms of one sum in one unit, rounded up.
std::int64_t whole_seconds(Duration duration) {
  return std::chrono::ceil<seconds>(duration).count();
}

}  // namespace

Duration detection(const Traffic& traffic) {
  return traffic.health ? traffic.health->interval * traffic.health->threshold : Duration::zero();
}

void check_bake(const Traffic& traffic, yaml::Problems& problems) {
  const Duration least = alias_ttl + detection(traffic) + propagation;
  if (traffic.shift.bake >= least) return;

  std::string detected = "detection 0s (no health check)";
  if (const auto& health = traffic.health) {
    detected = fmt::format("detection {} x {}s = {}s", health->threshold,
                           whole_seconds(health->interval), whole_seconds(detection(traffic)));
  }
  const Location& where = traffic.shift.bake_where;
  problems.add({where.line, where.column},
               fmt::format("'bake' is {}, and what a rung does may show only "
                           "after {}s: TTL {}s + "
                           "{} + propagation {}s",
                           format_duration(traffic.shift.bake), whole_seconds(least),
                           whole_seconds(alias_ttl), detected, whole_seconds(propagation)),
               fmt::format("write 'bake: {}s' or more", whole_seconds(least)));
}

}  // namespace godwit::plan
