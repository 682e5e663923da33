// godwit apply PLAN: carries a plan out, on AWS or any endpoint. docs/apply.md.
#include "cli/load.h"
#include "cli/real_run.h"

namespace godwit::cli {
namespace {

struct Arguments : RunArguments {
  std::string account;
  std::string run;
  std::string until;
  std::vector<std::string> only;
  std::vector<std::string> adopt;
};

int apply_plan(Arguments arguments, Console& console) {
  // Load, check and compile.
  const auto plan = load_plan(console, arguments.plan);
  if (!plan) return bad_input;
  std::optional<account::Account> account;
  if (!arguments.account.empty()) {
    account = load_account(console, arguments.account);
    if (!account) return bad_input;
  }
  const auto graph = compile(console, *plan, account ? &*account : nullptr);
  if (!graph) return bad_input;
  if (arguments.journal.empty()) arguments.journal = plan->name + ".journal";

  // Connect, ask, and take the journal.
  RealRun real(console, "apply");
  if (auto code = real.connect(*plan, arguments)) return *code;
  const std::string what = fmt::format("{}: {} steps, from {} to {}", plan->name,
                                       graph->steps.size(), plan->source, plan->target);
  if (auto code = real.ask(*plan, what, arguments)) return *code;
  if (auto code = real.open_journal(arguments)) return *code;

  // Execute and report.
  const std::string run = arguments.run.empty()
                              ? plan->name + "-" + format_basic_time(console.env.clock.now())
                              : arguments.run;
  run::ExecutorOptions options;
  options.until = arguments.until;
  options.only = {arguments.only.begin(), arguments.only.end()};
  options.adopt = {arguments.adopt.begin(), arguments.adopt.end()};
  return real.carry_out(
      *graph, std::move(options),
      [&](run::Executor& executor) -> Result<void> {
        TRY_VOID(executor.start(run));
        // A way back of users alone leaves a run that can go forward again.
        const run::RunState& state = executor.state();
        const bool partly =
            state.outcome == run::Outcome::rolled_back && state.way_back.is_partial();
        return partly ? executor.go_forward("applied again") : Result<void>();
      },
      arguments);
}

}  // namespace

Command::Run declare_apply(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  declare_run(app, *arguments);
  app.add_option("--journal", arguments->journal,
                 "the run's journal; where it is there, the run goes on");
  app.add_option("--account", arguments->account, "also check the plan against this account file");
  app.add_option("--run", arguments->run, "the run's name; default: the plan's and the time");
  app.add_option("--until", arguments->until,
                 "stop once this step is done, and begin only what it waits for");
  app.add_option("--only", arguments->only,
                 "begin only these steps, with commas between; what they wait for must be done")
      ->delimiter(',');
  app.add_option("--adopt", arguments->adopt,
                 "take over what has this id, where a step has found it without our tag");
  return [arguments](Console& console) { return apply_plan(*arguments, console); };
}

}  // namespace godwit::cli
