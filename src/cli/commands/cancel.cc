// godwit cancel RUN: ends a run at its next safe point; it can be resumed or rolled back.
// docs/apply.md.
#include "cli/ask_run.h"

namespace godwit::cli {

Command::Run declare_cancel(CLI::App& app) {
  auto arguments = std::make_shared<AskArguments>();
  arguments->request.kind = run::RequestKind::cancel;
  declare_ask(app, *arguments);
  return [arguments](Console& console) {
    return ask_run(*arguments, console,
                   [](const run::RunState& state, const std::vector<run::Record>&) {
                     return still_going(state, "cancel run");
                   });
  };
}

}  // namespace godwit::cli
