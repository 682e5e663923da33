#include "rehearse/rehearsal.h"

#include <gmock/gmock.h>

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::HasSubstr;

TEST(Rehearsal, PassesForwardAndBack) {
  Rehearsal rehearsal = make_small().rehearse();
  expect_all_held(rehearsal);
  EXPECT_TRUE(rehearsal.passed);
  ASSERT_EQ(rehearsal.passes.size(), 2u);
  const Evidence& forward = rehearsal.passes[0];
  EXPECT_EQ(forward.outcome, run::Outcome::completed);
  EXPECT_EQ(forward.owner, "eu-central-1");
  EXPECT_EQ(forward.switched_off, "eu-west-1");
  EXPECT_GT(forward.acknowledged_writes, 1000u);
  EXPECT_EQ(forward.read_back.size(), forward.acknowledged_writes + 19 - 4)
      << "everything written, and the old items that are neither deleted nor archived";
  const Evidence& back = rehearsal.passes[1];
  EXPECT_EQ(back.outcome, run::Outcome::rolled_back);
  EXPECT_EQ(back.owner, "eu-west-1");
}

TEST(Rehearsal, IsTheSameForTheSameSeed) {
  Small small = make_small();
  Rehearsal first = small.rehearse();
  Rehearsal again = small.rehearse();
  RehearsalOptions options;
  options.seed = 2;
  Rehearsal other = small.rehearse(options);
  for (std::size_t pass = 0; pass < 2; ++pass) {
    EXPECT_EQ(first.passes[pass].journal.back().hash, again.passes[pass].journal.back().hash);
    EXPECT_EQ(first.passes[pass].snapshot, again.passes[pass].snapshot);
    EXPECT_EQ(first.passes[pass].events, again.passes[pass].events);
    EXPECT_NE(first.passes[pass].journal.back().hash, other.passes[pass].journal.back().hash);
    EXPECT_NE(first.passes[pass].snapshot, other.passes[pass].snapshot);
  }
  expect_all_held(other);
}

TEST(Rehearsal, HoldsForManySeeds) {
  Small small = make_small();
  for (std::uint64_t seed = 10; seed < 30; ++seed) {
    RehearsalOptions options;
    options.seed = seed;
    Rehearsal rehearsal = small.rehearse(options);
    EXPECT_TRUE(rehearsal.passed) << "seed " << seed;
    expect_all_held(rehearsal);
  }
}

TEST(Rehearsal, SharesOfTrafficFollowTheWeights) {
  Rehearsal rehearsal = make_small({{"weights: [10, 100]", "weights: [50, 100]"}}).rehearse();
  expect_all_held(rehearsal);
}

TEST(Rehearsal, AnEmptyBucketIsNoTrouble) {
  const std::string objects =
      "    objects:\n      - {generate: 6, key: \"t/{n}\", size: 1KB..9KB, written: "
      "2025-01-01..2025-12-31}\n";
  Rehearsal rehearsal = make_small({}, {{objects, ""}}).rehearse();
  expect_all_held(rehearsal);
  EXPECT_TRUE(rehearsal.passed);
}

// The guard goes back by itself: a target that starts to fail at the first rung loses its traffic.
TEST(Rehearsal, TheGuardGoesBackByItself) {
  Small small = make_small();
  RehearsalOptions options;
  options.way_back = false;
  options.faults = {*parse_fault("failing eu-central-1 at traffic/api/shift+2h")};
  Rehearsal rehearsal = small.rehearse(options);
  const Evidence& forward = rehearsal.passes[0];
  EXPECT_FALSE(rehearsal.passed);
  EXPECT_EQ(forward.outcome, run::Outcome::failed);
  ASSERT_TRUE(forward.failure);
  EXPECT_THAT(forward.failure->cause, HasSubstr("the guard tripped at 10 %"));
  EXPECT_EQ(forward.owner, "eu-west-1");
  EXPECT_TRUE(verdict(rehearsal, "migration", "no_lost_write").held);
}

TEST(Rehearsal, TheGuardGoesBackFromASlowTarget) {
  RehearsalOptions options;
  options.way_back = false;
  options.faults = {*parse_fault("slow eu-central-1 at traffic/api/shift+2h")};
  Rehearsal rehearsal = make_small().rehearse(options);
  ASSERT_TRUE(rehearsal.passes[0].failure);
  EXPECT_THAT(rehearsal.passes[0].failure->cause, HasSubstr("more than the source's"));
  EXPECT_EQ(rehearsal.passes[0].owner, "eu-west-1");
}

// Where both sides fail, the probe says nothing about the target: hold, neither forward nor back.
TEST(Rehearsal, TheGuardHoldsWhereBothSidesFail) {
  RehearsalOptions options;
  options.way_back = false;
  options.faults = {*parse_fault("failing eu-central-1 at traffic/api/shift+2h for 1h"),
                    *parse_fault("failing eu-west-1 at traffic/api/shift+2h for 1h")};
  Rehearsal rehearsal = make_small().rehearse(options);
  EXPECT_EQ(rehearsal.passes[0].outcome, run::Outcome::completed);
  const Verdict downtime = verdict(rehearsal, "migration", "downtime");
  EXPECT_TRUE(downtime.held) << "there was nowhere to go";
  EXPECT_THAT(downtime.detail, HasSubstr("left no way to answer"));
}

TEST(Rehearsal, NotEndingInTimeIsNotPassing) {
  Rehearsal rehearsal =
      make_small({{"duration: 4d", "duration: 1d"}}).rehearse({.way_back = false});
  EXPECT_FALSE(rehearsal.passed);
  EXPECT_EQ(rehearsal.passes[0].outcome, run::Outcome::none);
}

}  // namespace
}  // namespace godwit::rehearse::testing
