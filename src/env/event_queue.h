// What both schedulers are made of: tasks in the order of their times and, within one time, of
// their arrival. Not thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "env/scheduler.h"

namespace godwit {

class EventQueue {
 public:
  using Task = Scheduler::Task;
  using TaskId = Scheduler::TaskId;

  TaskId push(Time when, Task task);
  // Takes the task out and hands it over, so that the caller decides when what it holds is
  // released. Empty if it is not in the queue.
  Task cancel(TaskId id);

  // The time of the next task; nothing where the queue is empty.
  std::optional<Time> next_time() const;
  // Takes the next task out. The queue must not be empty.
  Task pop();
  std::size_t size() const { return heap_.size() - cancelled_; }

 private:
  // The heap holds no tasks: moving three words costs far less than moving a std::function.
  struct Entry {
    Time when;
    std::uint64_t sequence;
    TaskId id;
  };
  // A slot is used again and again, by one task at a time. Its generation tells them apart: an id
  // is the generation and the slot's number, so that an old id, or a cancelled entry that is still
  // in the heap, is recognised without any look-up. Generations start at 1, so no id is 0.
  struct Slot {
    std::uint32_t generation = 1;
    Task task;
  };

  struct Later {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.when != b.when ? a.when > b.when : a.sequence > b.sequence;
    }
  };
  bool is_live(TaskId id) const;
  Task release(TaskId id);
  void drop_cancelled();

  std::vector<Entry> heap_;  // whose front is live, or which is empty
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t next_sequence_ = 0;
  std::size_t cancelled_ = 0;  // entries of the heap whose task is gone
};

}  // namespace godwit
