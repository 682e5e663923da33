#include "env/real_scheduler.h"

#include <algorithm>

namespace godwit {

RealScheduler::TaskId RealScheduler::at(Time when, Task task) {
  TaskId id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = queue_.push(when, std::move(task));
  }
  changed_.notify_one();
  return id;
}

void RealScheduler::cancel(TaskId id) {
  Task task;  // what it holds may call us when it goes: it outlives the lock
  const std::lock_guard lock(mutex_);
  task = queue_.cancel(id);
}

void RealScheduler::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const auto next = queue_.next_time();
    const Time now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    if (next && *next <= now) {
      Task task = queue_.pop();
      lock.unlock();
      task();
      task = nullptr;  // what it holds goes without the lock
      lock.lock();
    } else {
      // Never for long: somebody may set the clock, and a time too far away would overflow.
      changed_.wait_until(lock, std::min(next.value_or(Time::max()), now + seconds(60)));
    }
  }
  stopped_ = false;
}

void RealScheduler::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
}

}  // namespace godwit
