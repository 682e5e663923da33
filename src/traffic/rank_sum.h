// Is one side slower than the other? By ranks, so that neither outliers nor the shape of latencies
// matter.
#pragma once

#include <span>

#include "base/time.h"

namespace godwit::traffic {

struct RankSum {
  // How probable such a lead of the first is where both are alike; 1 where either has no sample.
  double chance = 1;
  // By how much the first is above the second: the median of all pairs' differences (the
  // Hodges-Lehmann estimate).
  Duration shift{};
};

// The Mann-Whitney U test, one-sided: are `first` above `second` by more than `allowance`?
// ("On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other",
// Annals of Mathematical Statistics 18, 1947.) The normal approximation with its corrections for
// ties and continuity: good from eight samples on each side.
RankSum compare(std::span<const Duration> first, std::span<const Duration> second,
                Duration allowance);

}  // namespace godwit::traffic
