// Executor: carries a graph out, turn by turn, and writes down everything it must not forget. Its
// state is the fold of its journal.
//
// Who gets a turn: a step whose dependencies are all done, whose gates hold, that is asked for, and
// that waits for nothing; where there are more of them than workers, the one on the longest way to
// the end. Steps that neither waits for the other may have turns side by side: the graph's
// dependencies alone say what must not race, so two steps that change the same thing must depend on
// each other. One step has one turn at a time, and a way back undoes one step at a time.
//
// A safe point is when no turn is under way: that is where a run pauses, is cancelled, rolled back,
// stopped or ends.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>

#include "aws/cloud.h"
#include "env/env.h"
#include "env/workers.h"
#include "plan/graph.h"
#include "run/event.h"
#include "run/frontier.h"
#include "run/journal.h"
#include "run/rate_limits.h"
#include "run/requests.h"
#include "run/retry_budget.h"
#include "run/run_state.h"
#include "run/scribe.h"
#include "run/turn.h"
#include "run/way_back.h"
#include "step/step.h"

namespace godwit::run {

// What whoever starts an executor approves with that.
struct GivenApproval {
  std::string gate;
  std::string by;
  std::string because;
};

struct PlanChange;

struct ExecutorOptions {
  // Where turns are taken; none: in place, in the scheduler's task. Outlives the executor.
  Workers* workers = nullptr;
  // The file with what people ask (run/requests.h); empty: nobody asks anything.
  std::string requests;
  // How often it is read.
  Duration requests_every = minutes(1);
  // Stops once this step is done, and begins only what it waits for; empty: no such step.
  std::string until;
  // Begins only these; what they wait for must be done, or be one of them. Empty: all.
  std::set<std::string> only;
  // Journalled when the run asks for them.
  std::vector<GivenApproval> approvals;
  // Ids of what is there without our tag, and that a person says is to be taken over.
  std::set<std::string> adopt;
  // How long the journal's lease lasts; it is renewed every third of that. Zero: never.
  Duration lease_term{};
  // Other steps than the list's; for measurements.
  std::function<std::unique_ptr<step::Step>(const plan::StepSpec&)> make_step;
};

// Everything but turns happens in the scheduler's tasks, on one thread, and so must every call of
// this. All references outlive the executor; its destructor cancels what it has scheduled and waits
// for the turns that are under way.
class Executor {
 public:
  Executor(const Env& env, aws::Cloud& cloud, const plan::Graph& graph, Journal& journal,
           Observer& observer, ExecutorOptions options = {});
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Begins the run, or resumes it where its journal ends: done steps stay done, a step whose last
  // outcome is unknown is observed before it acts again, a failed one is tried again, and so is a
  // cancelled run; a paused one stays paused. Refused (conflict) where the journal is of another
  // plan, unless only steps that have not begun differ. Does nothing where the run has completed or
  // was rolled back.
  Result<void> start(const std::string& run);

  // From now on, undoes what the request asks for (run/way_back.h), one step at a time; begins at
  // the next safe point. At any time, also during another way back: the last request counts.
  // Errors: those of plan_way_back, before anything is done; else the journal's.
  Result<void> roll_back(const WayBackRequest& request);

  // After a partial way back has ended: what was undone is pending again, and the run goes on.
  // Refused (conflict) in any other state.
  Result<void> go_forward(const std::string& because);

  // Takes no more turns; observers hear of it at the next safe point. Nothing is journalled: the
  // run can be resumed.
  void stop(const std::string& why);

  const RunState& state() const { return state_; }
  bool ended() const { return state_.outcome != Outcome::none; }
  // Why the run failed, or why the executor halted (a journal that cannot be written).
  const std::optional<Error>& failure() const { return failure_; }
  // A halted executor does nothing more; another one resumes from the journal.
  bool halted() const { return halted_; }
  // Neither does one that has stopped, because it was asked to or all that was asked for is done.
  bool stopped() const { return stopped_; }

 private:
  struct Live;     // a step that has turns to take
  class UnderWay;  // work that was handed out and is not over

  // executor.cc: beginnings, ends, and what is between them.
  Result<std::optional<PlanChange>> check_plan() const;
  Result<void> write_beginning(const std::string& run);
  Result<void> take_up(const std::optional<PlanChange>& change);
  Result<void> adopt();
  Result<void> open_frontier();
  Result<void> begin_way_back(const WayBackRequest& request);
  Result<void> end(Outcome outcome);
  Result<void> next();
  void proceed();
  void halt(Error error);
  void cancel_tasks();

  // executor_records.cc: records, and those who hear of them.
  Result<void> append(RecordKind kind, const std::string& step, boost::json::object payload = {});
  Result<void> publish();
  void catch_up();
  void hear_people();
  Result<bool> is_approved(const std::string& gate);
  void keep_lease();
  void say(const std::string& step, std::string& said, const std::string& why);

  // executor_turns.cc: who gets a turn, and what follows from it.
  void schedule(std::size_t position, Time when);
  void come_due(std::size_t position);
  Result<void> dispatch();
  Result<bool> may_begin(Live& live);
  void begin_turn(Live& live);
  void finish_turn(std::size_t position, const TurnEnd& end);
  Result<void> settle(Live& live, const TurnEnd& end);
  Result<void> try_again(Live& live, const Error& error, Time next);
  Result<void> wait(Live& live, Time until, const std::string& why);
  Result<void> fail_step(Live& live, Error error);
  Result<void> undo_next();
  void confirm(const std::vector<plan::GateSpec>& gates);
  void hand_out(Workers::Task work, Workers::Task then);
  TurnTools tools();

  Env env_;
  aws::Cloud& cloud_;
  const plan::Graph& graph_;
  Journal& journal_;
  Observer& observer_;
  ExecutorOptions options_;
  InPlace in_place_;
  Workers& workers_;
  Scribe scribe_;
  std::unique_ptr<Random> random_;
  RateLimits limits_;
  RetryBudget retries_;
  RequestReader requests_;
  Frontier frontier_;

  // Written by the scheduler's thread, under the lock; so others read it under the lock.
  RunState state_;
  std::shared_mutex state_mutex_;

  std::map<std::size_t, std::unique_ptr<Live>> live_;  // by position in the graph
  std::set<std::pair<std::size_t, std::size_t>> due_;  // priority and position
  std::set<std::size_t> unapproved_;                   // whose approval is missing
  std::size_t in_turn_ = 0;
  std::shared_ptr<UnderWay> under_way_;
  // Gone with the executor: what comes back to the scheduler later sees that by it.
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
  bool dispatching_ = false;

  bool failing_ = false;
  std::optional<std::string> stopping_;
  std::optional<WayBackRequest> way_back_;  // asked for, and not begun
  bool taken_up_ = false;                   // this process has written that it carries the run on
  bool confirming_ = false;
  std::string run_waits_;  // why the run as a whole waits, as observers were last told
  Scheduler::TaskId confirm_task_ = 0;
  Scheduler::TaskId people_task_ = 0;
  Scheduler::TaskId lease_task_ = 0;
  std::optional<Error> failure_;
  bool halted_ = false;
  bool stopped_ = false;
};

}  // namespace godwit::run
