// A clock that stands still until it is moved.
#pragma once

#include "env/clock.h"

namespace godwit {

class SimulatedClock : public Clock {
 public:
  explicit SimulatedClock(Time start) : now_(start) {}

  Time now() const override { return now_; }
  void advance_to(Time time);  // never moves back

 private:
  Time now_;
};

}  // namespace godwit
