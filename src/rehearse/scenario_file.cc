#include "account/formats.h"
#include "base/text.h"
#include "rehearse/scenario.h"
#include "yaml/parse.h"
#include "yaml/reader.h"

namespace godwit::rehearse {
namespace {

using yaml::Reader;

constexpr int most_seeds = 1000;
constexpr int most_faults = 1000;

std::string beside(const std::string& file, const std::string& path) {
  if (path.starts_with('/')) return path;
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? path : file.substr(0, slash + 1) + path;
}

// A fault's text, with what comes before it; its own error at its own place.
std::optional<GivenFault> a_fault(const yaml::Node& node, yaml::Problems& problems,
                                  const std::string& before = {}) {
  const auto text = yaml::a_line(node, problems);
  if (!text) return std::nullopt;
  auto fault = parse_fault(before + *text);
  if (!fault) {
    problems.add(node.place, fault.error().cause, fault.error().remedy);
    return std::nullopt;
  }
  return GivenFault{*std::move(fault), problems.at(node.place)};
}

yaml::Format<run::Outcome> an_outcome() {
  std::vector<std::pair<std::string, run::Outcome>> choices;
  for (run::Outcome outcome : {run::Outcome::completed, run::Outcome::failed,
                               run::Outcome::rolled_back, run::Outcome::none}) {
    choices.emplace_back(to_string(outcome), outcome);
  }
  return yaml::choice(std::move(choices));
}

// One, or a list of them.
std::set<run::Outcome> read_outcomes(Reader& reader) {
  const yaml::Node* node = reader.need("outcome");
  if (node == nullptr) return {};
  const auto format = an_outcome();
  if (node->kind == yaml::Kind::list) {
    const auto all =
        yaml::list_of(format)(*node, reader.problems()).value_or(std::vector<run::Outcome>());
    return {all.begin(), all.end()};
  }
  if (const auto one = format(*node, reader.problems())) return {*one};
  return {};
}

Expectation read_expectation(Reader& file) {
  Expectation expect;
  const yaml::Node* node = file.need("expect");
  if (node == nullptr) return expect;
  Reader reader(*node, "'expect'", file.problems());
  expect.outcomes = read_outcomes(reader);
  expect.failure = reader.optional("failure", yaml::a_line, std::string());
  expect.owner = reader.optional("owner", account::a_region, std::string());
  expect.downtime = reader.maybe("downtime", yaml::a_duration);
  std::vector<std::string> names;
  for (const Invariant& invariant : invariants()) names.emplace_back(invariant.name);
  const auto broken = reader.optional("broken", yaml::list_of(yaml::one_of("an invariant", names)),
                                      std::vector<std::string>());
  expect.broken = {broken.begin(), broken.end()};
  if (const auto count = reader.maybe("takeovers", yaml::an_integer(0, most_faults))) {
    expect.takeovers = static_cast<std::size_t>(*count);
  }
  expect.refusals =
      static_cast<std::size_t>(reader.optional("refusals", yaml::an_integer(0, 1'000'000), 0));
  reader.finish();
  return expect;
}

}  // namespace

Checked<Scenario> read_scenario(std::string_view text, const std::string& file) {
  yaml::Problems problems("read scenario", file);
  Scenario scenario;
  if (const auto root = yaml::parse(text, problems)) {
    Reader reader(*root, "the scenario file", problems);
    scenario.name = reader.required("scenario", yaml::a_name);
    scenario.about = reader.optional("about", yaml::a_line, std::string());
    scenario.plan = beside(file, reader.required("plan", yaml::a_line));
    const std::size_t slash = scenario.plan.rfind('/');
    const std::string folder =
        slash == std::string::npos ? std::string() : scenario.plan.substr(0, slash + 1);
    const auto account = reader.maybe("account", yaml::a_line);
    scenario.account = account ? beside(file, *account) : folder + "account.yaml";
    for (int seed : reader.optional("seeds", yaml::list_of(yaml::an_integer(0, 1'000'000'000)),
                                    std::vector<int>{1})) {
      scenario.seeds.push_back(static_cast<std::uint64_t>(seed));
    }
    if (scenario.seeds.empty()) {
      reader.problem("seeds", "there is no seed", "leave 'seeds' out for one, or name some");
    }
    if (scenario.seeds.size() > most_seeds) {
      reader.problem("seeds", fmt::format("there are more than {} seeds", most_seeds),
                     "`godwit rehearse --seeds` is for many");
    }
    const auto& items = reader.items("faults");
    if (items.size() > most_faults) {
      reader.problem("faults", fmt::format("there are more than {} faults", most_faults),
                     "leave some out");
    } else {
      for (const yaml::Node& item : items) {
        if (auto fault = a_fault(item, problems)) scenario.faults.push_back(*std::move(fault));
      }
    }
    if (const yaml::Node* rollback = reader.find("rollback")) {
      if (auto fault = a_fault(*rollback, problems, "roll-back ")) {
        scenario.faults.push_back(*std::move(fault));
      }
    }
    scenario.resumed = reader.optional("resumed", yaml::a_flag, true);
    scenario.expect = read_expectation(reader);
    reader.finish();
  }
  if (!problems.none()) return std::unexpected(problems.take());
  return scenario;
}

}  // namespace godwit::rehearse
