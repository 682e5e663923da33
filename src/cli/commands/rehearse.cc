// godwit rehearse PLAN: the whole migration in a simulated AWS, and whether anything was lost.
#include <algorithm>
#include <ostream>
#include <thread>

#include "cli/load.h"
#include "cli/scenarios.h"
#include "cli/seeds.h"
#include "rehearse/rehearsal.h"
#include "rehearse/seeds.h"
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
  bool real_disk = false;
  bool resume = false;
  bool no_way_back = false;
  bool once = false;
  std::size_t requests = 0;  // 0: the account's
  std::size_t seeds = 0;
  std::string soak;
  std::size_t jobs = 0;
  std::string snapshot;
  bool json = false;
  std::vector<std::string> scenarios;
};

// Of each of many seeds: enough that somebody meets every gap, few enough for thousands of them.
constexpr std::size_t usual_requests_of_a_seed = 20'000;

int rehearse_many(const Arguments& arguments, const plan::Plan& plan,
                  const account::Account& account, std::vector<rehearse::Fault> faults,
                  Console& console) {
  auto graph = compile(console, plan, &account);
  const auto files = load_files(console, plan);
  if (!graph || !files) return bad_input;
  SeedsRequest request;
  request.files = &*files;
  request.plan_path = arguments.plan;
  request.account_path = arguments.account;
  request.first = arguments.seed;
  request.count = arguments.seeds;
  request.requests = arguments.requests > 0 ? arguments.requests : usual_requests_of_a_seed;
  request.jobs = arguments.jobs > 0 ? arguments.jobs
                                    : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  request.faults = std::move(faults);
  request.json = arguments.json;
  if (!arguments.soak.empty()) {
    request.soak = parse_duration(arguments.soak);
    if (!request.soak) {
      print(console, {ErrorKind::invalid, "read --soak", "'" + arguments.soak + "'",
                      "that is no duration", "write it as: 60m"});
      return bad_input;
    }
  }
  return rehearse_seeds(console, plan, *graph, account, request);
}

int rehearse_plan(const Arguments& arguments, Console& console) {
  if (!arguments.scenarios.empty()) return rehearse_scenarios(console, arguments.scenarios);
  // Load.
  auto plan = load_plan(console, arguments.plan);
  auto account =
      load_account(console, arguments.account.empty() ? beside(arguments.plan, "account.yaml")
                                                      : arguments.account);
  if (!plan || !account) return bad_input;
  rehearse::RehearsalOptions options;
  options.seed = arguments.seed;
  options.way_back = !arguments.no_way_back;
  options.once = arguments.once;
  options.snapshot = arguments.json || !arguments.snapshot.empty();
  options.disk = &console.env.disk;
  options.journal_path = arguments.journal;
  if (arguments.real_disk && arguments.journal.empty()) {
    // The same plan and seed, the same name: --resume finds it again.
    options.journal_path = fmt::format("{}-{}.journal", plan->name, arguments.seed);
    console.err << "journal: " << options.journal_path << '\n';
  }
  if (arguments.resume && options.journal_path.empty()) {
    print(console, {ErrorKind::invalid, "resume rehearsal", arguments.plan,
                    "there is no journal to resume from", "add --real-disk, or --journal FILE"});
    return bad_input;
  }
  options.resume = arguments.resume;
  for (const std::string& text : arguments.faults) {
    auto fault = rehearse::parse_fault(text);
    if (!fault) {
      print(console, fault.error());
      return bad_input;
    }
    options.faults.push_back(*fault);
  }

  if (arguments.seeds > 0 || !arguments.soak.empty()) {
    return rehearse_many(arguments, *plan, *account, std::move(options.faults), console);
  }
  if (arguments.requests > 0) {
    account = rehearse::with_requests(*account, plan->policy.duration, arguments.requests);
  }

  // Check and compile.
  auto graph = compile(console, *plan, &*account);
  const auto files = load_files(console, *plan);
  if (!graph || !files) return bad_input;
  options.files = &*files;

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
  auto* what = app.add_option_group("what");
  what->add_option("PLAN", arguments->plan, "plan file (docs/plan-file.md)");
  what->add_option("--scenario", arguments->scenarios,
                   "scenario files with plan, faults and what to expect (docs/scenario-file.md)");
  what->require_option(1);
  app.add_option("--account", arguments->account,
                 "account file (docs/account-file.md); default: account.yaml beside the plan");
  app.add_option("--seed", arguments->seed, "the same seed gives the same run, byte for byte")
      ->take_last()
      ->capture_default_str();
  app.add_option(
         "--fault", arguments->faults,
         "what goes wrong, any number: 'failing eu-central-1 at traffic/api/shift+30h for 2h'")
      ->allow_extra_args(false);
  auto* journal = app.add_option("--journal", arguments->journal,
                                 "keep the migration's journal in this file (docs/journal.md)");
  auto* real_disk = app.add_flag(
      "--real-disk", arguments->real_disk,
      "keep it on this machine's disk in a file that is named after plan and seed, and say which");
  app.add_flag("--resume", arguments->resume, "go on with the journal that is there");
  app.add_flag("--no-way-back", arguments->no_way_back, "leave the rollback out");
  auto* once = app.add_flag("--once", arguments->once,
                            "one pass: forward, resumed after failures, rolled back if it must be");
  app.add_option(
         "--requests", arguments->requests,
         "about so many requests of users in a pass; default: the account's, and 20000 with "
         "--seeds and --soak")
      ->check(CLI::Range(1, 100'000'000));
  auto* seeds = app.add_option("--seeds", arguments->seeds,
                               "so many seeds from --seed on, each once and with random faults")
                    ->check(CLI::Range(1, 100'000'000));
  auto* soak = app.add_option("--soak", arguments->soak,
                              "seeds from --seed on for so long ('60m'), or until one fails");
  app.add_option("--jobs", arguments->jobs, "threads for --seeds and --soak; default: all")
      ->check(CLI::Range(1, 1024));
  seeds->excludes(soak);
  for (CLI::Option* many : {seeds, soak})
    many->excludes(once)->excludes(journal)->excludes(real_disk);
  app.add_option("--snapshot", arguments->snapshot,
                 "write the lab's state after the way forward to this file (docs/lab.md)");
  app.add_flag("--json", arguments->json, "print JSON (docs/rehearsal.md)");
  return [arguments](Console& console) { return rehearse_plan(*arguments, console); };
}

}  // namespace godwit::cli
