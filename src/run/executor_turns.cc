// Who gets a turn, and what follows from it.
#include <algorithm>

#include "run/approvals.h"
#include "run/live.h"
#include "step/patience.h"
#include "step/steps.h"

namespace godwit::run {
namespace {

constexpr Duration confirm_interval = minutes(5);

bool worth_retrying(ErrorKind kind) {
  return kind == ErrorKind::throttled || kind == ErrorKind::unreachable ||
         kind == ErrorKind::unknown;
}

}  // namespace

void Executor::schedule(std::size_t position, Time when) {
  auto& live = live_[position];
  if (!live) {
    const plan::StepSpec& spec = graph_.steps[position];
    live.reset(new Live{position, spec,
                        options_.make_step ? options_.make_step(spec) : step::make_step(spec)});
  }
  live->task = env_.scheduler.at(when, [this, position] { come_due(position); });
}

void Executor::come_due(std::size_t position) {
  live_.at(position)->task = 0;
  due_.emplace(frontier_.place(position), position);
  proceed();
}

// Gives turns to those who are due, as long as there is somebody to take them.
Result<void> Executor::dispatch() {
  if (dispatching_) return {};  // a turn that was taken in place has ended: the loop below goes on
  dispatching_ = true;
  while (!due_.empty() && in_turn_ < workers_.count()) {
    const std::size_t position = due_.begin()->second;
    due_.erase(due_.begin());
    Live& live = *live_.at(position);
    auto may = may_begin(live);
    if (!may) {
      dispatching_ = false;
      return fail(may.error());
    }
    if (*may) begin_turn(live);
    if (halted_ || stopped_ || ended() || failing_ || stopping_ || way_back_) break;
  }
  dispatching_ = false;
  return {};
}

Result<bool> Executor::may_begin(Live& live) {
  const auto known = state_.steps.find(live.spec.id);
  const bool pending = known == state_.steps.end() || known->second.status == StepStatus::pending;
  if (!pending || state_.rolling_back) return true;
  while (const plan::GateSpec* gate = missing_approval(live.spec, state_)) {
    const std::string& name = approval_name(*gate);
    if (TRY(is_approved(name))) continue;
    unapproved_.insert(live.position);
    say(live.spec.id, live.said, wait_for_approval(name, gate->title));
    return false;
  }
  return true;
}

void Executor::begin_turn(Live& live) {
  const auto known = state_.steps.find(live.spec.id);
  const StepState state = known == state_.steps.end() ? StepState() : known->second;
  const bool back = state_.rolling_back;
  const auto order = std::make_shared<const TurnOrder>(TurnOrder{
      .spec = live.spec,
      .step = *live.step,
      .run = state_.run,
      .state = state,
      .back = back,
      .begins = back ? state.status != StepStatus::undoing : state.status == StepStatus::pending});
  const auto end = std::make_shared<TurnEnd>();
  live.in_turn = true;
  hand_out([tools = tools(), order, end] { *end = take_turn(tools, *order); },
           [this, position = live.position, end] { finish_turn(position, *end); });
}

TurnTools Executor::tools() {
  return {env_,
          cloud_,
          limits_,
          scribe_,
          [this](const std::string& step) -> std::optional<step::Memory> {
            const std::shared_lock lock(state_mutex_);
            const auto known = state_.steps.find(step);
            if (known == state_.steps.end()) return std::nullopt;
            return known->second.memory;
          },
          [this, weak = std::weak_ptr(alive_)] {
            if (workers_.in_place()) return catch_up();
            env_.scheduler.at(env_.clock.now(), [this, weak] {
              if (!weak.expired()) catch_up();
            });
          },
          workers_.in_place()};
}

// `then` is forgotten where the executor is gone by then. On threads nobody waits for a turn's last
// records to be durable: the next turn may begin, for its first intent makes them so before it
// acts.
void Executor::hand_out(Workers::Task work, Workers::Task then) {
  ++in_turn_;
  under_way_->begin();
  workers_.run(
      [work = std::move(work), under_way = under_way_, in_place = workers_.in_place()] {
        work();
        if (in_place) under_way->end();
      },
      [this, then = std::move(then), weak = std::weak_ptr(alive_)] {
        if (weak.expired()) return;
        --in_turn_;
        catch_up();
        then();
        proceed();
      },
      workers_.in_place() ? Workers::Task() : [this, under_way = under_way_] {
        auto synced = scribe_.sync();
        env_.scheduler.at(env_.clock.now(), [this, synced, weak = std::weak_ptr(alive_)] {
          if (weak.expired()) return;
          catch_up();
          if (!synced) halt(synced.error());
        });
        under_way->end();
      });
}

void Executor::finish_turn(std::size_t position, const TurnEnd& end) {
  const auto found = live_.find(position);
  if (found == live_.end()) return;
  Live& live = *found->second;
  live.in_turn = false;
  if (end.kind == TurnEnd::Kind::broken) return halt(end.error);
  if (halted_) return;
  if (auto settled = settle(live, end); !settled) halt(settled.error());
}

Result<void> Executor::settle(Live& live, const TurnEnd& end) {
  switch (end.kind) {
    case TurnEnd::Kind::failed:
      return try_again(live, end.error, end.next);
    case TurnEnd::Kind::closed:
      if (!live.closed) live.closed = end.next;
      return wait(live, end.next + step::until_next_look(end.next - *live.closed), end.why);
    case TurnEnd::Kind::wait:
      live.failures = 0;
      return wait(live, std::max(end.next, end.until), end.why);
    case TurnEnd::Kind::again:
      live.failures = 0;
      return wait(live, end.next, live.said);
    case TurnEnd::Kind::done: {
      const std::size_t position = live.position;
      live_.erase(position);
      if (state_.rolling_back) return {};  // the next one is undone: next()
      for (const std::size_t ready : frontier_.done(position)) schedule(ready, env_.clock.now());
      return {};
    }
    case TurnEnd::Kind::broken:
      break;
  }
  return fail(end.error);
}

Result<void> Executor::try_again(Live& live, const Error& error, Time next) {
  if (!worth_retrying(error.kind)) return fail_step(live, error);
  const auto pause = retries_.pause_after(++live.failures, env_.clock.now());
  if (!pause) return fail_step(live, error);
  return wait(live, next + *pause, "trying again: " + error.cause);
}

// Another turn then. A step that is past its deadline by then has its last one at the deadline.
Result<void> Executor::wait(Live& live, Time until, const std::string& why) {
  const auto known = state_.steps.find(live.spec.id);
  if (live.spec.deadline != Duration::zero() && known != state_.steps.end() &&
      known->second.status == StepStatus::running) {
    const Time deadline = known->second.begun + live.spec.deadline;
    if (env_.clock.now() >= deadline) {
      return fail_step(live, {ErrorKind::refused,
                              "carry out " + live.spec.id,
                              {},
                              fmt::format("it is not done within its deadline of {}{}",
                                          format_duration(live.spec.deadline),
                                          why.empty() ? "" : "; the last that it said: " + why),
                              "see what holds it up, then resume: it has as long again"});
    }
    until = std::min(until, deadline);
  }
  if (!why.empty()) say(live.spec.id, live.said, why);
  schedule(live.position, until);
  return {};
}

Result<void> Executor::fail_step(Live& live, Error error) {
  TRY_VOID(append(RecordKind::step_failed, live.spec.id, {{"error", to_json(error)}}));
  if (!failure_) failure_ = std::move(error);
  failing_ = true;  // the run ends at the next safe point
  return {};
}

// One at a time, in the order of the way back: a step may rely on everything before it being still
// in place.
Result<void> Executor::undo_next() {
  const WayBackPlan plan = TRY(plan_way_back(graph_, state_, state_.way_back));
  if (plan.undo.empty()) {
    confirm(plan.confirm);
    return {};
  }
  const WayBackStep& first = plan.undo.front();
  if (plan.point_of_no_return == 0 && first.status != "undoing") {
    const std::string name(point_of_no_return_gate);
    if (!TRY(is_approved(name))) {
      say(first.id, run_waits_, wait_for_approval(name, first.what));
      return {};
    }
  }
  schedule(frontier_.position(first.id), env_.clock.now());
  return {};
}

// Nothing is left to undo: the run ends once what it promised to leave behind is seen to work.
void Executor::confirm(const std::vector<plan::GateSpec>& gates) {
  confirming_ = true;
  struct Reading {
    std::optional<ClosedGate> closed;
    Duration elapsed{};
  };
  const auto reading = std::make_shared<Reading>();
  const auto specs = std::make_shared<const std::vector<plan::GateSpec>>(gates);
  hand_out(
      [tools = tools(), specs, reading, run = state_.run] {
        reading->closed = read_gates(tools, *specs, run, {}, reading->elapsed);
      },
      [this, reading] {
        confirming_ = false;
        if (halted_ || ended()) return;
        if (!reading->closed) {
          if (auto done = end(Outcome::rolled_back); !done) halt(done.error());
          return;
        }
        say({}, run_waits_, reading->closed->why);
        confirm_task_ =
            env_.scheduler.at(env_.clock.now() + confirm_interval + reading->elapsed, [this] {
              confirm_task_ = 0;
              proceed();
            });
      });
}

}  // namespace godwit::run
