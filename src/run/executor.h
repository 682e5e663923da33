// Executor: carries a graph out, turn by turn, on Env's scheduler, and writes down everything it
// must not forget. Its state is the fold of its journal.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "aws/cloud.h"
#include "env/env.h"
#include "plan/graph.h"
#include "run/event.h"
#include "run/journal.h"
#include "run/run_state.h"
#include "step/step.h"

namespace godwit::run {

// One thread: everything happens in the scheduler's tasks. All references outlive the executor; its
// destructor cancels what it has scheduled.
class Executor {
 public:
  Executor(const Env& env, aws::Cloud& cloud, const plan::Graph& graph, Journal& journal,
           Observer& observer);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Begins the run, or resumes it where its journal ends: done steps stay done, a step whose last
  // outcome is unknown is observed before it acts again, a failed one is tried again. Refused
  // (conflict) where the journal is of another graph.
  Result<void> start(const std::string& run);

  // From now on, undoes every step that has begun, in reverse order, one at a time.
  Result<void> roll_back(const std::string& because);

  const RunState& state() const { return state_; }
  bool ended() const { return state_.outcome != Outcome::none; }
  // Why the run failed, or why the executor halted (a journal that cannot be written).
  const std::optional<Error>& failure() const { return failure_; }
  // A halted executor does nothing more; another one resumes from the journal.
  bool halted() const { return halted_; }

 private:
  struct Live;  // a step that has turns to take

  Result<void> record(RecordKind kind, const std::string& step, boost::json::object payload = {});
  void halt(Error error);
  void schedule(const std::string& id, Time when);
  void schedule_ready();
  void turn(const std::string& id);
  Result<void> take_turn(Live& live);
  Result<bool> pass_gates(Live& live);
  Result<void> look(Live& live);
  Result<void> settle(Live& live, Result<step::Progress> progress, Duration elapsed);
  Result<void> step_failed(Live& live, Error error);
  void wait(Live& live, Time until, const std::string& why);
  Result<void> undo_next();
  Result<void> end(Outcome outcome);
  step::Context context_for(Live& live, aws::Cloud& cloud, const plan::Parameters& parameters,
                            step::Memory& memory);

  Env env_;
  aws::Cloud& cloud_;
  const plan::Graph& graph_;
  Journal& journal_;
  Observer& observer_;
  RunState state_;
  std::map<std::string, std::unique_ptr<Live>> live_;
  std::unique_ptr<Random> random_;
  std::optional<Error> failure_;
  bool halted_ = false;
};

}  // namespace godwit::run
