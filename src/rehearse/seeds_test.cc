// Many seeds of the small migration: the same whatever the number of threads, and a plan that is
// broken on purpose is found and brought down to what breaks it.
#include "rehearse/seeds.h"

#include <gmock/gmock.h>

#include "rehearse/minimise.h"
#include "rehearse/swarm.h"
#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

std::vector<SeedSummary> run(const Small& small, SeedsOptions options) {
  if (!options.faults) {
    options.faults = [&](std::uint64_t seed) { return draw_faults(seed, small.plan, small.graph); };
  }
  return rehearse_seeds(small.plan, small.graph, small.account, options);
}

TEST(Seeds, AreTheSameWhateverTheNumberOfThreads) {
  const Small small = make_small();
  const auto alone = run(small, {.first = 5, .count = 24, .jobs = 1});
  const auto together = run(small, {.first = 5, .count = 24, .jobs = 4});
  ASSERT_EQ(alone.size(), 24u);
  ASSERT_EQ(together.size(), 24u);
  for (std::size_t i = 0; i < alone.size(); ++i) {
    EXPECT_EQ(alone[i].seed, 5 + i);
    EXPECT_EQ(together[i].seed, alone[i].seed);
    EXPECT_EQ(together[i].faults, alone[i].faults);
    EXPECT_EQ(together[i].ending, alone[i].ending);
    EXPECT_EQ(together[i].events, alone[i].events) << "seed " << alone[i].seed;
    EXPECT_EQ(together[i].records, alone[i].records) << "seed " << alone[i].seed;
    EXPECT_EQ(together[i].failed, alone[i].failed);
    EXPECT_EQ(together[i].downtime, alone[i].downtime);
    EXPECT_EQ(together[i].failure(), alone[i].failure());
  }
}

TEST(Seeds, AreBegunUntilSomebodySaysNo) {
  const Small small = make_small();
  int asked = 0;
  std::size_t told = 0;
  SeedsOptions options{.first = 1, .count = 1000, .jobs = 2};
  options.go_on = [&] { return ++asked <= 5; };
  options.over = [&](const SeedSummary&) { ++told; };
  const auto summaries = run(small, options);
  EXPECT_EQ(summaries.size(), 5u);
  EXPECT_EQ(told, 5u);
  for (std::size_t i = 0; i < summaries.size(); ++i) EXPECT_EQ(summaries[i].seed, i + 1);
}

TEST(Seeds, RequestsAreAboutAsManyAsWasAsked) {
  Small small = make_small();
  for (std::size_t requests : {200u, 1000u, 4000u}) {
    small.account = with_requests(small.account, small.plan.policy.duration, requests);
    const SeedSummary summary = rehearse_seed(small.plan, small.graph, small.account, 1, {});
    EXPECT_NEAR(static_cast<double>(summary.requests), static_cast<double>(requests),
                static_cast<double>(requests) / 5);
  }
}

// Which seed fails is found, and of its faults what is needed: nothing at all, for the plan is
// wrong.
TEST(Seeds, APlanWithoutTheReverseRuleLosesWritesOnlyWhereItGoesBack) {
  const Small small = make_small({{"replicate: both", "replicate: forward"}});
  const auto faults = [](const std::vector<std::string>& texts) {
    std::vector<Fault> list;
    for (const std::string& text : texts) list.push_back(*parse_fault(text));
    return list;
  };
  const auto whole =
      faults({"slow eu-west-1 by 500ms at 1h for 2h", "ailing eu-west-1 at 3h for 1m",
              "roll-back full at traffic/api/soak+6h", "gone eu-west-1 at 5h for 1m"});
  const SeedSummary failing = rehearse_seed(small.plan, small.graph, small.account, 3, whole);
  ASSERT_EQ(failing.failure(), "no_lost_write");
  const Minimised least = minimise(
      whole,
      [&](const std::vector<Fault>& tried) {
        return rehearse_seed(small.plan, small.graph, small.account, 3, tried).failure() ==
               "no_lost_write";
      },
      60);
  ASSERT_EQ(least.faults.size(), 1u);
  EXPECT_EQ(least.faults[0].kind, FaultKind::roll_back);
  EXPECT_TRUE(least.minimal);
  // The replay says the same.
  const SeedSummary replay = rehearse_seed(small.plan, small.graph, small.account, 3, least.faults);
  EXPECT_EQ(replay.failure(), "no_lost_write");
  EXPECT_FALSE(replay.invariants[0].first.empty());
}

TEST(Seeds, APlanWithoutBackfillFailsWithoutAnyFault) {
  const Small small = make_small({{"backfill: true", "backfill: false\n      verify: false"}});
  const std::string alone = rehearse_seed(small.plan, small.graph, small.account, 1, {}).failure();
  ASSERT_NE(alone, "");
  const auto summaries = run(small, {.first = 1, .count = 12, .jobs = 2});
  std::size_t failed = 0;
  for (const SeedSummary& summary : summaries) {
    if (summary.failure() != alone) continue;
    ++failed;
    const Minimised least = minimise(
        summary.faults,
        [&](const std::vector<Fault>& tried) {
          return rehearse_seed(small.plan, small.graph, small.account, summary.seed, tried)
                     .failure() == summary.failure();
        },
        60);
    EXPECT_TRUE(least.faults.empty()) << to_string(least.faults.front());
  }
  EXPECT_GT(failed, 2u);
}

// Faults excuse what nobody could have prevented, and no more: without a guard nobody notices that
// the target is ill although it says that it is well.
TEST(Seeds, AnIllTargetIsExcusedUntilTheGuardCouldHaveMovedEverybody) {
  const std::vector<Fault> ailing = {
      *parse_fault("ailing eu-central-1 at traffic/api/shift+5h for 2h")};
  const std::string guard = "      guard: {probe: [/health, /recordings/canary], every: 1m}\n";
  const Edits busy = {{"requests_per_day: 60", "requests_per_day: 600"}};
  const auto with_guard = make_small({}, busy);
  const auto without = make_small({{guard, ""}}, busy);
  const SeedSummary guarded =
      rehearse_seed(with_guard.plan, with_guard.graph, with_guard.account, 1, ailing);
  const SeedSummary unguarded =
      rehearse_seed(without.plan, without.graph, without.account, 1, ailing);
  EXPECT_EQ(guarded.failure(), "");
  EXPECT_GT(guarded.failed, 0u);
  EXPECT_GT(unguarded.failed, guarded.failed);
  EXPECT_EQ(unguarded.failure(), "downtime");
}

// The same for everything that is not broken: 200 seeds, all invariants. CI's larger set is
// examples/medzen's (tests/CMakeLists.txt).
TEST(Seeds, AllInvariantsHoldInTwoHundred) {
  const Small small = make_small();
  const auto summaries = run(small, {.first = 1, .count = 200, .jobs = 2});
  for (const SeedSummary& summary : summaries) {
    std::string faults;
    for (const Fault& fault : summary.faults) faults += "\n  " + to_string(fault);
    std::string detail;
    for (const InvariantSummary& judged : summary.invariants) {
      if (!judged.held) detail += judged.detail + "; first: " + judged.first + "\n";
    }
    EXPECT_EQ(summary.failure(), "") << "seed " << summary.seed << " " << to_string(summary.ending)
                                     << " " << summary.reason << "\n"
                                     << detail << faults;
  }
}

}  // namespace
}  // namespace godwit::rehearse::testing
