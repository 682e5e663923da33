// Process: one process that carries a run out, with what is its own: its clock and its timers, whom
// it signs as, and the engine. What can go wrong between it and the world is wrapped around it, and
// nothing is where no fault of the pass needs it.
#pragma once

#include <memory>
#include <string>

#include "aws/signature.h"
#include "consumer/token_cloud.h"
#include "env/simulated_env.h"
#include "lab/lab.h"
#include "plan/graph.h"
#include "rehearse/engine.h"
#include "rehearse/faults/faulty_cloud.h"
#include "rehearse/faults/faulty_disk.h"
#include "rehearse/faults/faulty_http.h"
#include "rehearse/faults/own_scheduler.h"
#include "rehearse/faults/retrying_cloud.h"
#include "rehearse/faults/schedule.h"
#include "rehearse/faults/skewed_clock.h"
#include "rehearse/live_consumers.h"
#include "rehearse/machine.h"
#include "rehearse/watched_cloud.h"
#include "rehearse/work_disk.h"

namespace godwit::rehearse {

// What all processes of a pass share; all of it outlives them.
struct Surroundings {
  SimulatedEnv& env;
  lab::Lab& lab;
  const plan::Graph& graph;
  Schedule& schedule;
  StaleReads& stale_reads;
  Http& http;  // to the workload's sites
  Resolver& resolver;
  std::string journal_path;
  // What the plan has to do with beside the account; nullptr: nothing.
  Machine* machine = nullptr;
  LiveConsumers* consumers = nullptr;
};

class Process {
 public:
  // Opens the journal on `disk`. Whom it signs as: "engine" for number 0, "engine 2" for 1 ...
  // The fence is at least that, where a life is lived again. Errors: the journal's.
  static Result<std::unique_ptr<Process>> begin(const Surroundings& surroundings,
                                                std::size_t number, Disk& disk,
                                                std::uint64_t least_fence = 1);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& principal() const { return principal_; }
  Engine& engine() { return *engine_; }
  const Engine& engine() const { return *engine_; }
  Disk& disk() { return disk_; }  // as it sees it

  void stall_until(Time time);
  bool is_stalled() const { return scheduler_ && scheduler_->is_stalled(); }
  // Lives, and can act.
  bool can_act() const {
    return engine_->alive() && !is_stalled() && !engine_->executor().halted();
  }

 private:
  Process(const Surroundings& surroundings, std::size_t number, Disk& disk);
  aws::Cloud& unfaulty() { return token_ ? static_cast<aws::Cloud&>(*token_) : *signing_; }
  std::uint64_t records() const { return engine_ ? engine_->journal().durable() : 0; }

  std::string principal_;
  std::unique_ptr<SkewedClock> clock_;
  std::unique_ptr<OwnScheduler> scheduler_;
  std::unique_ptr<aws::Cloud> signing_;
  std::unique_ptr<WatchedCloud> watched_;  // to services that are not AWS's
  std::unique_ptr<consumer::TokenCloud> token_;
  std::unique_ptr<FaultyCloud> faulty_cloud_;
  std::unique_ptr<RetryingCloud> retrying_;
  std::unique_ptr<WorkDisk> work_disk_;
  std::unique_ptr<ProcessPrograms> programs_;
  std::unique_ptr<FaultyDisk> faulty_disk_;
  std::unique_ptr<FaultyHttp> faulty_http_;
  Disk& disk_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace godwit::rehearse
