#include "run/retry_budget.h"

#include <gtest/gtest.h>

#include "env/simulated_random.h"

namespace godwit::run {
namespace {

const Time start = Time{} + hours(1000);

TEST(RetryBudget, DrawsFromAWindowThatDoubles) {
  SimulatedRandom random(1);
  RetryBudget budget(random);
  for (int failures = 1; failures <= 12; ++failures) {
    Duration longest{};
    for (int i = 0; i < 200; ++i) {
      const auto pause = budget.pause_after(failures, start + hours(200 * failures + i));
      ASSERT_TRUE(pause);
      longest = std::max(longest, *pause);
    }
    const Duration bound = std::min<Duration>(seconds(1LL << std::min(failures, 9)), minutes(5));
    EXPECT_LE(longest, bound);
    EXPECT_GT(longest, bound * 9 / 10) << "full jitter uses the whole window";
  }
  EXPECT_FALSE(budget.pause_after(13, start + hours(9000)));
}

TEST(RetryBudget, AStormOfManyStepsIsSpreadOut) {
  SimulatedRandom random(1);
  RetryBudget budget(random);
  Duration last{};
  for (int i = 0; i < 1060; ++i) last = budget.pause_after(1, start).value();
  EXPECT_EQ(last, 1000 * seconds(5)) << "sixty at once, then one every five seconds";
  EXPECT_LE(budget.pause_after(1, start + hours(2)).value(), seconds(2));
}

}  // namespace
}  // namespace godwit::run
