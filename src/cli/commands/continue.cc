// godwit continue RUN: lets a paused run go on. docs/apply.md.
#include "cli/ask_run.h"

namespace godwit::cli {

Command::Run declare_continue(CLI::App& app) {
  auto arguments = std::make_shared<AskArguments>();
  arguments->request.kind = run::RequestKind::go_on;
  declare_ask(app, *arguments);
  return [arguments](Console& console) {
    // Whether it is paused is the run's to say: a pause may be on its way.
    return ask_run(*arguments, console,
                   [](const run::RunState& state, const std::vector<run::Record>&) {
                     return still_going(state, "continue run");
                   });
  };
}

}  // namespace godwit::cli
