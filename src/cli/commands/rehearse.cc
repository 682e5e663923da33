// godwit rehearse PLAN: the whole migration in a simulated AWS, and whether anything was lost.
#include <ostream>

#include "cli/load.h"
#include "rehearse/rehearsal.h"
#include "report/rehearsal_json.h"
#include "report/rehearsal_text.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string plan;
  std::string account;
  std::uint64_t seed = 1;
  std::vector<std::string> faults;
  std::string journal;
  bool resume = false;
  bool no_way_back = false;
  std::string snapshot;
  bool json = false;
};

int rehearse_plan(const Arguments& arguments, Console& console) {
  // Load.
  auto plan = load_plan(console, arguments.plan);
  auto account = load_account(
      console, arguments.account.empty() ? account_beside(arguments.plan) : arguments.account);
  if (!plan || !account) return bad_input;
  rehearse::RehearsalOptions options;
  options.seed = arguments.seed;
  options.way_back = !arguments.no_way_back;
  options.snapshot = arguments.json || !arguments.snapshot.empty();
  options.disk = &console.env.disk;
  options.journal_path = arguments.journal;
  options.resume = arguments.resume;
  for (const std::string& text : arguments.faults) {
    auto fault = rehearse::parse_fault(text);
    if (!fault) {
      print(console, fault.error());
      return bad_input;
    }
    options.faults.push_back(*fault);
  }

  // Check and compile.
  auto graph = compile(console, *plan, &*account);
  if (!graph) return bad_input;

  // Execute.
  auto rehearsal = rehearse::rehearse(*plan, *graph, *account, options);
  if (!rehearsal) {
    print(console, rehearsal.error());
    return exit_code(rehearsal.error());
  }

  // Report.
  console.out << (arguments.json ? report::rehearsal_json(*plan, *graph, *account, *rehearsal)
                                 : report::rehearsal_text(*plan, *graph, *account, *rehearsal,
                                                          console.terminal));
  if (!arguments.snapshot.empty()) {
    const auto written =
        write_file(console.env.disk, arguments.snapshot,
                   boost::json::serialize(rehearsal->passes.front().snapshot) + "\n");
    if (!written) {
      print(console, written.error());
      return broken;
    }
  }
  return rehearsal->passed ? ok : failed;
}

}  // namespace

Command::Run declare_rehearse(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("PLAN", arguments->plan, "plan file (docs/plan-file.md)")->required();
  app.add_option("--account", arguments->account,
                 "account file (docs/account-file.md); default: account.yaml beside the plan");
  app.add_option("--seed", arguments->seed, "the same seed gives the same run, byte for byte")
      ->capture_default_str();
  app.add_option(
         "--fault", arguments->faults,
         "what goes wrong, any number: 'failing eu-central-1 at traffic/api/shift+30h for 2h'")
      ->allow_extra_args(false);
  auto* journal = app.add_option("--journal", arguments->journal,
                                 "keep the migration's journal in this file (docs/journal.md)");
  app.add_flag("--resume", arguments->resume, "go on with the journal that is there")
      ->needs(journal);
  app.add_flag("--no-way-back", arguments->no_way_back, "leave the rollback out");
  app.add_option("--snapshot", arguments->snapshot,
                 "write the lab's state after the way forward to this file (docs/lab.md)");
  app.add_flag("--json", arguments->json, "print JSON (docs/rehearsal.md)");
  return [arguments](Console& console) { return rehearse_plan(*arguments, console); };
}

}  // namespace godwit::cli
