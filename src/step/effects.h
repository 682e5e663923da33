// Effects: what a step changes that is not reached through Cloud: files and programs of this
// machine. Journalled like a mutating call, and counted like one: at most one of both in a turn.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace godwit::step {

// The operations that there are, and what their subject is. Who looks from outside says what he has
// seen in the same words.
inline const std::string file_write = "file write";      // the file's path, as the step has it
inline const std::string tree_rewrite = "tree rewrite";  // the tree's folder: apply and revert
inline const std::string program_run = "program run";    // program and arguments, a space between

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
