#include <algorithm>
#include <ostream>

#include "base/text.h"
#include "cli/command.h"

namespace godwit::cli {

std::span<const Command> commands() {
  static const Command list[] = {
      {"check", "say what of a runbook, its scripts or a plan would fail or lose data on AWS",
       declare_check},
      {"scan", "find all that binds a source tree to a region, and secrets in it", declare_scan},
      {"rewrite", "change what binds a source tree to a region by a plan's rules, as a diff",
       declare_rewrite},
      {"plan", "show a plan's steps, what each waits for, its gates and its way back",
       declare_plan},
      {"cost", "show what a plan's move costs: before, after, and while both regions run",
       declare_cost},
      {"catalog", "show the facts about AWS that checks rest on, or ask AWS for newer ones",
       declare_catalog},
      {"rehearse", "run the whole migration in a simulated AWS, and prove the invariants",
       declare_rehearse},
      {"lab", "serve the simulated AWS on a socket, for any AWS client", declare_lab},
      {"apply", "carry a plan out, on AWS or any endpoint; resumes where its journal ends",
       declare_apply},
      {"status", "show how far a run is, and what it waits for", declare_status},
      {"approve", "open a gate of a run that waits for a person", declare_approve},
      {"pause", "let a run's turns that are under way end, and begin no others", declare_pause},
      {"continue", "let a paused run go on", declare_continue},
      {"rollback", "take a run back: only its users, or all of it", declare_rollback},
      {"cancel", "end a run at its next safe point", declare_cancel},
      {"journal", "verify a run's journal and show its records", declare_journal},
  };
  return list;
}

int run(int argc, const char* const* argv, Console& console) {
  CLI::App app(
      "Godwit moves a live AWS workload from one region to another, and proves it beforehand.",
      "godwit");
  app.require_subcommand(1);
  app.set_version_flag("--version", "godwit " GODWIT_VERSION);
  app.footer("Exit codes: 0 yes, 1 no, 2 bad input, 3 the machine failed.");
  // CLI11 would only say that a subcommand is missing.
  if (argc > 1 && argv[1][0] != '-') {
    std::vector<std::string> names;
    for (const Command& command : commands()) names.push_back(command.name);
    if (std::find(names.begin(), names.end(), argv[1]) == names.end()) {
      console.err << "there is no command '" << argv[1] << "'" << did_you_mean(argv[1], names)
                  << "\n  the commands are " << join(names, ", ") << "; --help says more\n";
      return bad_input;
    }
  }
  Command::Run chosen;
  for (const Command& command : commands()) {
    CLI::App* verb = app.add_subcommand(command.name, command.help);
    verb->callback([&chosen, run = command.declare(*verb)] { chosen = run; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11's own codes are many; help and version are answers, everything else is bad usage.
    return app.exit(error, console.out, console.err) == 0 ? ok : bad_input;
  }
  return chosen(console);
}

}  // namespace godwit::cli
