// Effects: what a step changes that is not reached through Cloud: files and programs of this
// machine. Journalled like a mutating call, and counted like one: at most one of both in a turn.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace godwit::step {

class Effects {
 public:
  virtual ~Effects() = default;
  // Writes the intent and puts it on stable storage, carries `effect` out, writes what became of
  // it: applied; unknown, where it fails with that kind, and the next turn is observe(); refused,
  // where it fails otherwise: then nothing has happened. `operation` and `subject` say what to whom
  // ("file write", a path), never a value.
  virtual Result<void> perform(const std::string& operation, const std::string& subject,
                               const std::function<Result<void>()>& effect) = 0;
};

}  // namespace godwit::step
