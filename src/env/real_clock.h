// This machine's clock.
#pragma once

#include "env/clock.h"

namespace godwit {

class RealClock : public Clock {
 public:
  Time now() const override {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
  }
};

}  // namespace godwit
