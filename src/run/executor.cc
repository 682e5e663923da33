#include "run/executor.h"

#include "base/text.h"
#include "run/live.h"
#include "run/plan_change.h"

namespace godwit::run {
namespace {

void name_selection(boost::json::object& payload, const ExecutorOptions& options) {
  if (!options.until.empty()) payload["until"] = options.until;
  if (!options.only.empty()) {
    payload["only"] = boost::json::array(options.only.begin(), options.only.end());
  }
}

}  // namespace

Executor::Executor(const Env& env, aws::Cloud& cloud, const plan::Graph& graph, Journal& journal,
                   Observer& observer, ExecutorOptions options)
    : env_(env),
      cloud_(cloud),
      graph_(graph),
      journal_(journal),
      observer_(observer),
      options_(std::move(options)),
      workers_(options_.workers != nullptr ? *options_.workers : in_place_),
      scribe_(journal),
      random_(env.random.fork("executor")),
      retries_(*random_),
      requests_(env.disk, options_.requests),
      frontier_(graph),
      state_(fold(journal.records())),
      under_way_(std::make_shared<UnderWay>()) {}

Executor::~Executor() {
  cancel_tasks();
  under_way_->wait_for_all();
}

Result<void> Executor::start(const std::string& run) {
  if (journal_.records().empty()) {
    TRY_VOID(write_beginning(run));
    taken_up_ = true;
  } else {
    const auto change = TRY(check_plan());
    if (state_.outcome == Outcome::completed || state_.outcome == Outcome::rolled_back) return {};
    TRY_VOID(take_up(change));
  }
  TRY_VOID(adopt());
  TRY_VOID(publish());
  if (!state_.rolling_back) TRY_VOID(open_frontier());
  keep_lease();
  hear_people();
  return next();
}

// From here on this process carries the run on.
Result<void> Executor::take_up(const std::optional<PlanChange>& change) {
  boost::json::object payload{{"before", journal_.records().size()}, {"fence", journal_.fence()}};
  name_selection(payload, options_);
  TRY_VOID(append(RecordKind::run_resumed, {}, std::move(payload)));
  taken_up_ = true;
  if (!change) return {};
  boost::json::array changes;
  for (const auto& [step, what, begun] : change->differences) changes.push_back({step, what});
  return append(RecordKind::plan_changed, {},
                {{"graph", graph_.digest()},
                 {"changes", std::move(changes)},
                 {"steps", describe_steps(graph_)}});
}

Result<void> Executor::write_beginning(const std::string& run) {
  boost::json::object payload{{"run", run},
                              {"plan", graph_.plan},
                              {"account", graph_.account},
                              {"graph", graph_.digest()},
                              {"fence", journal_.fence()},
                              {"steps", describe_steps(graph_)}};
  name_selection(payload, options_);
  return append(RecordKind::run_begun, {}, std::move(payload));
}

// Nothing where the plan is the one that the run has had; else how it differs, where the run can go
// on with it.
Result<std::optional<PlanChange>> Executor::check_plan() const {
  if (state_.graph == graph_.digest()) return std::nullopt;
  PlanChange change = TRY(plan_change(description_in(journal_.records()), graph_, state_));
  if (!change.touches_begun()) return change;
  return fail({ErrorKind::conflict, "resume run", state_.run,
               "the plan has changed where the run has begun already:" + to_string(change),
               "take back the changes of steps that have begun, or begin a new run with a new "
               "journal; steps that have not begun may change"});
}

// What a person has said is to be taken over, for the step that has asked.
Result<void> Executor::adopt() {
  for (const auto& [id, step] : state_.steps) {
    if (step.question.empty() || !options_.adopt.contains(step.question)) continue;
    TRY_VOID(append(RecordKind::adopted, id, {{"id", step.question}}));
  }
  return {};
}

Result<void> Executor::open_frontier() {
  for (const std::size_t ready : TRY(frontier_.begin(state_, {options_.until, options_.only}))) {
    schedule(ready, env_.clock.now());
  }
  return {};
}

Result<void> Executor::roll_back(const WayBackRequest& request) {
  TRY_VOID(plan_way_back(graph_, state_, request));
  if (!taken_up_) {
    const auto change = TRY(check_plan());
    TRY_VOID(take_up(change));
  }
  if (in_turn_ == 0) {
    auto begun = begin_way_back(request);
    if (!begun) halt(begun.error());
    return begun;
  }
  way_back_ = request;
  return {};
}

Result<void> Executor::begin_way_back(const WayBackRequest& request) {
  cancel_tasks();
  live_.clear();
  due_.clear();
  unapproved_.clear();
  failure_.reset();
  failing_ = false;
  stopped_ = false;
  TRY_VOID(append(RecordKind::rollback_begun, {}, to_json(request)));
  TRY_VOID(publish());
  keep_lease();
  hear_people();
  return next();
}

Result<void> Executor::go_forward(const std::string& because) {
  if (state_.outcome != Outcome::rolled_back || !state_.way_back.is_partial()) {
    const bool in_full = state_.outcome == Outcome::rolled_back;
    return fail({ErrorKind::conflict, "go forward again", state_.run,
                 in_full ? "it was rolled back in full" : "it is not at the end of a way back",
                 in_full ? "begin a new run, with a new journal" : "resume it"});
  }
  if (!taken_up_) {
    const auto change = TRY(check_plan());
    TRY_VOID(take_up(change));
  }
  TRY_VOID(append(RecordKind::forward_begun, {}, {{"because", because}}));
  TRY_VOID(publish());
  live_.clear();
  TRY_VOID(open_frontier());
  keep_lease();
  hear_people();
  return next();
}

void Executor::stop(const std::string& why) {
  if (!stopping_) stopping_ = why;
  proceed();
}

void Executor::proceed() {
  if (auto done = next(); !done) halt(done.error());
}

// What comes next. Called whenever something has changed that others may wait for.
Result<void> Executor::next() {
  if (halted_ || stopped_ || (ended() && !way_back_)) return {};
  if (failing_ || state_.cancelling || stopping_ || way_back_) {
    if (in_turn_ > 0) return {};  // not a safe point yet
    if (failing_) TRY_VOID(end(Outcome::failed));
    failing_ = false;
    if (way_back_) {
      const WayBackRequest request = *std::exchange(way_back_, std::nullopt);
      return begin_way_back(request);
    }
    if (ended()) return {};
    if (state_.cancelling) return end(Outcome::cancelled);
    stopped_ = true;
    cancel_tasks();
    TRY_VOID(publish());
    observer_.on_stop(*stopping_);
    return {};
  }
  if (state_.paused) {
    say({}, run_waits_, "paused by " + state_.paused->by + ": " + state_.paused->because);
    return {};
  }
  if (state_.rolling_back) {
    if (live_.empty() && !confirming_ && confirm_task_ == 0) TRY_VOID(undo_next());
  } else if (frontier_.selection_done() && in_turn_ == 0) {
    if (frontier_.all_done()) return end(Outcome::completed);
    stopping_ = "all that was asked for is done";
    return next();
  }
  return dispatch();
}

Result<void> Executor::end(Outcome outcome) {
  boost::json::object payload{{"outcome", to_string(outcome)}};
  if (outcome == Outcome::rolled_back) payload["mode"] = to_string(state_.way_back.mode);
  TRY_VOID(append(RecordKind::run_ended, {}, std::move(payload)));
  cancel_tasks();
  return publish();
}

void Executor::halt(Error error) {
  if (halted_) return;
  halted_ = true;
  failure_ = std::move(error);
  cancel_tasks();
  observer_.on_halt(*failure_);
}

void Executor::cancel_tasks() {
  const auto cancel = [this](Scheduler::TaskId& task) {
    if (task != 0) env_.scheduler.cancel(task);
    task = 0;
  };
  for (auto& [position, live] : live_) cancel(live->task);
  for (auto* task : {&confirm_task_, &people_task_, &lease_task_}) cancel(*task);
}

}  // namespace godwit::run
