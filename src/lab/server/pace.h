// Pace: the lab's time as a function of this machine's: so many times as fast, from a pair of
// moments on that belong together.
#pragma once

#include <algorithm>
#include <optional>

#include "base/time.h"

namespace godwit::lab {

class Pace {
 public:
  Pace(Time lab, Time real, double speed) : lab_(lab), real_(real), speed_(speed) {}

  double speed() const { return speed_; }
  // The lab's time when this machine's is `real`. Never before the pair it began with.
  Time lab_time(Time real) const {
    const double passed = static_cast<double>(std::max(real - real_, Duration::zero()).count());
    return lab_ + Duration(static_cast<std::int64_t>(passed * speed_));
  }
  // How long this machine has to wait for a moment of the lab.
  Duration until(Time lab, Time real) const {
    const double ahead = static_cast<double>((lab - lab_time(real)).count());
    return Duration(static_cast<std::int64_t>(std::max(ahead, 0.0) / speed_));
  }

 private:
  Time lab_;
  Time real_;
  double speed_;
};

}  // namespace godwit::lab
