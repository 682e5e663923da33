// A pool of threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "env/clock.h"
#include "env/scheduler.h"
#include "env/workers.h"

namespace godwit {

class RealWorkers : public Workers {
 public:
  // Clock and scheduler, which must be real ones, outlive the workers.
  RealWorkers(const Clock& clock, Scheduler& scheduler, std::size_t count);
  // Waits for the work that was handed out; what should follow is still given to the scheduler.
  ~RealWorkers() override;
  RealWorkers(const RealWorkers&) = delete;
  RealWorkers& operator=(const RealWorkers&) = delete;

  void run(Task work, Task then, Task after = nullptr) override;
  std::size_t count() const override { return threads_.size(); }
  bool in_place() const override { return false; }

 private:
  struct Piece {
    Task work;
    Task then;
    Task after;
  };
  void work();

  const Clock& clock_;
  Scheduler& scheduler_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Piece> queue_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace godwit
