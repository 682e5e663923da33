#include "rehearse/scenario.h"

#include "base/text.h"
#include "rehearse/downtime.h"

namespace godwit::rehearse {
namespace {

std::string names_of(const std::set<run::Outcome>& outcomes) {
  std::vector<std::string> names;
  for (run::Outcome outcome : outcomes) names.emplace_back(to_string(outcome));
  return join(names, " or ");
}

// Every reason that was ever given: of failures, and of waits that have not ended.
bool says(const Evidence& evidence, const std::string& text) {
  if (evidence.failure && to_string(*evidence.failure).contains(text)) return true;
  for (const run::Record& record : evidence.journal) {
    if (record.kind == run::RecordKind::step_failed &&
        boost::json::serialize(record.payload).find(text) != std::string::npos) {
      return true;
    }
  }
  return !evidence.waits.empty() && evidence.waits.back().why.contains(text);
}

std::string reason_of(const Evidence& evidence) {
  if (evidence.failure) return evidence.failure->cause;
  return evidence.waits.empty() ? "none" : evidence.waits.back().why;
}

void compare(const Expectation& expect, const account::Account& account, const Rehearsal& rehearsal,
             std::vector<std::string>& surprises) {
  const Evidence& evidence = rehearsal.passes.front();
  if (!expect.outcomes.contains(evidence.outcome)) {
    surprises.push_back(fmt::format("the outcome is {}, not {}: {}", to_string(evidence.outcome),
                                    names_of(expect.outcomes), reason_of(evidence)));
  }
  if (!expect.failure.empty() && !says(evidence, expect.failure)) {
    surprises.push_back(fmt::format("nobody said '{}'; the last reason was: {}", expect.failure,
                                    reason_of(evidence)));
  }
  if (!expect.owner.empty() && evidence.owner != expect.owner) {
    surprises.push_back(fmt::format("at the end answers name {}, not {}",
                                    evidence.owner.empty() ? "several regions" : evidence.owner,
                                    expect.owner));
  }
  if (expect.downtime) {
    const auto places =
        downtime_by_place(evidence.history, account.users.places.size(), evidence.ended);
    for (std::size_t place = 0; place < places.size(); ++place) {
      if (places[place].total <= *expect.downtime) continue;
      surprises.push_back(
          fmt::format("downtime in {} was {}, more than {}", account.users.places[place].name,
                      format_duration(places[place].total), format_duration(*expect.downtime)));
    }
  }
  for (const Judgement& judgement : rehearsal.judgements) {
    if (judgement.verdict.held || expect.broken.contains(std::string(judgement.invariant->name))) {
      continue;
    }
    surprises.push_back(
        fmt::format("{} did not hold: {}{}", judgement.invariant->name, judgement.verdict.detail,
                    judgement.verdict.first.empty() ? "" : "; first: " + judgement.verdict.first));
  }
  if (expect.takeovers && evidence.takeovers != *expect.takeovers) {
    surprises.push_back(fmt::format("another executor took the run over {} times, not {}",
                                    evidence.takeovers, *expect.takeovers));
  }
  if (evidence.refusals < expect.refusals) {
    surprises.push_back(fmt::format("another executor was refused {} times, not {} or more",
                                    evidence.refusals, expect.refusals));
  }
}

}  // namespace

Errors check_scenario(const Scenario& scenario, const account::Account& account,
                      const plan::Graph& graph) {
  Errors errors;
  for (const GivenFault& given : scenario.faults) {
    const auto checked = check_fault(given.fault, account, graph);
    if (checked) continue;
    Error error = checked.error();
    error.where = given.where;
    errors.push_back(std::move(error));
  }
  return errors;
}

Result<ScenarioRun> run_scenario(const Scenario& scenario, std::uint64_t seed,
                                 const plan::Plan& plan, const plan::Graph& graph,
                                 const account::Account& account, const Files* files) {
  RehearsalOptions options;
  options.files = files;
  options.seed = seed;
  options.snapshot = false;
  options.way_back = false;
  options.once = scenario.resumed;
  for (const GivenFault& given : scenario.faults) options.faults.push_back(given.fault);
  ScenarioRun run;
  run.rehearsal = TRY(rehearse(plan, graph, account, options));
  compare(scenario.expect, account, run.rehearsal, run.surprises);
  return run;
}

std::vector<std::string> idle_faults(const Scenario& scenario,
                                     const std::vector<ScenarioRun>& runs) {
  std::vector<std::string> idle;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const bool happened = std::any_of(runs.begin(), runs.end(), [i](const ScenarioRun& run) {
      return run.rehearsal.passes.front().fault_counts[i] > 0;
    });
    if (!happened) {
      idle.push_back(fmt::format("'{}' never did anything", to_string(scenario.faults[i].fault)));
    }
  }
  return idle;
}

}  // namespace godwit::rehearse
