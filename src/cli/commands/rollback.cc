// godwit rollback RUN PLAN: takes a run back. docs/rollback.md.
#include <ostream>

#include "cli/load.h"
#include "cli/real_run.h"
#include "report/way_back_text.h"
#include "run/foresee.h"
#include "run/journal_view.h"

namespace godwit::cli {
namespace {

struct Arguments : RunArguments {
  std::string mode;
  std::string to;
  std::string because;
  bool dry_run = false;
  bool no_look = false;
};

run::WayBackRequest read_request(const Arguments& arguments) {
  return {.mode = run::parse_way_back(arguments.mode).value_or(run::WayBack::full),
          .to = arguments.to,
          .because = arguments.because};
}

// Nothing was asked for in particular, and a way back is on its way: it goes on.
bool goes_on(const Arguments& arguments, const run::RunState& state) {
  return arguments.mode.empty() && arguments.to.empty() && state.rolling_back &&
         state.outcome != run::Outcome::rolled_back;
}

int roll_back(Arguments arguments, Console& console) {
  const auto stop_with = [&](const Error& error) {
    print(console, error);
    return exit_code(error);
  };

  // Load: the plan, and how far the run is.
  const auto plan = load_plan(console, arguments.plan);
  if (!plan) return bad_input;
  const auto graph = compile(console, *plan, nullptr);
  if (!graph) return bad_input;
  const auto records = run::look_at_journal(console.env.disk, console.env.clock, arguments.journal);
  if (!records) return stop_with(records.error());
  const run::RunState state = run::fold(*records);
  const bool carried_on = goes_on(arguments, state);
  const run::WayBackRequest request = carried_on ? state.way_back : read_request(arguments);

  // Show what will happen.
  const auto way_back = run::plan_way_back(*graph, state, request);
  if (!way_back) return stop_with(way_back.error());
  RealRun real(console, "rollback");
  if (auto code = real.connect(*plan, arguments)) return *code;
  report::Foreseen foreseen;
  // Users who have to get home at once are not kept waiting for a look at buckets.
  if (!arguments.no_look && request.mode != run::WayBack::traffic) {
    foreseen = run::foresee(real.world(), real.cloud(), *graph, state, *way_back);
  }
  if (arguments.dry_run) {
    console.out << (arguments.json
                        ? report::way_back_json(state.run, *way_back, foreseen)
                        : report::way_back_text(state.run, *way_back, foreseen, console.terminal));
    return ok;
  }
  const std::string forward = fmt::format(
      "to go forward again: godwit apply {} --journal {}{}\n", arguments.plan, arguments.journal,
      arguments.endpoint_url.empty() ? "" : " --endpoint-url " + arguments.endpoint_url);
  if (way_back->undo.empty() && state.outcome == run::Outcome::rolled_back) {
    console.err << "nothing is left to undo\n" << (state.way_back.is_partial() ? forward : "");
    return ok;
  }
  const std::string what =
      report::way_back_text(state.run, *way_back, foreseen, console.messages) +
      fmt::format("\n{} {}: back to {}", carried_on ? "go on with" : "roll back", state.run,
                  plan->source);
  if (auto code = real.ask(*plan, what, arguments)) return *code;
  if (auto code = real.open_journal(arguments)) return *code;

  // Carry out, from where the run is by now.
  const int code = real.carry_out(
      *graph, {},
      [&](run::Executor& executor) -> Result<void> {
        if (goes_on(arguments, executor.state())) return executor.start(executor.state().run);
        return executor.roll_back(request);
      },
      arguments);
  if (code == ok && request.is_partial()) console.err << forward;
  return code;
}

}  // namespace

Command::Run declare_rollback(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("RUN", arguments->journal, "the run's journal")->required();
  declare_run(app, *arguments);
  auto* to = app.add_option("--to", arguments->to, "this step stays, and all before it");
  app.add_option(
         "--mode", arguments->mode,
         "traffic: only users go back; standby: the same, and replication both ways is seen "
         "to work; full: everything is undone")
      ->check(CLI::IsMember({"traffic", "standby", "full"}))
      ->excludes(to);
  app.add_option("--because", arguments->because, "why, for the journal");
  app.add_flag("--dry-run", arguments->dry_run, "show what would happen, and do nothing");
  app.add_flag("--no-look", arguments->no_look, "do not look at the account before asking");
  return [arguments](Console& console) { return roll_back(*arguments, console); };
}

}  // namespace godwit::cli
