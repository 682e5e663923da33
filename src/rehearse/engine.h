// Engine: one life of the process that carries a run out: a journal, an executor, and the power
// that may be cut. Also its log: what happened, for the report.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plan/graph.h"
#include "rehearse/evidence.h"
#include "rehearse/power.h"
#include "run/executor.h"

namespace godwit::rehearse {

struct EngineOptions {
  std::string journal_path;
  std::string holder;             // of the journal's lease, in words
  std::uint64_t least_fence = 1;  // as it was in the life that is lived again
  bool asks_people = false;       // for approvals; else all are given from the start
};

class Engine : public run::Observer {
 public:
  // Opens the journal on `disk`. Everything referred to outlives the engine.
  static Result<std::unique_ptr<Engine>> open(const Env& env, aws::Cloud& cloud,
                                              const plan::Graph& graph, Disk& disk,
                                              const EngineOptions& options);

  // Dies at that record; `died` is called at that moment, from inside the engine: note it, and let
  // the engine return.
  void cut_at(Cut cut, std::function<void()> died);
  // Dies now.
  void kill() { power_.cut(); }
  // Called after each record.
  void on_each_record(std::function<void(const run::Record&)> listener) {
    listener_ = std::move(listener);
  }

  // Called when a step begins to wait, with the reason.
  void on_each_wait(std::function<void(const Waited&)> listener) {
    wait_listener_ = std::move(listener);
  }

  // Called when the executor can do no more; not where the process is dead.
  void on_halted(std::function<void(const Error&)> listener) {
    halt_listener_ = std::move(listener);
  }

  run::Executor& executor() { return *executor_; }
  const run::Executor& executor() const { return *executor_; }
  const run::Journal& journal() const { return *journal_; }
  bool alive() const { return power_.on(); }

  void on_record(const run::Record& record) override;
  void on_wait(Time time, const std::string& step, const std::string& why) override;
  void on_halt(const Error& error) override;

 private:
  Engine(const Env& env, aws::Cloud& cloud, Disk& disk, const std::string& journal)
      : disk_(disk, power_, journal), programs_(env.programs, power_), cloud_(cloud, power_) {}

  Power power_;
  PoweredDisk disk_;
  PoweredPrograms programs_;
  PoweredCloud cloud_;
  std::unique_ptr<run::Journal> journal_;
  std::unique_ptr<run::Executor> executor_;
  std::optional<Cut> cut_;
  std::function<void()> died_;
  std::function<void(const run::Record&)> listener_;
  std::function<void(const Waited&)> wait_listener_;
  std::function<void(const Error&)> halt_listener_;
};

}  // namespace godwit::rehearse
