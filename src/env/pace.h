// Pace: another clock's time as a function of this machine's: so many times as fast, from a pair of
// moments that belong together. A lab on a socket has such a time, and so has who works with it.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace godwit {

class Pace {
 public:
  Pace(Time there, Time real, double speed) : there_(there), real_(real), speed_(speed) {}

  double speed() const { return speed_; }
  // The other clock's time when this machine's is `real`. Never before the pair it began with.
  Time time_at(Time real) const {
    const double passed = static_cast<double>(std::max(real - real_, Duration::zero()).count());
    return there_ + Duration(static_cast<std::int64_t>(passed * speed_));
  }
  // How long this machine has to wait for a moment of the other clock.
  Duration until(Time there, Time real) const {
    const double ahead = static_cast<double>((there - time_at(real)).count());
    return Duration(static_cast<std::int64_t>(std::max(ahead, 0.0) / speed_));
  }

 private:
  Time there_;
  Time real_;
  double speed_;
};

}  // namespace godwit
