// Scribe: writes a run's records from any thread, and tells of them on one: once when they are
// written, so that the run's state can follow, and once when they are on stable storage, so that
// nobody hears of what a crash could still take away.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "run/journal.h"

namespace godwit::run {

class Scribe {
 public:
  // The journal outlives it, and nobody else appends to it meanwhile.
  explicit Scribe(Journal& journal) : journal_(journal) {}

  // From any thread. Errors are the journal's.
  Result<void> append(RecordKind kind, const std::string& step, boost::json::object payload);
  Result<void> sync() { return journal_.sync(); }

  // On one thread: each record once, in order.
  std::vector<std::shared_ptr<const Record>> take_written();
  std::vector<std::shared_ptr<const Record>> take_durable();

 private:
  Journal& journal_;
  std::mutex mutex_;
  std::deque<std::shared_ptr<const Record>> records_;  // not yet told of as durable
  std::size_t taken_ = 0;                              // of these, told of as written
};

}  // namespace godwit::run
