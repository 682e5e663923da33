// Attempts: how often a step has been begun, forward or back, by what a journal says.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "run/record.h"

namespace godwit::run {

// A fold of records, in order. A new attempt begins with `step_begun` and with `undo_begun`; a
// `run_resumed` begins one for every step that was under way.
class Attempts {
 public:
  // The attempt that this record, which comes next, belongs to: 0 for the run itself.
  std::uint32_t count(RecordKind kind, const std::string& step);

 private:
  struct Count {
    std::uint32_t attempt = 0;
    bool under_way = false;
  };
  std::map<std::string, Count> steps_;
};

}  // namespace godwit::run
