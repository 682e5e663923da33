// godwit approve RUN GATE: opens a gate that waits for a person. docs/apply.md.
#include "base/text.h"
#include "cli/ask_run.h"
#include "run/approvals.h"

namespace godwit::cli {

Command::Run declare_approve(CLI::App& app) {
  auto arguments = std::make_shared<AskArguments>();
  arguments->request.kind = run::RequestKind::approve;
  declare_ask(app, *arguments);
  app.add_option("GATE", arguments->request.gate, "the approval's name, as `godwit status` has it")
      ->required();
  return [arguments](Console& console) {
    return ask_run(
        *arguments, console,
        [&](const run::RunState& state, const std::vector<run::Record>& records) -> Result<void> {
          const std::string& gate = arguments->request.gate;
          const auto names = run::approvals_in(records);
          if (std::ranges::find(names, gate) == names.end()) {
            return fail({ErrorKind::not_found, "approve", gate,
                         "the run has no such approval" + did_you_mean(gate, names),
                         "its approvals are " + join(names, ", ")});
          }
          const auto before = state.approvals.find(gate);
          if (before != state.approvals.end()) {
            return fail({ErrorKind::conflict,
                         "approve",
                         gate,
                         fmt::format("{} has approved it already, at {}", before->second.by,
                                     format_time(before->second.time)),
                         {}});
          }
          if (state.outcome == run::Outcome::failed || state.outcome == run::Outcome::cancelled) {
            return {};  // for when it is resumed
          }
          return still_going(state, "approve");
        });
  };
}

}  // namespace godwit::cli
