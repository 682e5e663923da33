// The thread waits.
#pragma once

#include <thread>

#include "env/sleeper.h"

namespace godwit {

class RealSleeper : public Sleeper {
 public:
  void sleep(Duration duration) override { std::this_thread::sleep_for(duration); }
};

}  // namespace godwit
