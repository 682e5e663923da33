// Workers: where work is done that may take long. What follows from it is done on the thread of the
// scheduler, so that whoever hands work out needs no locks for its own state.
#pragma once

#include <cstddef>
#include <functional>

namespace godwit {

class Workers {
 public:
  using Task = std::function<void()>;

  virtual ~Workers() = default;
  // Runs `work` somewhere, and `then` afterwards on the scheduler's thread; meanwhile `after`, if
  // there is any, where `work` was: what still takes time and nobody has to wait for. Called on the
  // scheduler's thread. None of them may throw.
  virtual void run(Task work, Task then, Task after = nullptr) = 0;
  // How many pieces of work can be under way at a time.
  virtual std::size_t count() const = 0;
  // Whether run() itself does the work, so that it is over when run() returns.
  virtual bool in_place() const = 0;
};

// One at a time, at once, by the caller: in a simulation, where time stands still inside a task.
class InPlace : public Workers {
 public:
  void run(Task work, Task then, Task after = nullptr) override {
    work();
    if (after) after();
    then();
  }
  std::size_t count() const override { return 1; }
  bool in_place() const override { return true; }
};

}  // namespace godwit
