#include "cli/ask_run.h"

#include <ostream>

#include "cli/load.h"
#include "run/journal_view.h"

namespace godwit::cli {

void declare_ask(CLI::App& app, AskArguments& arguments) {
  app.add_option("RUN", arguments.journal, "the run's journal")->required();
  app.add_option("--by", arguments.request.by, "who says so")->required();
  app.add_option("--because", arguments.request.because, "why, for the journal")->required();
}

int ask_run(AskArguments arguments, Console& console, const CheckRequest& check) {
  const auto records = run::look_at_journal(console.env.disk, console.env.clock, arguments.journal);
  if (!records) {
    print(console, records.error());
    return exit_code(records.error());
  }
  if (auto checked = check(run::fold(*records), *records); !checked) {
    print(console, checked.error());
    return exit_code(checked.error());
  }
  arguments.request.time = console.env.clock.now();
  const std::string path = run::requests_path(arguments.journal);
  if (auto asked = run::ask(console.env.disk, console.env.sleeper, path, arguments.request);
      !asked) {
    print(console, asked.error());
    return exit_code(asked.error());
  }
  console.out << fmt::format(
      "asked to {}{}; the run acts on it at once, or when it is carried on: godwit status {}\n",
      to_string(arguments.request.kind),
      arguments.request.gate.empty() ? "" : " " + arguments.request.gate, arguments.journal);
  return ok;
}

Result<void> still_going(const run::RunState& state, const std::string& operation) {
  if (state.outcome == run::Outcome::none) return {};
  return fail({ErrorKind::conflict, operation, state.run,
               fmt::format("it has ended: {}", to_string(state.outcome)),
               "see `godwit status`; `godwit apply` resumes a run that failed or was cancelled"});
}

}  // namespace godwit::cli
