#include "env/event_queue.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace godwit {

namespace {

std::uint32_t slot_of(Scheduler::TaskId id) { return static_cast<std::uint32_t>(id); }
std::uint32_t generation_of(Scheduler::TaskId id) { return static_cast<std::uint32_t>(id >> 32); }

}  // namespace

bool EventQueue::is_live(TaskId id) const {
  return slot_of(id) < slots_.size() && slots_[slot_of(id)].generation == generation_of(id);
}

EventQueue::Task EventQueue::release(TaskId id) {
  Slot& slot = slots_[slot_of(id)];
  if (++slot.generation == 0) slot.generation = 1;
  free_.push_back(slot_of(id));
  return std::exchange(slot.task, nullptr);
}

EventQueue::TaskId EventQueue::push(Time when, Task task) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  Slot& slot = slots_[number];
  slot.task = std::move(task);
  const TaskId id = static_cast<TaskId>(slot.generation) << 32 | number;
  heap_.push_back({when, next_sequence_++, id});
  std::push_heap(heap_.begin(), heap_.end(), Later());
  return id;
}

EventQueue::Task EventQueue::cancel(TaskId id) {
  // Id 0 names no task, and the slots that no task is in have generations that no id has yet.
  if (!is_live(id)) return nullptr;
  Task task = release(id);
  ++cancelled_;
  drop_cancelled();
  return task;
}

std::optional<Time> EventQueue::next_time() const {
  return heap_.empty() ? std::nullopt : std::optional(heap_.front().when);
}

EventQueue::Task EventQueue::pop() {
  assert(!heap_.empty());
  std::pop_heap(heap_.begin(), heap_.end(), Later());
  const TaskId id = heap_.back().id;
  heap_.pop_back();
  Task task = release(id);
  drop_cancelled();
  return task;
}

void EventQueue::drop_cancelled() {
  // Time-outs are made for much later and nearly all cancelled: left alone until their time comes,
  // they would be most of the heap. Order is total, so a rebuilt heap gives the same sequence.
  if (cancelled_ > 64 && cancelled_ > heap_.size() / 2) {
    std::erase_if(heap_, [this](const Entry& entry) { return !is_live(entry.id); });
    std::make_heap(heap_.begin(), heap_.end(), Later());
    cancelled_ = 0;
  }
  while (!heap_.empty() && !is_live(heap_.front().id)) {
    std::pop_heap(heap_.begin(), heap_.end(), Later());
    heap_.pop_back();
    --cancelled_;
  }
}

}  // namespace godwit
