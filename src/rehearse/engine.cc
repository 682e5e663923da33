#include "rehearse/engine.h"

#include "run/approvals.h"
#include "run/requests.h"

namespace godwit::rehearse {
namespace {

// So long that renewing it costs a pass no more than a handful of events.
constexpr Duration lease_term = hours(6);

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const Env& env, aws::Cloud& cloud,
                                             const plan::Graph& graph, Disk& disk,
                                             const EngineOptions& options) {
  std::unique_ptr<Engine> engine(new Engine(env, cloud, disk, options.journal_path));
  engine->journal_ = TRY(run::Journal::open(
      engine->disk_, env.clock, options.journal_path,
      {.term = lease_term, .holder = options.holder, .least_fence = options.least_fence}));
  run::ExecutorOptions chosen;
  chosen.lease_term = lease_term;
  if (options.asks_people) {
    chosen.requests = run::requests_path(options.journal_path);
  } else {
    const auto give = [&chosen](std::string gate) {
      chosen.approvals.push_back({std::move(gate), "the rehearsal", "it wants to see all of it"});
    };
    give(std::string(run::point_of_no_return_gate));
    for (const plan::StepSpec& step : graph.steps) {
      for (const plan::GateSpec& gate : step.gates) {
        if (run::is_approval(gate)) give(run::approval_name(gate));
      }
    }
  }
  engine->executor_ = std::make_unique<run::Executor>(
      Env{env.clock, env.scheduler, env.random, engine->disk_, env.http, env.resolver, env.sleeper,
          engine->programs_},
      engine->cloud_, graph, *engine->journal_, *engine, std::move(chosen));
  return engine;
}

void Engine::cut_at(Cut cut, std::function<void()> died) {
  cut_ = cut;
  died_ = std::move(died);
}

void Engine::on_record(const run::Record& record) {
  if (listener_) listener_(record);
  if (!cut_ || record.sequence != cut_->after_record) return;
  const bool intent = record.kind == run::RecordKind::intent;
  if (intent && cut_->file_changes) {
    power_.cut_after_file_changes(*cut_->file_changes);
  } else if (intent && cut_->effect) {
    power_.cut_after_next_change();
  } else {
    power_.cut();
  }
  died_();
}

void Engine::on_wait(Time time, const std::string& step, const std::string& why) {
  if (wait_listener_) wait_listener_({time, step, why});
}

void Engine::on_halt(const Error& error) {
  if (halt_listener_ && power_.on()) halt_listener_(error);
}

}  // namespace godwit::rehearse
