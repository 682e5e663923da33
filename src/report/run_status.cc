#include "report/run_status.h"

#include <algorithm>

#include "report/table.h"

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
  return status.rolling_back ? "being rolled back" : "not at its end";
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
      const auto* steps = record.payload.if_contains("steps");
      if (steps != nullptr && steps->is_array()) {
        for (const auto& step : steps->as_array()) {
          if (step.is_string()) line_of(std::string(step.as_string()));
        }
      }
    }
    if (!record.step.empty()) {
      StepLine& line = line_of(record.step);
      const run::StepState& now = state.steps.at(record.step);
      if (now.status != line.status || !line.since) line.since = record.time;
      line.status = now.status;
      line.outcome_unknown = now.outcome_unknown;
      if (std::string note = note_of(record); !note.empty()) line.note = std::move(note);
    }
    status.last = record.time;
  }
  status.outcome = state.outcome;
  status.rolling_back = state.rolling_back;
  status.records = records.size();
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
  Table table({{"step"}, {"state"}, {"since"}, {"", Align::left, Fit::wrap}});
  for (const StepLine& line : status.steps) {
    table.add({{line.step},
               {std::string(run::to_string(line.status)), style_of(line.status)},
               {line.since ? format_time(*line.since) : ""},
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
                             {"note", line.note}};
    if (line.since) step["since"] = format_time(*line.since);
    steps.push_back(std::move(step));
  }
  return boost::json::serialize(boost::json::object{{"run", status.run},
                                                    {"plan", status.plan},
                                                    {"account", status.account},
                                                    {"outcome", run::to_string(status.outcome)},
                                                    {"rolling_back", status.rolling_back},
                                                    {"begun", format_time(status.begun)},
                                                    {"last_record", format_time(status.last)},
                                                    {"records", status.records},
                                                    {"steps", std::move(steps)}}) +
         "\n";
}

}  // namespace godwit::report
