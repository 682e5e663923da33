#include "env/real_workers.h"

namespace godwit {

RealWorkers::RealWorkers(const Clock& clock, Scheduler& scheduler, std::size_t count)
    : clock_(clock), scheduler_(scheduler) {
  for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

RealWorkers::~RealWorkers() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void RealWorkers::run(Task work, Task then, Task after) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(work), std::move(then), std::move(after)});
  }
  changed_.notify_one();
}

void RealWorkers::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Piece piece = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    piece.work();
    piece.work = nullptr;  // what it holds goes before anybody hears that it is done
    scheduler_.at(clock_.now(), std::move(piece.then));
    if (piece.after) piece.after();
    piece.after = nullptr;
    lock.lock();
  }
}

}  // namespace godwit
