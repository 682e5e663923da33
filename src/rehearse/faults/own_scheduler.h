// OwnScheduler: one process's share of a scheduler. It understands times by the process's own
// clock, and counts from there as timers do, so that a clock that jumps moves nothing that is
// planned; and it can stand still, as a process does that is suspended.
#pragma once

#include <map>

#include "env/clock.h"
#include "env/scheduler.h"

namespace godwit::rehearse {

class OwnScheduler : public Scheduler {
 public:
  // All outlive it. What is planned here does not outlive it.
  OwnScheduler(Scheduler& next, const Clock& truth, const Clock& own)
      : next_(next), truth_(truth), own_(own) {}
  ~OwnScheduler() override;
  OwnScheduler(const OwnScheduler&) = delete;
  OwnScheduler& operator=(const OwnScheduler&) = delete;

  TaskId at(Time when, Task task) override;
  void cancel(TaskId id) override;

  // Nothing runs before that true time; what is due by then follows at once, in its order.
  void stall_until(Time time) { stalled_until_ = std::max(stalled_until_, time); }
  bool is_stalled() const { return truth_.now() < stalled_until_; }

 private:
  struct Planned {
    TaskId id;  // of the scheduler behind
    Task task;
  };
  void due(TaskId id);

  Scheduler& next_;
  const Clock& truth_;
  const Clock& own_;
  Time stalled_until_{};
  TaskId last_ = 0;
  std::map<TaskId, Planned> planned_;
};

}  // namespace godwit::rehearse
