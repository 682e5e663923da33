#include "cli/scenarios.h"

#include <ostream>

#include "base/text.h"
#include "cli/load.h"
#include "rehearse/scenario.h"

namespace godwit::cli {
namespace {

struct Loaded {
  rehearse::Scenario scenario;
  plan::Plan plan;
  account::Account account;
  plan::Graph graph;
  rehearse::Files files;
};

std::optional<Loaded> load(Console& console, const std::string& file) {
  const auto text = read_file(console.env.disk, file, 1 << 20);
  if (!text) {
    print(console, text.error());
    return std::nullopt;
  }
  auto scenario = rehearse::read_scenario(*text, file);
  if (!scenario) {
    print(console, scenario.error());
    return std::nullopt;
  }
  auto plan = load_plan(console, scenario->plan);
  auto account = load_account(console, scenario->account);
  if (!plan || !account) return std::nullopt;
  auto graph = compile(console, *plan, &*account);
  if (!graph) return std::nullopt;
  if (Errors errors = check_scenario(*scenario, *account, *graph); !errors.empty()) {
    print(console, errors);
    return std::nullopt;
  }
  auto files = load_files(console, *plan);
  if (!files) return std::nullopt;
  return Loaded{*std::move(scenario), *std::move(plan), *std::move(account), *std::move(graph),
                *std::move(files)};
}

// A command that shows this seed alone, with all that is known of it.
std::string replay_of(const rehearse::Scenario& scenario, std::uint64_t seed) {
  std::string command =
      fmt::format("godwit rehearse {} --account {} --seed {} {}", scenario.plan, scenario.account,
                  seed, scenario.resumed ? "--once" : "--no-way-back");
  for (const rehearse::GivenFault& given : scenario.faults) {
    command += fmt::format(" --fault '{}'", to_string(given.fault));
  }
  return command;
}

// Whether all was as expected; nullopt: it could not be run.
std::optional<bool> run(Console& console, const Loaded& loaded) {
  const rehearse::Scenario& scenario = loaded.scenario;
  std::vector<rehearse::ScenarioRun> runs;
  std::string surprises;
  std::set<std::string> outcomes;
  for (std::uint64_t seed : scenario.seeds) {
    auto one =
        run_scenario(scenario, seed, loaded.plan, loaded.graph, loaded.account, &loaded.files);
    if (!one) {
      print(console, one.error());
      return std::nullopt;
    }
    outcomes.emplace(to_string(one->rehearsal.passes.front().outcome));
    if (!one->surprises.empty()) {
      surprises += fmt::format("        seed {}\n", seed);
      for (const std::string& surprise : one->surprises) {
        surprises += fmt::format("          {}\n", surprise);
      }
      surprises += fmt::format("          {}\n", replay_of(scenario, seed));
    }
    runs.push_back(*std::move(one));
  }
  for (const std::string& idle : idle_faults(scenario, runs)) {
    surprises += fmt::format("        {}\n", idle);
  }
  console.out << fmt::format("{:<6}  {:<34}  {}{}\n", surprises.empty() ? "held" : "broken",
                             scenario.name, join({outcomes.begin(), outcomes.end()}, ", "),
                             runs.size() > 1 ? fmt::format(", {} seeds", runs.size()) : "")
              << surprises;
  return surprises.empty();
}

}  // namespace

int rehearse_scenarios(Console& console, const std::vector<std::string>& files) {
  // All of them are read before any is run.
  std::vector<Loaded> all;
  bool readable = true;
  for (const std::string& file : files) {
    auto loaded = load(console, file);
    readable &= loaded.has_value();
    if (loaded) all.push_back(*std::move(loaded));
  }
  if (!readable) return bad_input;
  std::size_t held = 0;
  for (const Loaded& loaded : all) {
    const auto as_expected = run(console, loaded);
    if (!as_expected) return broken;
    if (*as_expected) ++held;
  }
  console.out << fmt::format("{} of {} scenarios held\n", held, all.size());
  return held == all.size() ? ok : failed;
}

}  // namespace godwit::cli
