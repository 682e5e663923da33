// Virtual time: the clock jumps from one task to the next. One thread, no waiting.
#pragma once

#include "env/event_queue.h"
#include "env/simulated_clock.h"

namespace godwit {

class SimulatedScheduler : public Scheduler {
 public:
  explicit SimulatedScheduler(SimulatedClock& clock) : clock_(clock) {}
  SimulatedScheduler(const SimulatedScheduler&) = delete;
  SimulatedScheduler& operator=(const SimulatedScheduler&) = delete;

  TaskId at(Time when, Task task) override { return queue_.push(when, std::move(task)); }
  void cancel(TaskId id) override { queue_.cancel(id); }

  // Moves the clock to the next task and runs it. False if there is none.
  bool run_one();
  // Runs all tasks up to and including that time, also those that appear meanwhile, and leaves the
  // clock there.
  void run_until(Time time);

  std::optional<Time> next_time() const { return queue_.next_time(); }
  std::size_t pending() const { return queue_.size(); }
  std::uint64_t executed() const { return executed_; }

 private:
  SimulatedClock& clock_;
  EventQueue queue_;
  std::uint64_t executed_ = 0;
};

}  // namespace godwit
