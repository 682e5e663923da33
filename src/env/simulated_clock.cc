#include "env/simulated_clock.h"

#include <algorithm>

namespace godwit {

void SimulatedClock::advance_to(Time time) { now_ = std::max(now_, time); }

}  // namespace godwit
