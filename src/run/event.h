// Event: something that happened in a run, for whoever watches it. Each record of the journal is
// one; waits are events too, though nothing is journalled for them.
#pragma once

#include <string>

#include "base/error.h"
#include "run/record.h"

namespace godwit::run {

class Observer {
 public:
  virtual ~Observer() = default;
  // Called after the record is on stable storage.
  virtual void on_record(const Record& record) = 0;
  // A step waits, or the run as a whole (`step` is empty), for this reason; once per reason.
  virtual void on_wait(Time time, const std::string& step, const std::string& why) = 0;
  // The executor takes no more turns, though the run has not ended: it was asked to stop, or all
  // that was asked for is done. Nothing follows.
  virtual void on_stop(const std::string& /*why*/) {}
  // The executor can do no more: its journal cannot be written. Nothing follows.
  virtual void on_halt(const Error&) {}
};

}  // namespace godwit::run
