// RealInterrupts: Ctrl-C and `kill` as a call, from a thread of its own, while this lives.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace godwit {

// Made before any other thread is, for threads inherit that signals wait. A second signal ends the
// process at once, with the exit code that shells expect.
class RealInterrupts {
 public:
  explicit RealInterrupts(std::function<void()> on_interrupt);
  ~RealInterrupts();
  RealInterrupts(const RealInterrupts&) = delete;
  RealInterrupts& operator=(const RealInterrupts&) = delete;

 private:
  void watch();

  std::function<void()> on_interrupt_;
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

}  // namespace godwit
