// Patience: when to look again at what may take minutes or days, and costs something to look at.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace godwit::step {

// Until the next look at what has been waited for so long: a tenth of that more, so that a long
// wait is at most a tenth longer, and days of it take dozens of looks instead of thousands.
inline Duration until_next_look(Duration waited) {
  return std::clamp<Duration>(waited / 10, minutes(1), minutes(30));
}

}  // namespace godwit::step
