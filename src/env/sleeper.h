// Waiting in the middle of something, for those who cannot go away and come back as tasks of the
// scheduler do: a pause between two tries of one call. Part of Env.
#pragma once

#include "base/time.h"

namespace godwit {

class Sleeper {
 public:
  virtual ~Sleeper() = default;
  // Returns after `duration`. May be called from any thread where it is the real one.
  virtual void sleep(Duration duration) = 0;
};

}  // namespace godwit
