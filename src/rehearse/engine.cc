#include "rehearse/engine.h"

namespace godwit::rehearse {

Result<std::unique_ptr<Engine>> Engine::open(const Env& env, aws::Cloud& cloud,
                                             const plan::Graph& graph, Disk& disk,
                                             const std::string& journal_path) {
  std::unique_ptr<Engine> engine(new Engine(cloud, disk));
  engine->journal_ = TRY(run::Journal::open(engine->disk_, env.clock, journal_path));
  run::ExecutorOptions options;
  // Whoever takes a rehearsal back means it.
  options.approvals.push_back({std::string(run::point_of_no_return_gate), "the rehearsal",
                               "it wants to see the whole way back"});
  engine->executor_ = std::make_unique<run::Executor>(env, engine->cloud_, graph, *engine->journal_,
                                                      *engine, std::move(options));
  return engine;
}

void Engine::cut_at(Cut cut, std::function<void()> died) {
  cut_ = cut;
  died_ = std::move(died);
}

void Engine::on_record(const run::Record& record) {
  if (listener_) listener_(record);
  if (!cut_ || record.sequence != cut_->after_record) return;
  if (record.kind == run::RecordKind::intent && cut_->effect) {
    power_.cut_after_next_change();
  } else {
    power_.cut();
  }
  died_();
}

void Engine::on_wait(Time time, const std::string& step, const std::string& why) {
  if (wait_listener_) wait_listener_({time, step, why});
}

}  // namespace godwit::rehearse
