// Programs of this machine. May be used from any thread.
#pragma once

#include "env/programs.h"

namespace godwit {

class RealPrograms : public Programs {
 public:
  Result<ProgramResult> run(const std::vector<std::string>& arguments, Duration timeout) override;
};

}  // namespace godwit
