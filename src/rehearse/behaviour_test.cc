// What users' software does is seen in the evidence, and no invariant is easier for it.
#include "rehearse/behaviour.h"

#include <gmock/gmock.h>

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::HasSubstr;

Behaviour behaviour_of(const Small& small, const Rehearsal& rehearsal, std::size_t pass = 0) {
  return rehearse::behaviour_of(small.plan, small.graph, rehearsal.passes[pass]);
}

const Late* held(const Behaviour& behaviour, lab::Hold hold) {
  const auto found = std::ranges::find(behaviour.late, hold, &Late::hold);
  return found == behaviour.late.end() ? nullptr : &*found;
}

TEST(Behaviour, WhoComesLateIsCountedByWhatHeldThem) {
  const Small small = make_small({}, {{"requests_per_day: 60", "requests_per_day: 600"},
                                      {"ignore_ttl: {share: 20%", "ignore_ttl: {share: 60%"}});
  const Rehearsal rehearsal = small.rehearse();
  expect_all_held(rehearsal);
  for (std::size_t pass = 0; pass < 2; ++pass) {
    const Behaviour behaviour = behaviour_of(small, rehearsal, pass);
    ASSERT_TRUE(behaviour.moved) << pass;
    EXPECT_EQ(behaviour.old_region, pass == 0 ? "eu-west-1" : "eu-central-1");
    EXPECT_EQ(behaviour.repeated, 0U);
    EXPECT_GT(behaviour.on_kept, 100U);
    const Late* ignored = held(behaviour, lab::Hold::ignored_ttl);
    ASSERT_NE(ignored, nullptr) << pass;
    EXPECT_GT(ignored->last, minutes(20)) << "longer than what stretches";
    EXPECT_LT(ignored->last, hours(4)) << "what the plan's quiet hours are for";
    EXPECT_EQ(held(behaviour, lab::Hold::hard_wired), nullptr);
  }
}

TEST(Behaviour, WithStrictHabitsNobodyComesLate) {
  const Small small = make_small(
      {}, {{"  ignore_ttl: {share: 20%, keep: 3h}\n", "  habits: strict\n"},
           {"  resolvers: {stretched: {share: 20%, least: 20m}, ignored: {share: 0%}}\n", ""},
           {"  connections: {idle: 5m, age: 20m, long_lived: {share: 10%, lasts: 30m}}\n", ""}});
  const Rehearsal rehearsal = small.rehearse();
  expect_all_held(rehearsal);
  const Behaviour behaviour = behaviour_of(small, rehearsal);
  EXPECT_EQ(behaviour.on_kept, 0U);
  for (const Late& late : behaviour.late) {
    EXPECT_EQ(late.hold, lab::Hold::none);
    EXPECT_LE(late.last, minutes(1)) << "an alias's TTL";
  }
}

// A failure that another attempt makes good is no failed request, and is not kept quiet.
TEST(Behaviour, WhatAnotherAttemptHidesIsCounted) {
  RehearsalOptions options;
  options.way_back = false;
  options.faults = {*parse_fault("gone eu-west-1 at 1h for 2s")};
  const Small small =
      make_small({{"duration: 4d", "duration: 3h"}},
                 {{"requests_per_day: 60", "requests_per_day: 8640"},
                  {"ignore_ttl", "retries: {attempts: 9, backoff: 2s}\n  ignore_ttl"}});
  const Rehearsal rehearsal = small.rehearse(options);
  const Behaviour behaviour = behaviour_of(small, rehearsal);
  EXPECT_GT(behaviour.repeated, 0U);
  EXPECT_EQ(behaviour.saved, behaviour.repeated);
  EXPECT_TRUE(verdict(rehearsal, "migration", "downtime").held);
}

TEST(Behaviour, HardWiredUsersLoseWhatTheyHadWithTheirRegion) {
  const Small small =
      make_small({}, {{"ignore_ttl", "hard_wired: {share: 30%, updated: never}\n  ignore_ttl"}});
  const Rehearsal rehearsal = small.rehearse();
  EXPECT_FALSE(rehearsal.passed);
  const Evidence& forward = rehearsal.passes[0];
  EXPECT_EQ(forward.outcome, run::Outcome::completed);
  EXPECT_GT(forward.hard_wired, 0U);
  EXPECT_EQ(forward.still_hard_wired, forward.hard_wired);
  const Verdict lost = verdict(rehearsal, "migration", "no_lost_write");
  EXPECT_FALSE(lost.held);
  EXPECT_THAT(lost.detail, HasSubstr(fmt::format("that {} hard-wired users still ask eu-west-1 for",
                                                 forward.hard_wired)));
  EXPECT_TRUE(verdict(rehearsal, "way back", "no_lost_write").held) << "they stayed where all are";
  const Behaviour behaviour = behaviour_of(small, rehearsal);
  ASSERT_EQ(behaviour.last_day.size(), 1U);
  EXPECT_EQ(behaviour.last_day[0].first, "eu-west-1");
  EXPECT_NE(held(behaviour, lab::Hold::hard_wired), nullptr);
}

TEST(Behaviour, HardWiredUsersThatAreUpdatedInTimeLoseNothing) {
  const Small small =
      make_small({}, {{"ignore_ttl", "hard_wired: {share: 30%, updated: over 1d}\n  ignore_ttl"}});
  const Rehearsal rehearsal = small.rehearse();
  expect_all_held(rehearsal);
  EXPECT_GT(rehearsal.passes[0].hard_wired, 0U);
  EXPECT_EQ(rehearsal.passes[0].still_hard_wired, 0U);
}

}  // namespace
}  // namespace godwit::rehearse::testing
