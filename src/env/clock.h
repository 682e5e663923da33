// The time of day. Part of Env, the world that code runs in.
#pragma once

#include "base/time.h"

namespace godwit {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;  // UTC
};

}  // namespace godwit
