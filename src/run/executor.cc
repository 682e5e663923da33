#include "run/executor.h"

#include "base/text.h"
#include "run/gate.h"
#include "run/journalling_cloud.h"
#include "step/steps.h"

namespace godwit::run {
namespace {

constexpr Duration gate_interval = minutes(1);
constexpr int most_retries = 12;

bool worth_retrying(ErrorKind kind) {
  return kind == ErrorKind::throttled || kind == ErrorKind::unreachable ||
         kind == ErrorKind::unknown;
}

}  // namespace

struct Executor::Live {
  const plan::StepSpec& spec;
  std::unique_ptr<step::Step> step;
  Scheduler::TaskId task = 0;
  int retries = 0;  // since the last turn that went well
  std::string why;  // the wait that observers were last told of
};

Executor::Executor(const Env& env, aws::Cloud& cloud, const plan::Graph& graph, Journal& journal,
                   Observer& observer, ExecutorOptions options)
    : env_(env),
      cloud_(cloud),
      graph_(graph),
      journal_(journal),
      observer_(observer),
      options_(std::move(options)),
      state_(fold(journal.records())),
      random_(env.random.fork("executor")) {}

Executor::~Executor() {
  for (auto& [id, live] : live_) {
    if (live->task != 0) env_.scheduler.cancel(live->task);
  }
}

Result<void> Executor::start(const std::string& run) {
  if (journal_.records().empty()) {
    boost::json::array steps;
    for (const plan::StepSpec& step : graph_.steps) steps.emplace_back(step.id);
    TRY_VOID(record(RecordKind::run_begun, {},
                    {{"run", run},
                     {"plan", graph_.plan},
                     {"account", graph_.account},
                     {"graph", graph_.digest()},
                     {"steps", std::move(steps)}}));
  } else {
    if (state_.graph != graph_.digest()) {
      return fail({ErrorKind::conflict, "resume run", state_.run,
                   "its journal was written for another plan, or another version of it",
                   "use the plan that the run began with, or begin a new run with a new journal"});
    }
    if (state_.outcome == Outcome::completed || state_.outcome == Outcome::rolled_back) return {};
    TRY_VOID(record(RecordKind::run_resumed, {}, {{"before", journal_.records().size()}}));
  }
  if (state_.rolling_back) return undo_next();
  schedule_ready();
  return {};
}

Result<void> Executor::roll_back(const WayBackRequest& request) {
  for (auto& [id, live] : live_) {
    if (live->task != 0) env_.scheduler.cancel(live->task);
  }
  live_.clear();
  TRY_VOID(record(RecordKind::rollback_begun, {}, {{"because", request.because}}));
  return undo_next();
}

Result<void> Executor::record(RecordKind kind, const std::string& step,
                              boost::json::object payload) {
  const Record written = TRY(journal_.append(kind, step, std::move(payload)));
  TRY_VOID(journal_.sync());
  state_.apply(written);
  observer_.on_record(written);
  return {};
}

void Executor::halt(Error error) {
  halted_ = true;
  failure_ = std::move(error);
  for (auto& [id, live] : live_) {
    if (live->task != 0) env_.scheduler.cancel(live->task);
    live->task = 0;
  }
  observer_.on_halt(*failure_);
}

// Gives a turn to every step that may have one: those that are under way, and those whose
// dependencies are all done.
void Executor::schedule_ready() {
  bool all_done = true;
  for (const plan::StepSpec& spec : graph_.steps) {
    StepStatus status = state_.steps[spec.id].status;
    all_done = all_done && status == StepStatus::done;
    if (status == StepStatus::done || live_.contains(spec.id)) continue;
    bool ready = std::all_of(spec.after.begin(), spec.after.end(), [&](const std::string& id) {
      return state_.steps[id].status == StepStatus::done;
    });
    if (ready) schedule(spec.id, env_.clock.now());
  }
  if (all_done && !ended()) {
    if (auto ended = end(Outcome::completed); !ended) halt(ended.error());
  }
}

void Executor::schedule(const std::string& id, Time when) {
  auto& live = live_[id];
  if (!live) {
    const plan::StepSpec& spec = *graph_.find(id);
    live.reset(new Live{
        spec, options_.make_step ? options_.make_step(spec) : step::make_step(spec), 0, 0, {}});
  }
  live->task = env_.scheduler.at(when, [this, id] { turn(id); });
}

void Executor::turn(const std::string& id) {
  Live& live = *live_.at(id);
  live.task = 0;
  if (halted_ || ended()) return;
  if (auto taken = take_turn(live); !taken) halt(taken.error());
}

Result<void> Executor::take_turn(Live& live) {
  StepState& state = state_.steps[live.spec.id];
  if (state.status == StepStatus::pending) {
    if (!TRY(pass_gates(live))) return {};
    TRY_VOID(record(RecordKind::step_begun, live.spec.id));
  }
  if (state.outcome_unknown) return look(live);

  JournallingCloud cloud(cloud_, [&](RecordKind kind, boost::json::object payload) {
    return record(kind, live.spec.id, std::move(payload));
  });
  step::Memory memory = state.memory;
  step::Context context = context_for(live, cloud, live.spec.parameters, memory);
  Result<step::Progress> progress =
      state.status == StepStatus::undoing ? live.step->undo(context) : live.step->advance(context);
  bool done = progress && std::holds_alternative<step::Done>(*progress);
  bool journal_failed = !progress && progress.error().kind == ErrorKind::storage;
  if (journal_failed) return fail(progress.error());
  // What a finished step remembers is part of its last record.
  if (memory != state.memory && !(done && state.status != StepStatus::undoing)) {
    TRY_VOID(record(RecordKind::remembered, live.spec.id, to_json(memory)));
  }
  if (done && state.status != StepStatus::undoing) {
    TRY_VOID(record(RecordKind::step_done, live.spec.id,
                    {{"note", std::get<step::Done>(*progress).note}, {"memory", to_json(memory)}}));
    // `live` ends here; the turn is over.
    live_.erase(live.spec.id);
    schedule_ready();
    return {};
  }
  return settle(live, std::move(progress), cloud.elapsed());
}

// After an unknown outcome: never again without a look.
Result<void> Executor::look(Live& live) {
  StepState& state = state_.steps[live.spec.id];
  JournallingCloud cloud(cloud_, [&](RecordKind kind, boost::json::object payload) {
    return record(kind, live.spec.id, std::move(payload));
  });
  step::Memory memory = state.memory;
  step::Context context = context_for(live, cloud, live.spec.parameters, memory);
  Result<step::Verdict> verdict = live.step->observe(context);
  if (!verdict) return settle(live, fail(verdict.error()), cloud.elapsed());
  TRY_VOID(record(RecordKind::observed, live.spec.id,
                  {{"verdict", step::to_string(verdict->state)}, {"detail", verdict->detail}}));
  if (verdict->state == step::State::different && state.status != StepStatus::undoing) {
    return step_failed(live, {ErrorKind::conflict,
                              "observe " + live.spec.id,
                              {},
                              verdict->detail,
                              "bring it to what the plan says, then resume"});
  }
  return settle(live, step::Progress(step::Again{}), cloud.elapsed());
}

Result<bool> Executor::pass_gates(Live& live) {
  for (const plan::GateSpec& gate : live.spec.gates) {
    JournallingCloud cloud(cloud_, [](RecordKind, const boost::json::object&) -> Result<void> {
      return fail({ErrorKind::refused, "read gate", {}, "a gate tried to change something", {}});
    });
    step::Memory none;
    step::Context context = context_for(live, cloud, gate.parameters, none);
    Result<GateReading> reading = read_gate(gate, context);
    if (!reading || !reading->open) {
      wait(live, env_.clock.now() + gate_interval + cloud.elapsed(),
           reading ? reading->why : gate.title + ": " + reading.error().cause);
      return false;
    }
  }
  return true;
}

// What follows a turn that did not finish the step.
Result<void> Executor::settle(Live& live, Result<step::Progress> progress, Duration elapsed) {
  Time next = env_.clock.now() + elapsed;
  if (!progress) {
    const Error& error = progress.error();
    if (!worth_retrying(error.kind) || ++live.retries > most_retries) {
      return step_failed(live, error);
    }
    // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    Duration most = std::min<Duration>(seconds(1) * (1 << std::min(live.retries, 8)), minutes(5));
    Duration delay(static_cast<std::int64_t>(random_->real() * static_cast<double>(most.count())));
    wait(live, next + delay, "trying again: " + error.cause);
    return {};
  }
  live.retries = 0;
  if (const auto* waiting = std::get_if<step::Wait>(&*progress)) {
    wait(live, std::max(next, waiting->until), waiting->why);
  } else if (const auto* done = std::get_if<step::Done>(&*progress)) {
    TRY_VOID(record(RecordKind::undo_done, live.spec.id, {{"note", done->note}}));
    live_.erase(live.spec.id);
    return undo_next();
  } else {
    schedule(live.spec.id, next);
  }
  return {};
}

void Executor::wait(Live& live, Time until, const std::string& why) {
  if (live.why != why) {
    live.why = why;
    observer_.on_wait(env_.clock.now(), live.spec.id, why);
  }
  schedule(live.spec.id, until);
}

Result<void> Executor::step_failed(Live& live, Error error) {
  TRY_VOID(record(RecordKind::step_failed, live.spec.id,
                  {{"error", boost::json::object{{"operation", error.operation},
                                                 {"subject", error.subject},
                                                 {"cause", error.cause},
                                                 {"remedy", error.remedy},
                                                 {"code", error.code}}}}));
  failure_ = std::move(error);
  return end(Outcome::failed);
}

// One at a time, in the reverse of the order in which steps depend on each other: what came last
// goes first, and a way back may rely on everything before it being still in place.
Result<void> Executor::undo_next() {
  for (auto spec = graph_.steps.rbegin(); spec != graph_.steps.rend(); ++spec) {
    StepState& state = state_.steps[spec->id];
    if (state.status == StepStatus::pending || state.status == StepStatus::undone) continue;
    if (state.status != StepStatus::undoing) {
      TRY_VOID(record(RecordKind::undo_begun, spec->id));
    }
    schedule(spec->id, env_.clock.now());
    return {};
  }
  return end(Outcome::rolled_back);
}

Result<void> Executor::end(Outcome outcome) {
  TRY_VOID(record(RecordKind::run_ended, {}, {{"outcome", to_string(outcome)}}));
  for (auto& [id, live] : live_) {
    if (live->task != 0) env_.scheduler.cancel(live->task);
    live->task = 0;
  }
  return {};
}

step::Context Executor::context_for(Live& live, aws::Cloud& cloud,
                                    const plan::Parameters& parameters, step::Memory& memory) {
  return {env_,
          cloud,
          parameters,
          state_.run,
          live.spec.id,
          memory,
          [this](const std::string& id) -> const step::Memory* {
            auto it = state_.steps.find(id);
            return it == state_.steps.end() ? nullptr : &it->second.memory;
          }};
}

}  // namespace godwit::run
