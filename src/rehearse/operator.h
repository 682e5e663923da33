// Operator: the person at the controls of a rehearsal: approves what a run asks for, now, later or
// never; sees that a run has failed, and resumes it or takes it back.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "rehearse/lives.h"

namespace godwit::rehearse {

struct OperatorOptions {
  // Takes the run back so long after this step begins, or an hour after it has failed. Empty:
  // never.
  std::string roll_back_at;
  Duration roll_back_after = hours(6);
  // Resumes a run that has failed an hour after its faults are over, three times at most, and takes
  // it back if that does not help.
  bool persist = false;
  Time horizon{};  // with `persist`: a run that cannot be over by then is taken back at once
};

class Operator {
 public:
  // Both outlive it.
  Operator(const Surroundings& surroundings, Lives& lives, OperatorOptions options);

  // What there is to see of the run.
  void on_record(const run::Record& record);
  void on_wait(const Waited& waited);

  // What could not be done that nothing explains.
  const std::optional<Error>& broken() const { return broken_; }

 private:
  void failed();
  void roll_back_at(Time time, const std::string& mode, Trouble* trouble);
  void roll_back(const std::string& mode, Trouble* trouble);
  void resume();
  void approve(const std::string& gate);
  void at(Time time, Scheduler::Task task);

  Surroundings around_;
  Lives& lives_;
  OperatorOptions options_;
  int resumed_ = 0;
  bool taken_back_ = false;
  std::set<std::string> asked_;  // gates
  std::optional<Error> broken_;
};

}  // namespace godwit::rehearse
