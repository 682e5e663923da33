#include "env/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "env/real_random.h"
#include "env/simulated_random.h"

namespace godwit {
namespace {

std::vector<std::uint64_t> draw(Random& random, int count) {
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(random.next());
  return numbers;
}

TEST(SimulatedRandom, FollowsFromTheSeed) {
  SimulatedRandom a(1), b(1), c(2);
  const auto numbers = draw(a, 100);
  EXPECT_EQ(draw(b, 100), numbers);
  EXPECT_NE(draw(c, 100), numbers);
  EXPECT_NE(draw(a, 100), numbers);
}

TEST(SimulatedRandom, StaysWhatItIs) {
  // Recorded seeds must keep their meaning. xoshiro256** from SplitMix64's sequence of seed 0.
  SimulatedRandom random(0);
  EXPECT_EQ(random.next(), 0x99ec5f36cb75f2b4ULL);
  EXPECT_EQ(random.next(), 0xbf6e1f784956452aULL);
}

TEST(SimulatedRandom, ForksDependOnSeedAndNameAlone) {
  SimulatedRandom random(1);
  const auto before = draw(*random.fork("users"), 10);
  draw(random, 1000);
  EXPECT_EQ(draw(*random.fork("users"), 10), before);
  EXPECT_NE(draw(*random.fork("faults"), 10), before);
  EXPECT_NE(draw(*SimulatedRandom(2).fork("users"), 10), before);
  EXPECT_NE(draw(*random.fork("users")->fork("users"), 10), before);
}

TEST(SimulatedRandom, ForkingDrawsNothing) {
  SimulatedRandom a(1), b(1);
  a.fork("users");
  EXPECT_EQ(a.next(), b.next());
}

TEST(Random, BelowIsUniformAndInRange) {
  SimulatedRandom random(1);
  std::array<int, 10> counts{};
  for (int i = 0; i < 100'000; ++i) ++counts[random.below(10)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
  EXPECT_EQ(random.below(1), 0U);
  // A bound for which a plain remainder would favour the lower half, two to one.
  const std::uint64_t bound = 3ULL << 62;
  int lower = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t number = random.below(bound);
    ASSERT_LT(number, bound);
    lower += number < bound / 3 ? 1 : 0;
  }
  EXPECT_NEAR(lower, 3333, 200);
}

TEST(Random, RealAndChance) {
  SimulatedRandom random(2);
  double sum = 0;
  int hits = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double number = random.real();
    ASSERT_TRUE(number >= 0 && number < 1);
    sum += number;
    hits += random.chance(0.3) ? 1 : 0;
    ASSERT_FALSE(random.chance(0));
    ASSERT_TRUE(random.chance(1));
  }
  EXPECT_NEAR(sum / 100'000, 0.5, 0.01);
  EXPECT_NEAR(hits, 30'000, 1000);
}

TEST(Random, NormalAndExponentialMoments) {
  SimulatedRandom random(3);
  double sum = 0, squares = 0, waits = 0, durations = 0;
  const int count = 100'000;
  for (int i = 0; i < count; ++i) {
    const double number = random.normal();
    sum += number;
    squares += number * number;
    waits += random.exponential(2.0);
    durations += static_cast<double>(random.exponential(seconds(1)).count());
  }
  EXPECT_NEAR(sum / count, 0, 0.02);
  EXPECT_NEAR(squares / count, 1, 0.03);
  EXPECT_NEAR(waits / count, 2, 0.04);
  EXPECT_NEAR(durations / count, 1e6, 2e4);
}

TEST(Random, LogNormalHasTheMedianAndThe99thPercentile) {
  SimulatedRandom random(4);
  std::vector<Duration> delays;
  for (int i = 0; i < 100'000; ++i) {
    delays.push_back(random.log_normal(milliseconds(100), seconds(2)));
  }
  std::ranges::sort(delays);
  EXPECT_NEAR(static_cast<double>(delays[50'000].count()), 100e3, 5e3);
  EXPECT_NEAR(static_cast<double>(delays[99'000].count()), 2000e3, 150e3);
  EXPECT_GT(delays.front(), Duration::zero());
}

TEST(Random, LogNormalDrawsTheSameForAllParameters) {
  SimulatedRandom a(5), b(5);
  EXPECT_EQ(a.log_normal(Duration::zero(), seconds(1)), Duration::zero());
  EXPECT_EQ(b.log_normal(seconds(1), seconds(1)), seconds(1));
  EXPECT_EQ(a.next(), b.next());
  EXPECT_EQ(a.log_normal(seconds(2), seconds(1)), seconds(2));  // no spread below the median
}

TEST(RealRandom, DoesNotRepeatItself) {
  RealRandom random;
  const auto numbers = draw(random, 1000);
  EXPECT_EQ(std::set<std::uint64_t>(numbers.begin(), numbers.end()).size(), 1000U);
  EXPECT_NE(draw(*random.fork("a"), 10), draw(*random.fork("a"), 10));
}

}  // namespace
}  // namespace godwit
