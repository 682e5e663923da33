#include "rehearse/faults/own_scheduler.h"

#include <algorithm>

namespace godwit::rehearse {

OwnScheduler::~OwnScheduler() {
  for (const auto& [id, planned] : planned_) next_.cancel(planned.id);
}

Scheduler::TaskId OwnScheduler::at(Time when, Task task) {
  const TaskId id = ++last_;
  const Duration left = std::max(when - own_.now(), Duration::zero());
  planned_[id] = {next_.at(truth_.now() + left, [this, id] { due(id); }), std::move(task)};
  return id;
}

void OwnScheduler::cancel(TaskId id) {
  const auto found = planned_.find(id);
  if (found == planned_.end()) return;
  next_.cancel(found->second.id);
  planned_.erase(found);
}

void OwnScheduler::due(TaskId id) {
  const auto found = planned_.find(id);
  if (is_stalled()) {
    found->second.id = next_.at(stalled_until_, [this, id] { due(id); });
    return;
  }
  const Task task = std::move(found->second.task);
  planned_.erase(found);
  task();  // may end this
}

}  // namespace godwit::rehearse
