#include "run/run_state.h"

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
  }
  return "";
}

void RunState::apply(const Record& record) {
  StepState* step = record.step.empty() ? nullptr : &steps[record.step];
  switch (record.kind) {
    case RecordKind::run_begun:
      run = text_in(record.payload, "run");
      graph = text_in(record.payload, "graph");
      break;
    case RecordKind::run_resumed:
      outcome = Outcome::none;
      for (auto& [id, state] : steps) {
        // A resumed run tries a failed step again.
        if (state.status == StepStatus::failed && !rolling_back) state.status = StepStatus::running;
      }
      break;
    case RecordKind::step_begun:
      step->status = StepStatus::running;
      break;
    case RecordKind::intent:
      step->outcome_unknown = true;
      break;
    case RecordKind::applied:
    case RecordKind::refused:
      step->outcome_unknown = false;
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
      break;
    case RecordKind::rollback_begun:
      rolling_back = true;
      outcome = Outcome::none;
      break;
    case RecordKind::undo_begun:
      step->status = StepStatus::undoing;
      break;
    case RecordKind::undo_done:
      step->status = StepStatus::undone;
      break;
    case RecordKind::run_ended: {
      std::string name = text_in(record.payload, "outcome");
      for (Outcome candidate : {Outcome::completed, Outcome::failed, Outcome::rolled_back}) {
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
