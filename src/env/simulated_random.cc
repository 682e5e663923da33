#include "env/simulated_random.h"

#include <bit>

#include "base/digest.h"
#include "base/split_mix.h"

namespace godwit {

SimulatedRandom::SimulatedRandom(std::uint64_t seed) : seed_(seed) {
  for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = split_mix_at(seed, i);
}

std::uint64_t SimulatedRandom::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::unique_ptr<Random> SimulatedRandom::fork(std::string_view name) const {
  return std::make_unique<SimulatedRandom>(stable_hash(name, seed_));
}

}  // namespace godwit
