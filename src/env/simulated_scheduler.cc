#include "env/simulated_scheduler.h"

namespace godwit {

bool SimulatedScheduler::run_one() {
  const auto when = queue_.next_time();
  if (!when) return false;
  const Task task = queue_.pop();
  clock_.advance_to(*when);
  ++executed_;
  task();
  return true;
}

void SimulatedScheduler::run_until(Time time) {
  for (auto next = queue_.next_time(); next && *next <= time; next = queue_.next_time()) run_one();
  clock_.advance_to(time);
}

}  // namespace godwit
