// Chance from the operating system. May be used from any thread.
#pragma once

#include "env/random.h"

namespace godwit {

class RealRandom : public Random {
 public:
  std::uint64_t next() override;
  // A fast generator that starts from the system's chance: two forks differ even where their names
  // do not. One fork is for one thread.
  std::unique_ptr<Random> fork(std::string_view name) const override;
};

}  // namespace godwit
