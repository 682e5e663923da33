// Tasks: what somebody in the lab has planned for later. The scheduler outlives the lab; what is
// planned here does not outlive its owner.
#pragma once

#include <memory>
#include <utility>

#include "env/scheduler.h"

namespace godwit::lab {

class Tasks {
 public:
  explicit Tasks(Scheduler& scheduler) : scheduler_(scheduler) {}
  Tasks(const Tasks&) = delete;
  Tasks& operator=(const Tasks&) = delete;

  // Runs `task` at that time, unless this is gone by then.
  template <class Task>
  void at(Time when, Task task) {
    scheduler_.at(when, [owner = std::weak_ptr<const bool>(alive_), task = std::move(task)] {
      if (!owner.expired()) task();
    });
  }

 private:
  Scheduler& scheduler_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace godwit::lab
