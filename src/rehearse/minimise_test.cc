#include "rehearse/minimise.h"

#include <gmock/gmock.h>

namespace godwit::rehearse {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Fault> faults_of(const std::vector<std::string>& texts) {
  std::vector<Fault> faults;
  for (const std::string& text : texts) faults.push_back(*parse_fault(text));
  return faults;
}

std::vector<std::string> texts_of(const std::vector<Fault>& faults) {
  std::vector<std::string> texts;
  for (const Fault& fault : faults) texts.push_back(to_string(fault));
  return texts;
}

bool has(const std::vector<Fault>& faults, FaultKind kind) {
  return std::ranges::find(faults, kind, &Fault::kind) != faults.end();
}

const std::vector<std::string> eight = {
    "slow eu-central-1 by 1s for 1m", "throttled kms 20% for 1m",
    "gone eu-west-1 for 1m",          "lost-responses 5% for 1m",
    "server-errors s3 7% for 1m",     "down eu-central-1 for 1m",
    "stale-reads 10% by 1s for 1m",   "disk-full for 1m"};

TEST(Minimise, LeavesNothingWhereNothingIsNeeded) {
  const Minimised minimised =
      minimise(faults_of(eight), [](const std::vector<Fault>&) { return true; }, 100);
  EXPECT_THAT(minimised.faults, IsEmpty());
  EXPECT_EQ(minimised.runs, 1u);
  EXPECT_TRUE(minimised.minimal);
}

TEST(Minimise, FindsEveryOneAlone) {
  for (const std::string& text : eight) {
    const FaultKind kind = parse_fault(text)->kind;
    const Minimised minimised = minimise(
        faults_of(eight), [&](const std::vector<Fault>& faults) { return has(faults, kind); }, 200);
    ASSERT_EQ(minimised.faults.size(), 1u) << text;
    EXPECT_EQ(minimised.faults[0].kind, kind);
    EXPECT_TRUE(minimised.minimal);
  }
}

// Whatever two are needed together, wherever they stand.
TEST(Minimise, FindsEveryPair) {
  for (std::size_t i = 0; i < eight.size(); ++i) {
    for (std::size_t j = i + 1; j < eight.size(); ++j) {
      const FaultKind one = parse_fault(eight[i])->kind;
      const FaultKind other = parse_fault(eight[j])->kind;
      const Minimised minimised = minimise(
          faults_of(eight),
          [&](const std::vector<Fault>& faults) { return has(faults, one) && has(faults, other); },
          500);
      ASSERT_EQ(minimised.faults.size(), 2u) << eight[i] << " and " << eight[j];
      EXPECT_TRUE(minimised.minimal);
    }
  }
}

// Any three will do: no single one can be left out of what remains.
TEST(Minimise, EndsWhereNoSingleFaultCanBeLeftOut) {
  const Minimised minimised = minimise(
      faults_of(eight), [](const std::vector<Fault>& faults) { return faults.size() >= 3; }, 500);
  EXPECT_EQ(minimised.faults.size(), 3u);
}

TEST(Minimise, MakesWhatStaysShorterLaterAndRarer) {
  const auto faults =
      faults_of({"lost-responses kms 80% at traffic/api/shift+30h for 8h",
                 "roll-back traffic at traffic/api/soak+2h", "slow eu-west-1 by 16s"});
  const auto fails = [](const std::vector<Fault>& tried) {
    return has(tried, FaultKind::roll_back) && has(tried, FaultKind::lost_responses) &&
           tried[0].percent >= 10 && tried[0].lasts >= hours(1);
  };
  const Minimised minimised = minimise(faults, fails, 500);
  EXPECT_THAT(texts_of(minimised.faults),
              ElementsAre("lost-responses kms 10% at traffic/api/shift for 1h",
                          "roll-back full at traffic/api/soak"));
}

TEST(Minimise, KeepsToItsBudgetAndStillFails) {
  const auto all = faults_of(eight);
  std::size_t asked = 0;
  const auto fails = [&](const std::vector<Fault>& faults) {
    ++asked;
    return has(faults, FaultKind::disk_full) && has(faults, FaultKind::slow_site);
  };
  for (std::size_t budget : {0u, 1u, 3u, 7u}) {
    asked = 0;
    const Minimised minimised = minimise(all, fails, budget);
    EXPECT_LE(asked, budget);
    EXPECT_EQ(minimised.runs, asked);
    EXPECT_TRUE(has(minimised.faults, FaultKind::disk_full));
    EXPECT_TRUE(has(minimised.faults, FaultKind::slow_site));
    EXPECT_FALSE(minimised.minimal);
  }
}

TEST(Minimise, AsksNothingTwice) {
  std::set<std::string> seen;
  const auto fails = [&](const std::vector<Fault>& faults) {
    std::string key;
    for (const Fault& fault : faults) key += to_string(fault) + "\n";
    EXPECT_TRUE(seen.insert(key).second) << key;
    return has(faults, FaultKind::throttled) && has(faults, FaultKind::region_down) &&
           has(faults, FaultKind::stale_reads);
  };
  EXPECT_EQ(minimise(faults_of(eight), fails, 500).faults.size(), 3u);
}

TEST(Minimise, WhatIsSimplerIsNeverTheSameAndComesToAnEnd) {
  for (const std::string& text : eight) {
    std::vector<Fault> level = {*parse_fault(text)};
    for (int depth = 0; !level.empty(); ++depth) {
      ASSERT_LT(depth, 60) << text;
      std::vector<Fault> next;
      for (const Fault& fault : level) {
        for (Fault& simple : simpler(fault)) {
          EXPECT_NE(simple, fault);
          EXPECT_EQ(*parse_fault(to_string(simple)), simple);
          if (next.size() < 50) next.push_back(std::move(simple));
        }
      }
      level = std::move(next);
    }
  }
}

}  // namespace
}  // namespace godwit::rehearse
