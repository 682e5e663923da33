#include "env/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace godwit {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr double normal_p99 = 2.3263478740408408;  // the standard normal's 99th percentile

Duration to_duration(double microseconds) {
  // As far as doubles are exact; 285 years are long enough for anybody.
  constexpr double longest = 9'007'199'254'740'992.0;
  return Duration(std::llround(std::clamp(microseconds, 0.0, longest)));
}

}  // namespace

std::uint64_t Random::below(std::uint64_t bound) {
  assert(bound > 0);
  // Lemire, "Fast random integer generation in an interval" (2019): the upper half of a product is
  // uniform once the few lower halves that would favour some results are drawn again.
  Wide product = static_cast<Wide>(next()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t unfair = -bound % bound;
    while (static_cast<std::uint64_t>(product) < unfair) {
      product = static_cast<Wide>(next()) * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

double Random::real() { return static_cast<double>(next() >> 11) * 0x1p-53; }

bool Random::chance(double probability) { return real() < probability; }

double Random::exponential(double mean) { return -mean * std::log1p(-real()); }

double Random::normal() {
  // Box and Muller give two numbers at a time. The second is thrown away: kept, it would be a state
  // that a fork, or the next reader of this stream, does not see.
  const double radius = std::sqrt(-2.0 * std::log1p(-real()));
  return radius * std::cos(2.0 * std::numbers::pi * real());
}

Duration Random::exponential(Duration mean) {
  return to_duration(exponential(static_cast<double>(mean.count())));
}

Duration Random::log_normal(Duration median, Duration p99) {
  const double draw = normal();  // in any case, so that no parameter moves the stream
  if (median <= Duration::zero()) return Duration::zero();
  const double middle = static_cast<double>(median.count());
  const double spread = std::log(static_cast<double>(std::max(p99, median).count()) / middle);
  return to_duration(middle * std::exp(spread / normal_p99 * draw));
}

}  // namespace godwit
