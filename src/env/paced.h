// Clock, scheduler and sleeper of a world whose time runs faster, or slower, than this machine's.
#pragma once

#include "env/clock.h"
#include "env/pace.h"
#include "env/scheduler.h"
#include "env/sleeper.h"

namespace godwit {

class PacedClock : public Clock {
 public:
  PacedClock(const Clock& real, Pace pace) : real_(real), pace_(pace) {}
  Time now() const override { return pace_.time_at(real_.now()); }

 private:
  const Clock& real_;
  Pace pace_;
};

class PacedScheduler : public Scheduler {
 public:
  PacedScheduler(Scheduler& real, const Clock& real_clock, Pace pace)
      : real_(real), real_clock_(real_clock), pace_(pace) {}

  TaskId at(Time when, Task task) override {
    const Time now = real_clock_.now();
    return real_.at(now + pace_.until(when, now), std::move(task));
  }
  void cancel(TaskId id) override { real_.cancel(id); }

 private:
  Scheduler& real_;
  const Clock& real_clock_;
  Pace pace_;
};

class PacedSleeper : public Sleeper {
 public:
  PacedSleeper(Sleeper& real, double speed) : real_(real), speed_(speed) {}
  void sleep(Duration duration) override {
    real_.sleep(
        Duration(static_cast<std::int64_t>(static_cast<double>(duration.count()) / speed_)));
  }

 private:
  Sleeper& real_;
  double speed_;
};

}  // namespace godwit
