// Chance that can be repeated: xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
#pragma once

#include <array>

#include "env/random.h"

namespace godwit {

class SimulatedRandom : public Random {
 public:
  explicit SimulatedRandom(std::uint64_t seed);

  std::uint64_t next() override;
  std::unique_ptr<Random> fork(std::string_view name) const override;

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

}  // namespace godwit
