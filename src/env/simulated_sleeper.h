// Nobody waits: time stands still inside an event, and what would have happened meanwhile is not
// this one's to run. What was asked for is remembered.
#pragma once

#include <vector>

#include "env/sleeper.h"

namespace godwit {

class SimulatedSleeper : public Sleeper {
 public:
  void sleep(Duration duration) override { pauses_.push_back(duration); }
  const std::vector<Duration>& pauses() const { return pauses_; }

 private:
  std::vector<Duration> pauses_;
};

}  // namespace godwit
