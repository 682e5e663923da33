// Scenario: a rehearsal that has to end in a certain way, as data. The format is
// docs/scenario-file.md.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/rehearsal.h"

namespace godwit::rehearse {

struct Expectation {
  std::set<run::Outcome> outcomes;
  std::string failure;  // a part of its text; empty: any
  std::string owner;    // empty: anybody
  std::optional<Duration> downtime;
  std::set<std::string> broken;  // invariants that may be
  std::optional<std::size_t> takeovers;
  std::size_t refusals = 0;  // at least
};

struct GivenFault {
  Fault fault;
  Location where;
};

struct Scenario {
  std::string name;
  std::string about;
  std::string plan;     // path, from where the scenario's own starts
  std::string account;  // likewise
  std::vector<std::uint64_t> seeds;
  std::vector<GivenFault> faults;
  bool resumed = true;
  Expectation expect;
};

// All errors at once. `file` is the name for their places, and its folder is where paths start.
Checked<Scenario> read_scenario(std::string_view yaml, const std::string& file);

// Faults at nothing that exists, with their places.
Errors check_scenario(const Scenario& scenario, const account::Account& account,
                      const plan::Graph& graph);

// One seed of it, and what is not as expected: sentences for people.
struct ScenarioRun {
  Rehearsal rehearsal;
  std::vector<std::string> surprises;
};
Result<ScenarioRun> run_scenario(const Scenario& scenario, std::uint64_t seed,
                                 const plan::Plan& plan, const plan::Graph& graph,
                                 const account::Account& account, const Files* files = nullptr);

// Over all seeds: faults that never did anything.
std::vector<std::string> idle_faults(const Scenario& scenario,
                                     const std::vector<ScenarioRun>& runs);

}  // namespace godwit::rehearse
