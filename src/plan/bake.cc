#include "plan/bake.h"

#include <fmt/format.h>

namespace godwit::plan {

traffic::Settling settling_of(const Traffic& traffic, Duration ttl) {
  traffic::Settling settling{.ttl = std::max(ttl, traffic::alias_ttl)};
  if (traffic.health) {
    settling.interval = traffic.health->interval;
    settling.threshold = traffic.health->threshold;
  }
  return settling;
}

Duration bake_of(const Traffic& traffic) {
  if (traffic.shift.bake) return *traffic.shift.bake;
  const Duration watched =
      traffic.shift.guard ? traffic.shift.guard->burn.front().long_window : Duration::zero();
  return settling_of(traffic).least_bake() + watched;
}

void check_bake(const Traffic& traffic, const traffic::Settling& settling,
                yaml::Problems& problems) {
  const Duration least = settling.least_bake();
  if (bake_of(traffic) >= least) return;
  const auto whole = std::chrono::ceil<seconds>(least).count();
  const Location& where = traffic.shift.bake_where;
  problems.add({where.line, where.column},
               fmt::format("'bake' is {}, and what a rung does may show only after {}s: {}",
                           format_duration(bake_of(traffic)), whole, arithmetic(settling)),
               fmt::format("write 'bake: {}s' or more", whole));
}

}  // namespace godwit::plan
