// Other programs of this machine, run to their end. Part of Env.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace godwit {

struct ProgramResult {
  int status = 0;      // what it exited with; 128 and the signal's number where one killed it
  std::string output;  // both cut off at a mebibyte
  std::string errors;
};

class Programs {
 public:
  virtual ~Programs() = default;
  // `arguments` begins with the program, which is looked for in PATH; no shell is involved. It has
  // this process's environment and nothing to read. Any status is a result. Errors are: not_found,
  // when there is no such program; unreachable, when it could not be started; unknown, when it took
  // longer than `timeout` and was killed.
  virtual Result<ProgramResult> run(const std::vector<std::string>& arguments,
                                    Duration timeout) = 0;
};

}  // namespace godwit
