// What an executor knows of a step that has turns to take, beyond its records; and of the work that
// it has handed out. Internal to the executor.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>

#include "run/executor.h"

namespace godwit::run {

struct Executor::Live {
  std::size_t position;
  const plan::StepSpec& spec;
  std::unique_ptr<step::Step> step;
  Scheduler::TaskId task = 0;
  bool in_turn = false;
  int failures = 0;            // since the last turn that went well
  std::optional<Time> closed;  // since when a gate has been
  std::string said;            // the wait that observers were last told of
};

// Shared with the work, which may end after the executor's scheduler has.
class Executor::UnderWay {
 public:
  void begin() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void end() {
    {
      const std::lock_guard lock(mutex_);
      --count_;
    }
    changed_.notify_all();
  }
  void wait_for_all() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

}  // namespace godwit::run
