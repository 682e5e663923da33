// godwit pause RUN: lets turns that are under way end, and no other begin, until the run is
// continued. docs/apply.md.
#include "cli/ask_run.h"

namespace godwit::cli {

Command::Run declare_pause(CLI::App& app) {
  auto arguments = std::make_shared<AskArguments>();
  arguments->request.kind = run::RequestKind::pause;
  declare_ask(app, *arguments);
  return [arguments](Console& console) {
    return ask_run(*arguments, console,
                   [](const run::RunState& state, const std::vector<run::Record>&) -> Result<void> {
                     TRY_VOID(still_going(state, "pause run"));
                     if (!state.paused) return {};
                     return fail({ErrorKind::conflict,
                                  "pause run",
                                  state.run,
                                  fmt::format("{} has paused it already, at {}", state.paused->by,
                                              format_time(state.paused->time)),
                                  {}});
                   });
  };
}

}  // namespace godwit::cli
