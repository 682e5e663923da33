// What an outage in the middle of a shift costs users, and what the guard makes of it. Facts C10
// (detection and TTL bound it), C11 (the control plane may be away).
#include <gmock/gmock.h>

#include "base/split_mix.h"
#include "rehearse/rehearsal.h"
#include "rehearse/statistics.h"
#include "rehearse/testing/small.h"
#include "traffic/ladder.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::HasSubstr;

// Everybody honours TTLs, so that the bound is DNS's own and not somebody's cache.
const Edits strict_users = {
    {"  ignore_ttl: {share: 20%, keep: 3h}\n", "  habits: strict\n"},
    {"  resolvers: {stretched: {share: 20%, least: 20m}, ignored: {share: 0%}}\n", ""},
    {"  connections: {idle: 5m, age: 20m, long_lived: {share: 10%, lasts: 30m}}\n", ""}};

// Two rungs of four hours; the second begins some four hours and a few minutes after the first.
Rehearsal with_fault(const Small& small, std::uint64_t seed, const std::string& fault) {
  RehearsalOptions options;
  options.seed = seed;
  options.way_back = false;
  options.snapshot = false;
  options.faults = {*parse_fault(fault)};
  return small.rehearse(options);
}

Time began(const Evidence& evidence, std::string_view step) {
  for (const run::Record& record : evidence.journal) {
    if (record.kind == run::RecordKind::step_begun && record.step == step) return record.time;
  }
  ADD_FAILURE() << step << " never began";
  return {};
}

// The target's region dies at any moment of either rung, for two hours.
TEST(Outage, OfTheTargetCostsNoMoreThanDetectionAndTtl) {
  const Small small = make_small({}, strict_users);
  const traffic::Settling settling{.interval = seconds(10), .threshold = 3};
  // A request that was sent while the target still answered may wait for its time-out, and a client
  // that asked for the name a moment before the check failed keeps the answer for a TTL.
  const Duration bound = settling.failover() + seconds(30);
  std::size_t failed_in_all = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    const auto minute = 20 + split_mix_at(0x0074a9e, seed) % 440;  // of the two rungs' 480
    const std::string fault =
        fmt::format("down eu-central-1 at traffic/api/shift+{}m for 2h", minute);
    const Rehearsal rehearsal = with_fault(small, seed, fault);
    const Evidence& evidence = rehearsal.passes[0];
    const Time down = began(evidence, "traffic/api/shift") + minutes(minute);

    // The guard has gone back.
    ASSERT_EQ(evidence.outcome, run::Outcome::failed);
    ASSERT_TRUE(evidence.failure);
    EXPECT_THAT(evidence.failure->cause, HasSubstr("the guard tripped at"));
    EXPECT_THAT(evidence.failure->cause, HasSubstr("all traffic is back on the source"));
    EXPECT_EQ(evidence.owner, "eu-west-1");

    // Who reached nobody, did so before detection and TTL were over.
    for (const lab::Sighting& sighting : evidence.history) {
      if (sighting.ok || sighting.answered) continue;
      ++failed_in_all;
      EXPECT_GE(sighting.time, down - seconds(30));
      EXPECT_LE(sighting.time, down + bound);
    }
    const Verdict kept = verdict(rehearsal, "migration", "no_lost_write");
    EXPECT_TRUE(kept.held) << kept.detail;
    if (HasFailure()) return;
  }
  // Otherwise nothing was tried.
  EXPECT_GT(failed_in_all, 10U);
}

TEST(Outage, OfTheGuardsDataHoldsTheRung) {
  // The workload's metrics are asked for under a name that nobody publishes.
  const Small small =
      make_small({{"guard: {probe: [/health, /recordings/canary], every: 1m}",
                   "guard: {probe: [/health, /recordings/canary], every: 1m, metrics: {namespace: "
                   "AWS/ApiGateway, requests: Count, errors: 5XXError, dimensions: {ApiName: "
                   "nobody}}}"}});
  RehearsalOptions options;
  options.way_back = false;
  const Rehearsal rehearsal = small.rehearse(options);
  EXPECT_EQ(rehearsal.passes[0].outcome, run::Outcome::none);
  const auto rungs = rungs_of(small.graph, "eu-central-1", rehearsal.passes[0]);
  ASSERT_EQ(rungs.size(), 1U);  // neither forward nor back
  EXPECT_EQ(rungs[0].weight, 10);
  EXPECT_GT(rungs[0].ends - rungs[0].begins, hours(48));
  EXPECT_TRUE(verdict(rehearsal, "migration", "downtime").held);
}

TEST(Outage, AGuardThatReadsTheWorkloadsMetricsLetsAHealthyShiftPass) {
  const Small small =
      make_small({{"guard: {probe: [/health, /recordings/canary], every: 1m}",
                   "guard: {probe: [/health, /recordings/canary], every: 1m, metrics: {namespace: "
                   "AWS/ApiGateway, requests: Count, errors: 5XXError, dimensions: {ApiName: "
                   "api}}}"}});
  const Rehearsal rehearsal = small.rehearse();
  EXPECT_TRUE(rehearsal.passed);
  expect_all_held(rehearsal);
}

// Fact C11: us-east-1 is away when the target falls ill. Its health check stays green (fact E4), so
// nothing but the switch can move users.
TEST(Outage, OfTheControlPlaneLeavesTheSwitch) {
  const Edits without_switch = {{", switch: true}", "}"}};
  const auto run = [&](const Edits& plan) {
    const Small small = make_small(plan, strict_users);
    RehearsalOptions options;
    options.way_back = false;
    options.faults = {*parse_fault("ailing eu-central-1 at traffic/api/shift+6h"),
                      *parse_fault("down us-east-1 at traffic/api/shift+5h for 12h")};
    return small.rehearse(options);
  };
  const auto last_on_target = [](const Rehearsal& rehearsal) {
    Time last{};
    for (const lab::Sighting& sighting : rehearsal.passes[0].history) {
      if (sighting.region == 1) last = sighting.time;
    }
    return last - began(rehearsal.passes[0], "traffic/api/shift");
  };

  const Rehearsal switched = run({});
  ASSERT_TRUE(switched.passes[0].failure);
  EXPECT_THAT(switched.passes[0].failure->cause, HasSubstr("the guard tripped at 100 %"));
  EXPECT_EQ(switched.passes[0].owner, "eu-west-1");
  EXPECT_LT(last_on_target(switched), hours(6) + minutes(15));

  const Rehearsal stuck = run(without_switch);
  EXPECT_EQ(stuck.passes[0].owner, "eu-west-1");
  EXPECT_GT(last_on_target(stuck), hours(16));  // until the control plane is back
  EXPECT_LT(last_on_target(stuck), hours(17) + minutes(10));
}

TEST(Outage, OfTheTargetInTheSoakSendsTrafficBack) {
  const Rehearsal rehearsal =
      with_fault(make_small(), 1, "failing eu-central-1 at traffic/api/soak+2h");
  ASSERT_TRUE(rehearsal.passes[0].failure);
  EXPECT_THAT(rehearsal.passes[0].failure->cause, HasSubstr("all traffic is back on the source"));
  EXPECT_EQ(rehearsal.passes[0].owner, "eu-west-1");
}

}  // namespace
}  // namespace godwit::rehearse::testing
