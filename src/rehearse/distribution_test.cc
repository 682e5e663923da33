#include "rehearse/distribution.h"

#include <gtest/gtest.h>

namespace godwit::rehearse {
namespace {

TEST(Distribution, OfOneIsThatOne) {
  Distribution distribution;
  distribution.add(7, 3);
  EXPECT_EQ(distribution.median().value, 7);
  EXPECT_EQ(distribution.worst().seed, 3u);
}

TEST(Distribution, QuantilesAreByNearestRank) {
  Distribution distribution;
  for (int i = 200; i >= 1; --i) distribution.add(i, static_cast<std::uint64_t>(i));
  EXPECT_EQ(distribution.median().value, 100);
  EXPECT_EQ(distribution.p99().value, 198);
  EXPECT_EQ(distribution.worst().value, 200);
  EXPECT_EQ(distribution.worst().seed, 200u);
  EXPECT_EQ(distribution.quantile(0).value, 1);
}

TEST(Distribution, OfEqualValuesTheSmallestSeedIsNamedWhateverTheOrder) {
  Distribution up;
  Distribution down;
  for (std::uint64_t seed = 1; seed <= 9; ++seed) {
    up.add(0, seed);
    down.add(0, 10 - seed);
  }
  EXPECT_EQ(up.p99().seed, 1u);
  EXPECT_EQ(down.p99().seed, 1u);
}

TEST(Distribution, MayGrowAfterItWasAsked) {
  Distribution distribution;
  distribution.add(5, 1);
  EXPECT_EQ(distribution.worst().value, 5);
  distribution.add(9, 2);
  distribution.add(1, 3);
  EXPECT_EQ(distribution.worst().value, 9);
  EXPECT_EQ(distribution.quantile(0).value, 1);
}

}  // namespace
}  // namespace godwit::rehearse
