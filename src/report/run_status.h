// A run as its journal has it: how far it is, what each step does, and why it stopped.
#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "run/record.h"
#include "run/run_state.h"

namespace godwit::report {

struct StepLine {
  std::string step;
  run::StepStatus status = run::StepStatus::pending;
  bool outcome_unknown = false;
  std::uint32_t attempts = 0;  // how often it has been begun, forward or back
  std::optional<Time> since;   // when it came into that state
  std::string note;  // what it said when it was done, why it failed, or which gates it waits for
};

// A gate that a person opens.
struct ApprovalLine {
  std::string gate;
  std::string title;
  std::vector<std::string> before;  // steps
  std::optional<run::Said> approved;
  bool awaited = false;  // nothing else is before one of the steps
};

// Who carries the run out, by its lease.
struct Holder {
  std::string who;
  std::uint64_t fence = 0;
  Time expires{};
};

struct RunStatus {
  std::string run;
  std::string plan;
  std::string account;
  run::Outcome outcome = run::Outcome::none;
  bool rolling_back = false;
  Time begun{};
  Time last{};  // the last record's
  std::uint64_t records = 0;
  std::vector<StepLine> steps;  // in the plan's order
  std::vector<ApprovalLine> approvals;
  std::optional<run::Said> paused;
  std::optional<run::Said> cancelling;
  std::optional<Holder> holder;  // not in the records: whoever has looked at the lease adds it
};

RunStatus status_of(const std::vector<run::Record>& records);
std::string status_text(const RunStatus& status, const Terminal& terminal);
std::string status_json(const RunStatus& status);

}  // namespace godwit::report
