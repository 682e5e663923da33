#include "rehearse/swarm.h"

#include <gmock/gmock.h>

#include "plan/least_time.h"
#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

constexpr std::uint64_t many = 4000;

TEST(Swarm, TheSameSeedDrawsTheSameFaults) {
  const Small small = make_small();
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    EXPECT_EQ(draw_faults(seed, small.plan, small.graph),
              draw_faults(seed, small.plan, small.graph));
  }
  EXPECT_NE(draw_faults(2, small.plan, small.graph), draw_faults(3, small.plan, small.graph));
}

// What is printed of a seed replays it, and what is drawn is possible.
TEST(Swarm, EveryFaultIsPossibleAndReadsBackAsItself) {
  const Small small = make_small();
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    for (const Fault& fault : draw_faults(seed, small.plan, small.graph)) {
      const auto read = parse_fault(to_string(fault));
      ASSERT_TRUE(read) << to_string(read.error());
      EXPECT_EQ(*read, fault) << to_string(fault);
      const auto checked = check_fault(fault, small.account, small.graph);
      EXPECT_TRUE(checked) << to_string(checked.error());
    }
  }
}

// A run has to be able to end: nothing lasts for good, unless it can be lived with.
TEST(Swarm, FaultsEndOrCanBeLivedWith) {
  const Small small = make_small();
  const std::set<FaultKind> for_good = {FaultKind::torn_writes, FaultKind::late_approval,
                                        FaultKind::slow_jobs};
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    for (const Fault& fault : draw_faults(seed, small.plan, small.graph)) {
      EXPECT_TRUE(fault.lasts > Duration::zero() || form_of(fault.kind).momentary ||
                  for_good.contains(fault.kind))
          << to_string(fault);
    }
  }
}

TEST(Swarm, EverySeedHasAFewKindsAndAllSeedsTogetherHaveAll) {
  const Small small = make_small();
  std::map<FaultKind, int> seeds;
  int none = 0;
  int rolled_back = 0;
  std::size_t least_kinds = 100;
  std::size_t most_kinds = 0;
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    const auto faults = draw_faults(seed, small.plan, small.graph);
    std::set<FaultKind> kinds;
    for (const Fault& fault : faults) kinds.insert(fault.kind);
    for (FaultKind kind : kinds) ++seeds[kind];
    none += faults.empty();
    rolled_back += kinds.contains(FaultKind::roll_back);
    most_kinds = std::max(most_kinds, kinds.size());
    if (!kinds.empty()) least_kinds = std::min(least_kinds, kinds.size());
    EXPECT_LE(faults.size(), 15u);  // twelve, a way back, and two that keep company
  }
  EXPECT_NEAR(rolled_back, many / 3, many / 15);
  EXPECT_GT(none, static_cast<int>(many) / 40);
  EXPECT_EQ(least_kinds, 1u);
  EXPECT_GE(most_kinds, 4u);
  for (const auto& [kind, count] : seeds) {
    EXPECT_GT(count, static_cast<int>(many) / 40) << form_of(kind).name;
    EXPECT_LT(count, static_cast<int>(many) / 2) << form_of(kind).name << " is not in every seed";
  }
}

// Back from every step, in every mode, at its begin and in its middle.
TEST(Swarm, RollsBackEveryStepInEveryMode) {
  const Small small = make_small();
  std::set<std::string> steps;
  std::set<std::string> modes;
  for (std::uint64_t seed = 1; seed <= many; ++seed) {
    for (const Fault& fault : draw_faults(seed, small.plan, small.graph)) {
      if (fault.kind != FaultKind::roll_back) continue;
      steps.insert(fault.step);
      modes.insert(fault.mode);
    }
  }
  EXPECT_EQ(steps.size(), small.graph.steps.size());
  EXPECT_EQ(modes.size(), 3u);
}

}  // namespace
}  // namespace godwit::rehearse::testing
