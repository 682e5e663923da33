#include "report/run_status.h"

#include <algorithm>

#include "report/table.h"
#include "run/plan_change.h"

namespace godwit::report {
namespace {

// What a record says of a step, for people; empty where it says nothing.
std::string note_of(const run::Record& record) {
  if (record.kind != run::RecordKind::step_failed) return run::text_in(record.payload, "note");
  const auto* error = record.payload.if_contains("error");
  return error != nullptr && error->is_object() ? run::text_in(error->as_object(), "cause")
                                                : std::string();
}

Style style_of(run::StepStatus status) {
  switch (status) {
    case run::StepStatus::done:
    case run::StepStatus::undone:
      return Style::good;
    case run::StepStatus::failed:
      return Style::bad;
    case run::StepStatus::pending:
      return Style::faint;
    default:
      return Style::bold;
  }
}

std::string state_of(const RunStatus& status) {
  if (status.outcome != run::Outcome::none) return std::string(run::to_string(status.outcome));
  if (status.cancelling) return "being cancelled";
  if (status.paused) {
    return fmt::format("paused by {} at {}: {}", status.paused->by,
                       format_time(status.paused->time), status.paused->because);
  }
  return status.rolling_back ? "being rolled back" : "not at its end";
}

// What is waited for: by the plan's dependencies, what is done, and who has approved what.
void add_gates(RunStatus& status, const std::vector<run::Record>& records,
               const run::RunState& state) {
  std::map<std::string, StepLine*> lines;
  for (StepLine& line : status.steps) lines[line.step] = &line;
  const auto is_done = [&](const std::string& id) {
    const auto known = state.steps.find(id);
    return known != state.steps.end() && known->second.status == run::StepStatus::done;
  };
  for (const run::DescribedStep& step : run::described_steps(records)) {
    const auto known = state.steps.find(step.id);
    const bool pending =
        known == state.steps.end() || known->second.status == run::StepStatus::pending;
    const bool ready = pending && std::ranges::all_of(step.after, is_done) &&
                       status.outcome == run::Outcome::none && !status.rolling_back;
    std::string waits;
    for (const run::DescribedGate& gate : step.gates) {
      if (!gate.approval.empty()) {
        auto found = std::ranges::find(status.approvals, gate.approval, &ApprovalLine::gate);
        if (found == status.approvals.end()) {
          found = status.approvals.insert(found, {.gate = gate.approval, .title = gate.title});
          const auto said = state.approvals.find(gate.approval);
          if (said != state.approvals.end()) found->approved = said->second;
        }
        found->before.push_back(step.id);
        if (found->approved) continue;
        found->awaited = found->awaited || ready;
      }
      waits += (waits.empty() ? "waits for: " : "; ") +
               (gate.approval.empty() ? gate.title : "approval of " + gate.approval);
    }
    if (ready && lines.contains(step.id)) lines[step.id]->note = waits;
  }
}

}  // namespace

RunStatus status_of(const std::vector<run::Record>& records) {
  RunStatus status;
  run::RunState state;
  std::map<std::string, std::size_t> place;
  const auto line_of = [&](const std::string& step) -> StepLine& {
    const auto [found, is_new] = place.try_emplace(step, status.steps.size());
    if (is_new) status.steps.push_back({.step = step, .since = {}, .note = {}});
    return status.steps[found->second];
  };
  for (const run::Record& record : records) {
    state.apply(record);
    if (record.kind == run::RecordKind::run_begun) {
      status.run = run::text_in(record.payload, "run");
      status.plan = run::text_in(record.payload, "plan");
      status.account = run::text_in(record.payload, "account");
      status.begun = record.time;
      for (const auto& step : run::described_steps({record})) line_of(step.id);
    }
    if (!record.step.empty()) {
      StepLine& line = line_of(record.step);
      const run::StepState& now = state.steps.at(record.step);
      if (now.status != line.status || !line.since) line.since = record.time;
      line.status = now.status;
      line.outcome_unknown = now.outcome_unknown;
      line.attempts = std::max(line.attempts, record.attempt);
      if (std::string note = note_of(record); !note.empty()) line.note = std::move(note);
    }
    status.last = record.time;
  }
  status.outcome = state.outcome;
  status.rolling_back = state.rolling_back;
  status.records = records.size();
  status.paused = state.paused;
  status.cancelling = state.cancelling;
  add_gates(status, records, state);
  return status;
}

std::string status_text(const RunStatus& status, const Terminal& terminal) {
  const auto count = [&](run::StepStatus wanted) {
    return std::ranges::count(status.steps, wanted, &StepLine::status);
  };
  Table head({{""}, {"", Align::left, Fit::wrap}});
  const auto add = [&head](const char* label, std::string what, Style style = Style::plain) {
    head.add({{label, Style::faint}, {std::move(what), style}});
  };
  add("plan", status.plan);
  add("account", status.account);
  add("state", state_of(status), status.outcome == run::Outcome::failed ? Style::bad : Style::bold);
  add("begun", format_time(status.begun));
  add("last record", fmt::format("{}, number {}", format_time(status.last), status.records));
  add("steps", fmt::format("{} done, {} under way, {} to come{}", count(run::StepStatus::done),
                           count(run::StepStatus::running) + count(run::StepStatus::undoing),
                           count(run::StepStatus::pending),
                           count(run::StepStatus::failed) > 0 ? ", 1 failed" : ""));
  if (status.holder) {
    add("carried out by", fmt::format("{}, tenure {}, lease until {}", status.holder->who,
                                      status.holder->fence, format_time(status.holder->expires)));
  }
  for (const ApprovalLine& line : status.approvals) {
    if (line.approved) {
      add("approved", fmt::format("{} by {} at {}: {}", line.gate, line.approved->by,
                                  format_time(line.approved->time), line.approved->because));
    } else {
      add(line.awaited ? "awaits" : "will await",
          fmt::format("approval of {}: {}", line.gate, line.title),
          line.awaited ? Style::warning : Style::plain);
    }
  }
  Table table(
      {{"step"}, {"state"}, {"since"}, {"tries", Align::right}, {"", Align::left, Fit::wrap}});
  for (const StepLine& line : status.steps) {
    table.add({{line.step},
               {std::string(run::to_string(line.status)), style_of(line.status)},
               {line.since ? format_time(*line.since) : ""},
               {line.attempts > 0 ? std::to_string(line.attempts) : ""},
               {line.outcome_unknown ? "its last call's outcome is unknown" : line.note}});
  }
  return fmt::format("{}\n{}\n{}", terminal.styled(Style::heading, status.run),
                     head.text(terminal, 2), table.text(terminal));
}

std::string status_json(const RunStatus& status) {
  boost::json::array steps;
  for (const StepLine& line : status.steps) {
    boost::json::object step{{"step", line.step},
                             {"state", run::to_string(line.status)},
                             {"outcome_unknown", line.outcome_unknown},
                             {"attempts", line.attempts},
                             {"note", line.note}};
    if (line.since) step["since"] = format_time(*line.since);
    steps.push_back(std::move(step));
  }
  const auto said = [](const run::Said& words) {
    return boost::json::object{
        {"by", words.by}, {"because", words.because}, {"at", format_time(words.time)}};
  };
  boost::json::array approvals;
  for (const ApprovalLine& line : status.approvals) {
    boost::json::object approval{
        {"gate", line.gate},
        {"title", line.title},
        {"before", boost::json::array(line.before.begin(), line.before.end())},
        {"awaited", line.awaited}};
    if (line.approved) approval["approved"] = said(*line.approved);
    approvals.push_back(std::move(approval));
  }
  boost::json::object object{{"run", status.run},
                             {"plan", status.plan},
                             {"account", status.account},
                             {"outcome", run::to_string(status.outcome)},
                             {"rolling_back", status.rolling_back},
                             {"begun", format_time(status.begun)},
                             {"last_record", format_time(status.last)},
                             {"records", status.records},
                             {"approvals", std::move(approvals)},
                             {"steps", std::move(steps)}};
  if (status.paused) object["paused"] = said(*status.paused);
  if (status.cancelling) object["cancelling"] = said(*status.cancelling);
  if (status.holder) {
    object["holder"] = {{"who", status.holder->who},
                        {"fence", status.holder->fence},
                        {"lease_until", format_time(status.holder->expires)}};
  }
  return boost::json::serialize(object) + "\n";
}

}  // namespace godwit::report
