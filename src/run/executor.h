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
#include "env/workers.h"
#include "plan/graph.h"
#include "run/event.h"
#include "run/journal.h"
#include "run/run_state.h"
#include "run/way_back.h"
#include "step/step.h"

namespace godwit::run {

struct ExecutorOptions {
  // Where turns are taken; none: in place, in the scheduler's task. Outlives the executor.
  Workers* workers = nullptr;
  // The file with what people ask (run/requests.h); empty: nobody asks anything.
  std::string requests;
  // How often it is read while the run waits for people. It is also read before each turn.
  Duration requests_every = minutes(1);
  // Stops once this step is done, and begins only what it waits for; empty: no such step.
  std::string until;
  // Begins only these; what they wait for must be done, or be one of them. Empty: all.
  std::set<std::string> only;
  // Ids of what is there without our tag, and that a person says is to be taken over.
  std::set<std::string> adopt;
  // How long the journal's lease lasts; it is renewed every third of that. Zero: never.
  Duration lease_term{};
  // Other steps than the list's; for measurements.
  std::function<std::unique_ptr<step::Step>(const plan::StepSpec&)> make_step;
};

// One thread: everything happens in the scheduler's tasks. All references outlive the executor; its
// destructor cancels what it has scheduled.
class Executor {
 public:
  Executor(const Env& env, aws::Cloud& cloud, const plan::Graph& graph, Journal& journal,
           Observer& observer, ExecutorOptions options = {});
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Begins the run, or resumes it where its journal ends: done steps stay done, a step whose last
  // outcome is unknown is observed before it acts again, a failed one is tried again. Refused
  // (conflict) where the journal is of another graph.
  Result<void> start(const std::string& run);

  // From now on, undoes what the request says, in reverse order, one step at a time.
  Result<void> roll_back(const WayBackRequest& request);

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
  ExecutorOptions options_;
  RunState state_;
  std::map<std::string, std::unique_ptr<Live>> live_;
  std::unique_ptr<Random> random_;
  std::optional<Error> failure_;
  bool halted_ = false;
};

}  // namespace godwit::run
