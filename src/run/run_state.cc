#include "run/run_state.h"

#include <algorithm>

namespace godwit::run {

std::string_view to_string(StepStatus status) {
  switch (status) {
    case StepStatus::pending:
      return "pending";
    case StepStatus::running:
      return "running";
    case StepStatus::done:
      return "done";
    case StepStatus::failed:
      return "failed";
    case StepStatus::undoing:
      return "undoing";
    case StepStatus::undone:
      return "undone";
  }
  return "";
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::none:
      return "none";
    case Outcome::completed:
      return "completed";
    case Outcome::failed:
      return "failed";
    case Outcome::rolled_back:
      return "rolled_back";
    case Outcome::cancelled:
      return "cancelled";
  }
  return "";
}

namespace {

Said said_in(const Record& record) {
  return {text_in(record.payload, "by"), text_in(record.payload, "because"), record.time};
}

// What the step has asked when it failed; empty where it has asked nothing.
std::string question_in(const Record& record) {
  const auto* error = record.payload.if_contains("error");
  if (error == nullptr || !error->is_object()) return {};
  return text_in(error->get_object(), "code") == "Adopt" ? text_in(error->get_object(), "subject")
                                                         : std::string();
}

}  // namespace

void RunState::apply(const Record& record) {
  StepState* step = record.step.empty() ? nullptr : &steps[record.step];
  if (const auto* request = record.payload.if_contains("request");
      request && request->is_number()) {
    requests = std::max(requests, request->to_number<std::uint64_t>());
  }
  switch (record.kind) {
    case RecordKind::run_begun:
      run = text_in(record.payload, "run");
      graph = text_in(record.payload, "graph");
      break;
    case RecordKind::run_resumed:
      outcome = Outcome::none;
      for (auto& [id, state] : steps) {
        // A resumed run tries a failed step again.
        if (state.status != StepStatus::failed || rolling_back) continue;
        state.status = StepStatus::running;
        state.begun = record.time;
      }
      break;
    case RecordKind::plan_changed:
      graph = text_in(record.payload, "graph");
      break;
    case RecordKind::step_begun:
      step->status = StepStatus::running;
      step->begun = record.time;
      break;
    case RecordKind::intent:
      step->outcome_unknown = true;
      step->changed = record.time;
      break;
    case RecordKind::applied:
      step->outcome_unknown = false;
      break;
    case RecordKind::refused:
      step->outcome_unknown = false;
      step->changed.reset();
      break;
    case RecordKind::unknown:
      step->outcome_unknown = true;
      break;
    case RecordKind::observed:
      step->outcome_unknown = false;
      break;
    case RecordKind::remembered:
      step->memory = memory_from_json(record.payload);
      break;
    case RecordKind::step_done:
      step->status = StepStatus::done;
      step->memory = memory_from_json(record.payload.at("memory").as_object());
      break;
    case RecordKind::step_failed:
      step->status = StepStatus::failed;
      step->question = question_in(record);
      break;
    case RecordKind::rollback_begun:
      rolling_back = true;
      way_back = way_back_from_json(record.payload);
      outcome = Outcome::none;
      // What was said of the way forward, or of another way back, does not count for this one.
      paused.reset();
      cancelling.reset();
      approvals.erase(std::string(point_of_no_return_gate));
      break;
    case RecordKind::undo_begun:
      step->status = StepStatus::undoing;
      break;
    case RecordKind::undo_done:
      step->status = StepStatus::undone;
      break;
    case RecordKind::forward_begun:
      rolling_back = false;
      outcome = Outcome::none;
      for (auto& [id, state] : steps) {
        if (state.status == StepStatus::failed) state.status = StepStatus::running;
        if (state.status == StepStatus::undone) state = {.round = state.round + 1};
      }
      break;
    case RecordKind::adopted:
      step->adopted = text_in(record.payload, "id");
      step->question.clear();
      break;
    case RecordKind::approved:
      approvals[text_in(record.payload, "gate")] = said_in(record);
      break;
    case RecordKind::paused:
      paused = said_in(record);
      break;
    case RecordKind::continued:
      paused.reset();
      break;
    case RecordKind::cancelled:
      cancelling = said_in(record);
      break;
    case RecordKind::run_ended: {
      std::string name = text_in(record.payload, "outcome");
      cancelling.reset();
      for (Outcome candidate :
           {Outcome::completed, Outcome::failed, Outcome::rolled_back, Outcome::cancelled}) {
        if (to_string(candidate) == name) outcome = candidate;
      }
      break;
    }
  }
}

RunState fold(const std::vector<Record>& records) {
  RunState state;
  for (const Record& record : records) state.apply(record);
  return state;
}

boost::json::object to_json(const step::Memory& memory) {
  boost::json::object object;
  for (const auto& [name, value] : memory) object[name] = value;
  return object;
}

step::Memory memory_from_json(const boost::json::object& object) {
  step::Memory memory;
  for (const auto& [name, value] : object) {
    if (value.is_string()) memory[name] = std::string(value.as_string());
  }
  return memory;
}

}  // namespace godwit::run
