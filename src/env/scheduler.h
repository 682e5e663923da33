// Work for later. Part of Env.
#pragma once

#include <cstdint>
#include <functional>

#include "base/time.h"

namespace godwit {

class Scheduler {
 public:
  using Task = std::function<void()>;
  using TaskId = std::uint64_t;  // never 0

  virtual ~Scheduler() = default;

  // Runs `task` once, at `when` or, where that has passed, as soon as possible. Tasks of one
  // scheduler run one at a time, in the order of their times; tasks of the same time in the order
  // in which they were asked for. A task may schedule and cancel others. May be called from any
  // thread where the implementation is the real one.
  virtual TaskId at(Time when, Task task) = 0;

  // The task will not run. Does nothing if it has run, or is running.
  virtual void cancel(TaskId id) = 0;
};

}  // namespace godwit
