// For tests: zones drawn from a seed. Names "g0" to "gN", each with records of some policy; an
// alias or CNAME leads to a later name, so there are trees of all shapes and no circle.
#pragma once

#include <cstdint>

#include "base/split_mix.h"
#include "traffic/answers_fixture.h"

namespace godwit::traffic {

// A stream of numbers; the same seed, the same numbers.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return split_mix_at(seed_, index_++) % bound; }
  double real() { return static_cast<double>(split_mix_at(seed_, index_++) >> 11) * 0x1p-53; }
  bool one_in(std::uint64_t bound) { return below(bound) == 0; }
  template <typename T>
  T& of(std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::uint64_t seed_;
  std::uint64_t index_ = 0;
};

struct Generated {
  std::vector<RecordSet> records;
  Asker asker;
};

// `hostile`: also circles, mixed policies, targets and values that are nonsense, names out of the
// zone, weights and biases out of range.
Generated generate(std::uint64_t seed, bool hostile = false);

}  // namespace godwit::traffic
