// Statistics of the guard: exact bounds, Fisher's test, Mann-Whitney, burn rates, and the
// arithmetic of a rung. The figures to compare with are scipy 1.17's: beta.ppf, fisher_exact,
// mannwhitneyu.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "traffic/burn_rate.h"
#include "traffic/ladder.h"
#include "traffic/proportion.h"
#include "traffic/rank_sum.h"

namespace godwit::traffic {
namespace {

using testing::HasSubstr;

TEST(LeastShare, is_the_exact_bound) {
  EXPECT_NEAR(least_share({10, 2}, 0.99), 0.015538138717695504, 1e-9);
  EXPECT_NEAR(least_share({10, 2}, 0.95), 0.036771437887465105, 1e-9);
  EXPECT_NEAR(least_share({10, 1}, 0.99), 0.00100452870824995, 1e-9);
  EXPECT_NEAR(least_share({120, 5}, 0.95), 0.016559140745761713, 1e-9);
  EXPECT_NEAR(least_share({1, 1}, 0.99), 0.01, 1e-9);
  EXPECT_NEAR(least_share({10, 10}, 0.99), 0.6309573444801932, 1e-9);
  EXPECT_NEAR(least_share({1000, 3}, 0.99), 0.000436386564076127, 1e-9);
  EXPECT_EQ(least_share({0, 0}, 0.99), 0);
  EXPECT_EQ(least_share({50, 0}, 0.99), 0);
}

TEST(ChanceOfDifference, is_fishers) {
  EXPECT_NEAR(chance_of_difference({10, 2}, {10, 0}), 0.2368421052631579, 1e-9);
  EXPECT_NEAR(chance_of_difference({10, 2}, {120, 0}), 0.005366726296958855, 1e-9);
  EXPECT_NEAR(chance_of_difference({10, 5}, {10, 0}), 0.016253869969040248, 1e-9);
  EXPECT_NEAR(chance_of_difference({10, 2}, {10, 2}), 0.7089783281733746, 1e-9);
  EXPECT_NEAR(chance_of_difference({1000, 30}, {1000, 10}), 0.0010041667809150047, 1e-9);
  EXPECT_NEAR(chance_of_difference({10, 0}, {10, 5}), 1, 1e-9);
  EXPECT_EQ(chance_of_difference({0, 0}, {10, 5}), 1);
  EXPECT_EQ(chance_of_difference({10, 5}, {0, 0}), 1);
}

std::vector<Duration> in_ms(std::vector<int> values) {
  std::vector<Duration> result;
  for (const int value : values) result.push_back(milliseconds(value));
  return result;
}

TEST(RankSum, is_mann_whitneys) {
  const auto slow = in_ms({450, 460, 455, 470, 448, 452, 461, 458, 466, 449});
  const auto fast = in_ms({100, 110, 95, 105, 98, 102, 140, 99, 101, 97});
  EXPECT_NEAR(compare(slow, fast, Duration{}).chance, 9.133589555477501e-05, 1e-12);
  EXPECT_NEAR(compare(slow, fast, milliseconds(300)).chance, 9.133589555477501e-05, 1e-12);
  EXPECT_NEAR(compare(slow, fast, milliseconds(360)).chance, 0.9441325254850659, 1e-9);
  EXPECT_EQ(compare(slow, fast, Duration{}).shift, milliseconds(354));

  const auto first = in_ms({5, 5, 5, 6, 7, 7, 8, 9});  // with ties, and of different sizes
  const auto second = in_ms({5, 5, 4, 4, 6, 6, 7, 3, 2});
  EXPECT_NEAR(compare(first, second, Duration{}).chance, 0.022288254606770117, 1e-9);
  EXPECT_NEAR(compare(second, first, Duration{}).chance, 0.9824243327817073, 1e-9);
  EXPECT_NEAR(compare(first, second, milliseconds(1)).chance, 0.1880195561433451, 1e-9);
}

TEST(RankSum, says_nothing_without_samples_or_differences) {
  const auto some = in_ms({5, 6});
  EXPECT_EQ(compare({}, some, Duration{}).chance, 1);
  EXPECT_EQ(compare(some, {}, Duration{}).chance, 1);
  const auto same = in_ms({5, 5, 5, 5});
  EXPECT_EQ(compare(same, same, Duration{}).chance, 1);
}

// ---- burn rates. Budget 0.1 %, one window: an hour and five minutes at 14.4 times.

class BurnRate : public testing::Test {
 protected:
  static constexpr double budget = 0.001;
  std::vector<BurnWindow> windows = {{hours(1), minutes(5), 14.4}};
  Time start{};
  Time now = start;
  Counts target;
  Counts source;

  // So many minutes of ten requests each, of which some fail.
  void pass(int how_many, int target_failed = 0, int source_failed = 0, int requests = 10) {
    for (int n = 0; n < how_many; ++n) {
      now += minutes(1);
      if (requests == 0) continue;
      target.put(now, {requests, target_failed});
      source.put(now, {requests, source_failed});
    }
  }
  Judgement judge() { return judge_errors(target, source, now, budget, windows, "probes"); }
};

TEST_F(BurnRate, without_data_holds) {
  EXPECT_EQ(judge().advice, Advice::hold);
  EXPECT_THAT(judge().why, HasSubstr("none of the target's probes in 1h"));
}

TEST_F(BurnRate, is_healthy_while_nothing_fails) {
  pass(60);
  EXPECT_EQ(judge().advice, Advice::advance);
  EXPECT_EQ(judge().why, "");
}

TEST_F(BurnRate, trips_on_a_fault_that_lasts) {
  pass(60);
  pass(1, 1);  // 1 of 50 in five minutes: may be chance
  EXPECT_EQ(judge().advice, Advice::hold);
  EXPECT_THAT(judge().why, HasSubstr("inconclusive"));
  pass(4, 5);
  EXPECT_EQ(judge().advice, Advice::go_back);
  EXPECT_THAT(judge().why, HasSubstr("21 of 50 of the target's probes failed in 5m"));
}

// The short window: a fault that is over is not acted on. The long one: a blip is none.
TEST_F(BurnRate, needs_both_windows) {
  pass(60);
  pass(3, 8);
  ASSERT_EQ(judge().advice, Advice::go_back);
  pass(6);
  EXPECT_EQ(judge().advice, Advice::advance);  // 24 of 600 in the hour, 0 of 50 in five minutes

  now += hours(2);
  windows = {{hours(1), minutes(1), 14.4}};
  pass(59);
  pass(1, 5);  // half of a minute, but 5 of 600 in the hour are 8 times the budget
  EXPECT_EQ(judge().advice, Advice::hold);
}

TEST_F(BurnRate, holds_where_the_source_fails_alike) {
  pass(60);
  pass(5, 6, 6);
  EXPECT_EQ(judge().advice, Advice::hold);
  EXPECT_THAT(judge().why, HasSubstr("both sides fail alike"));
}

TEST_F(BurnRate, trips_where_the_source_fails_much_less) {
  pass(60);
  pass(5, 6, 1);
  EXPECT_EQ(judge().advice, Advice::go_back);
}

TEST_F(BurnRate, holds_once_data_stops) {
  pass(60);
  pass(59, 0, 0, 0);
  EXPECT_EQ(judge().advice, Advice::advance);  // a quiet hour is no fault
  pass(1, 0, 0, 0);
  EXPECT_EQ(judge().advice, Advice::hold);
}

TEST_F(BurnRate, of_a_slow_fire_is_seen_by_the_longer_windows) {
  windows = usual_burn_windows();
  pass(360, 0, 0, 1000);
  pass(40, 10, 0, 1000);  // 1 %: ten times the budget, not 14.4
  EXPECT_EQ(judge_errors(target, source, now, budget, {windows[0]}, "probes").advice,
            Advice::advance);
  pass(200, 10, 0, 1000);
  EXPECT_EQ(judge().advice, Advice::go_back);
}

TEST_F(BurnRate, two_failures_of_ten_are_proof_after_a_clean_hour) {
  pass(58, 0, 0, 2);
  pass(1, 2, 0, 2);
  EXPECT_EQ(judge().advice, Advice::go_back);
}

TEST(Counts, take_the_later_word_for_a_time) {
  Counts counts;
  counts.put(Time{} + minutes(2), {5, 1});
  counts.put(Time{} + minutes(1), {3, 0});
  counts.put(Time{} + minutes(2), {7, 2});
  EXPECT_EQ(counts.since(Time{}), (Tally{10, 2}));
  EXPECT_EQ(counts.since(Time{} + minutes(1)), (Tally{7, 2}));
}

TEST(Counts, forget_what_is_old_and_keep_the_rest) {
  Counts counts;
  for (int n = 1; n <= 1000; ++n) counts.put(Time{} + minutes(n), {1, 0});
  counts.forget_before(Time{} + minutes(501));
  EXPECT_EQ(counts.since(Time{}), (Tally{500, 0}));
  EXPECT_EQ(counts.since(Time{} + minutes(990)), (Tally{10, 0}));
  counts.forget_before(Time{} + hours(24 * 30));
  EXPECT_TRUE(counts.empty());
}

TEST(Settling, adds_up) {
  const Settling checked{.interval = seconds(10), .threshold = 3};
  EXPECT_EQ(checked.detection(), seconds(30));
  EXPECT_EQ(checked.failover(), seconds(90));  // fact C10: fast
  EXPECT_EQ(checked.least_bake(), seconds(150));
  EXPECT_EQ((Settling{.interval = seconds(30), .threshold = 3}.failover()), seconds(150));
  EXPECT_EQ(arithmetic(checked), "TTL 60s + detection 3 x 10s = 30s + propagation 60s");
  EXPECT_EQ(arithmetic({.ttl = seconds(300)}),
            "TTL 300s + detection 0s (no health check) + propagation 60s");
}

}  // namespace
}  // namespace godwit::traffic
