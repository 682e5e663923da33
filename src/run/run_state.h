// RunState: what a journal says, folded. Nothing else is the state of a run.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "run/record.h"
#include "run/way_back.h"
#include "step/context.h"

namespace godwit::run {

enum class StepStatus { pending, running, done, failed, undoing, undone };

struct StepState {
  StepStatus status = StepStatus::pending;
  bool outcome_unknown = false;  // look before the next turn
  int round = 0;                 // how often it was undone before the run went forward again
  step::Memory memory;
  Time begun{};          // or resumed after it had failed: what its deadline counts from
  std::string question;  // the id of what is there without our tag: a person has to say whose it is
  std::string adopted;   // the id of what a person has said is to be taken over
  std::optional<Time> changed;  // the time of the last intent that was not refused
};

// What a person has said, and who.
struct Said {
  std::string by;
  std::string because;
  Time time{};  // of the record
};

enum class Outcome { none, completed, failed, rolled_back, cancelled };

std::string_view to_string(StepStatus status);
std::string_view to_string(Outcome outcome);

struct RunState {
  std::string run;    // its id; empty before run_begun
  std::string graph;  // digest of the graph it runs
  bool rolling_back = false;
  WayBackRequest way_back;  // what the last rollback_begun asks for
  Outcome outcome = Outcome::none;
  std::optional<Said> paused;
  std::optional<Said> cancelling;         // and the run has not ended yet
  std::map<std::string, Said> approvals;  // by gate
  std::uint64_t requests = 0;  // the highest number of a request that was acted on (run/requests.h)
  std::map<std::string, StepState> steps;

  void apply(const Record& record);
};

RunState fold(const std::vector<Record>& records);

// Memory as a record's payload, and back.
boost::json::object to_json(const step::Memory& memory);
step::Memory memory_from_json(const boost::json::object& object);

}  // namespace godwit::run
