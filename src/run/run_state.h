// RunState: what a journal says, folded. Nothing else is the state of a run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "run/record.h"
#include "step/context.h"

namespace godwit::run {

enum class StepStatus { pending, running, done, failed, undoing, undone };

struct StepState {
  StepStatus status = StepStatus::pending;
  bool outcome_unknown = false;  // look before the next turn
  step::Memory memory;
};

enum class Outcome { none, completed, failed, rolled_back };

std::string_view to_string(StepStatus status);
std::string_view to_string(Outcome outcome);

struct RunState {
  std::string run;    // its id; empty before run_begun
  std::string graph;  // digest of the graph it runs
  bool rolling_back = false;
  Outcome outcome = Outcome::none;
  std::map<std::string, StepState> steps;

  void apply(const Record& record);
};

RunState fold(const std::vector<Record>& records);

// Memory as a record's payload, and back.
boost::json::object to_json(const step::Memory& memory);
step::Memory memory_from_json(const boost::json::object& object);

}  // namespace godwit::run
