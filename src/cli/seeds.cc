#include "cli/seeds.h"

#include <ostream>
#include <set>

#include "cli/load.h"
#include "rehearse/minimise.h"
#include "rehearse/seeds.h"
#include "rehearse/swarm.h"
#include "report/seeds_json.h"
#include "report/seeds_progress.h"
#include "report/seeds_text.h"

namespace godwit::cli {
namespace {

// How many different failures are looked into, and how long each.
constexpr std::size_t most_minimised = 3;
constexpr std::size_t most_runs = 80;

std::string quoted(const std::string& text) {
  const bool plain = text.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "0123456789_-./:+,@%") == std::string::npos;
  if (plain && !text.empty()) return text;
  std::string result = "'";
  for (char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string command_of(const SeedsRequest& request, const rehearse::SeedSummary& seed) {
  std::string command = "godwit rehearse " + quoted(request.plan_path);
  if (!request.account_path.empty()) command += " --account " + quoted(request.account_path);
  command += fmt::format(" --once --seed {} --requests {}", seed.seed, request.requests);
  for (const rehearse::Fault& fault : seed.faults) {
    command += " --fault " + quoted(rehearse::to_string(fault));
  }
  return command;
}

// The first seed of each way to fail, with the least that fails in that way.
std::vector<report::FailingSeed> minimise_failures(
    Console& console, const plan::Plan& plan, const plan::Graph& graph,
    const account::Account& account, const SeedsRequest& request,
    const std::vector<rehearse::SeedSummary>& summaries) {
  std::vector<report::FailingSeed> failing;
  std::set<std::string> seen;
  for (const rehearse::SeedSummary& summary : summaries) {
    if (summary.passed() || failing.size() == most_minimised) continue;
    const std::string failure = summary.failure();
    if (!seen.insert(failure).second) continue;
    console.err << fmt::format("looking for the least that makes seed {} fail\n", summary.seed)
                << std::flush;
    report::FailingSeed& least = failing.emplace_back();
    least.whole = &summary;
    least.least = summary;
    const auto fails = [&](const std::vector<rehearse::Fault>& faults) {
      rehearse::SeedSummary tried =
          rehearse::rehearse_seed(plan, graph, account, summary.seed, faults, request.files);
      if (tried.failure() != failure) return false;
      least.least = std::move(tried);
      return true;
    };
    const rehearse::Minimised minimised = rehearse::minimise(summary.faults, fails, most_runs);
    least.runs = minimised.runs;
    least.minimal = minimised.minimal;
    least.command = command_of(request, least.least);
  }
  return failing;
}

}  // namespace

int rehearse_seeds(Console& console, const plan::Plan& plan, const plan::Graph& graph,
                   const account::Account& given, const SeedsRequest& request) {
  for (const rehearse::Fault& fault : request.faults) {
    if (auto checked = rehearse::check_fault(fault, given, graph); !checked) {
      print(console, checked.error());
      return bad_input;
    }
  }
  const account::Account account =
      rehearse::with_requests(given, plan.policy.duration, request.requests);
  const Clock& clock = console.env.clock;
  std::optional<Time> until;
  if (request.soak) until = clock.now() + *request.soak;

  // Execute.
  report::SeedsProgress progress(console.err, console.messages, clock, request.count, until);
  bool failure = false;
  rehearse::SeedsOptions options;
  options.first = request.first;
  options.count = request.soak ? std::numeric_limits<std::size_t>::max() : request.count;
  options.jobs = request.jobs;
  options.files = request.files;
  options.faults = [&](std::uint64_t seed) {
    return request.faults.empty() ? rehearse::draw_faults(seed, plan, graph) : request.faults;
  };
  options.over = [&](const rehearse::SeedSummary& summary) {
    failure = failure || !summary.passed();
    progress.over(summary);
  };
  if (until) options.go_on = [&] { return !failure && clock.now() < *until; };
  const std::vector<rehearse::SeedSummary> summaries =
      rehearse::rehearse_seeds(plan, graph, account, options);
  progress.end();

  // Report.
  const std::vector<report::FailingSeed> failing =
      minimise_failures(console, plan, graph, account, request, summaries);
  console.out << (request.json
                      ? report::seeds_json(plan, account, summaries, failing)
                      : report::seeds_text(plan, account, summaries, failing, console.terminal));
  return failing.empty() ? ok : failed;
}

}  // namespace godwit::cli
