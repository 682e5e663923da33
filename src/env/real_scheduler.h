// Tasks in real time, all on the one thread that calls run(). Everything else may be called from
// any thread, and from tasks.
#pragma once

#include <condition_variable>
#include <mutex>

#include "env/event_queue.h"

namespace godwit {

class RealScheduler : public Scheduler {
 public:
  RealScheduler() = default;
  RealScheduler(const RealScheduler&) = delete;
  RealScheduler& operator=(const RealScheduler&) = delete;

  TaskId at(Time when, Task task) override;
  // Where the task is running on another thread, this does not wait for its end.
  void cancel(TaskId id) override;

  // Runs tasks, and waits for more, until stop(). What is still to come then stays: another run()
  // goes on with it.
  void run();
  // Ends run() after the task that it is in. Called before run(), it ends the next one at once.
  void stop();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  EventQueue queue_;
  bool stopped_ = false;
};

}  // namespace godwit
