// Every kind of fault: that it happens, and that the engine copes. One pass of the small rehearsal
// each, resumed where it fails, as each of many seeds is.
#include <gmock/gmock.h>

#include "base/ascii.h"
#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

const Edits with_approval = {
    {"traffic:\n", "approvals:\n  - {name: go-live, before: traffic/api/shift}\ntraffic:\n"}};

Rehearsal with(const std::vector<std::string>& texts, std::uint64_t seed = 1,
               const Edits& plan = {}) {
  RehearsalOptions options;
  options.seed = seed;
  options.way_back = false;
  options.snapshot = false;
  options.once = true;
  for (const std::string& text : texts) options.faults.push_back(parse_fault(text).value());
  return make_small(plan).rehearse(options);
}

bool has(const Evidence& evidence, run::RecordKind kind) {
  return std::ranges::any_of(evidence.journal,
                             [kind](const run::Record& record) { return record.kind == kind; });
}

struct OneFault {
  std::string text;
  std::uint64_t least;  // so often at least
  bool may_go_back = false;
};

class EveryFault : public ::testing::TestWithParam<OneFault> {};

TEST_P(EveryFault, HappensAndIsCopedWith) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    const Rehearsal rehearsal = with({GetParam().text}, seed, with_approval);
    ASSERT_EQ(rehearsal.passes.size(), 1U);
    const Evidence& evidence = rehearsal.passes[0];
    EXPECT_GE(evidence.fault_counts[0], GetParam().least);
    if (GetParam().may_go_back) {
      EXPECT_THAT(evidence.outcome, AnyOf(run::Outcome::completed, run::Outcome::rolled_back));
    } else {
      EXPECT_EQ(evidence.outcome, run::Outcome::completed)
          << (evidence.failure ? to_string(*evidence.failure) : "");
    }
    expect_all_held(rehearsal);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Faults, EveryFault,
    ::testing::Values(
        OneFault{"slow eu-central-1 by 5s at traffic/api/shift+2h for 1h", 1},
        OneFault{"ailing eu-central-1 at traffic/api/shift+2h for 1h", 1},
        OneFault{"failing eu-central-1 at traffic/api/shift+2h for 1h", 1},
        OneFault{"gone eu-central-1 at traffic/api/shift+2h for 1h", 1},
        OneFault{"down eu-central-1 at 10m for 2h", 1},
        OneFault{"control-plane eu-central-1 for 2h", 1},
        OneFault{"control-plane us-east-1 at traffic/api/shift+3h for 2h", 1},
        OneFault{"data-plane eu-central-1 at traffic/api/shift+2h for 1h", 1},
        OneFault{"replication-stalled eu-west-1 at 10m for 8h", 1},
        OneFault{"replication-stalled small-recordings at 10m for 8h", 1},
        OneFault{"slow-jobs by 3h for 1d", 1}, OneFault{"failing-jobs 40% for 2d", 1},
        OneFault{"throttled 20% for 6h", 10}, OneFault{"server-errors 10% for 6h", 5},
        OneFault{"lost-requests 10% for 6h", 5}, OneFault{"lost-responses 10% for 6h", 5},
        OneFault{"slow-calls 20% by 25s for 6h", 5}, OneFault{"stale-reads by 30s for 6h", 1},
        OneFault{"expired-credentials at traffic/api/shift+3h for 3h", 1},
        OneFault{"unreachable-sites 50% at traffic/api/shift+1h for 2h", 10},
        OneFault{"clock-ahead by 10m at 1h for 5h", 1},
        OneFault{"clock-behind by 2h at 1h for 5h", 1},
        OneFault{"disk-full at traffic/api/shift+1h for 2h", 1},
        OneFault{"sync-errors at traffic/api/shift+1h for 2h", 1},
        OneFault{"crash at traffic/api/shift+4h", 1}, OneFault{"crash-at-record 17 with effect", 1},
        OneFault{"stalled at traffic/api/shift+1h for 4h", 1},
        OneFault{"second-executor at 30m for 9h", 20}, OneFault{"late-approval by 3h", 1},
        OneFault{"no-approval for 20h", 1},
        OneFault{"roll-back standby at traffic/api/soak+5h", 1, true}),
    [](const auto& info) {
      std::string name;
      for (char letter : info.param.text.substr(0, 40)) {
        name += is_letter_or_digit(letter) ? letter : '_';
      }
      return name;
    });

TEST(Faults, WithoutAnyNothingIsDifferent) {
  const Rehearsal rehearsal = with({});
  EXPECT_TRUE(rehearsal.passed);
  EXPECT_FALSE(has(rehearsal.passes[0], run::RecordKind::run_resumed));
  EXPECT_FALSE(has(rehearsal.passes[0], run::RecordKind::unknown));
}

TEST(Faults, TornWritesAtACrashAreNoRecords) {
  for (std::uint64_t record = 5; record < 100; record += 9) {
    const Rehearsal rehearsal =
        with({"torn-writes", fmt::format("crash-at-record {} with effect", record)});
    EXPECT_EQ(rehearsal.passes[0].outcome, run::Outcome::completed) << record;
    EXPECT_EQ(rehearsal.passes[0].fault_counts, (std::vector<std::uint64_t>{1, 1})) << record;
    expect_all_held(rehearsal);
  }
}

TEST(Faults, WhoeverNeverApprovesKeepsTheRunWaiting) {
  const Rehearsal rehearsal = with({"no-approval"}, 1, with_approval);
  const Evidence& evidence = rehearsal.passes[0];
  EXPECT_EQ(evidence.outcome, run::Outcome::none);
  EXPECT_EQ(evidence.owner, "eu-west-1");
  ASSERT_FALSE(evidence.waits.empty());
  EXPECT_THAT(evidence.waits.back().why, HasSubstr("waiting for approval of go-live"));
}

TEST(Faults, WhoeverApprovesLateIsWaitedFor) {
  const auto shift_began = [](const Rehearsal& rehearsal) {
    for (const run::Record& record : rehearsal.passes[0].journal) {
      if (record.kind == run::RecordKind::step_begun && record.step == "traffic/api/shift") {
        return record.time;
      }
    }
    return Time{};
  };
  const Time early = shift_began(with({}, 1, with_approval));
  const Time late = shift_began(with({"late-approval by 5h"}, 1, with_approval));
  EXPECT_GE(late - early, hours(5));
  EXPECT_LT(late - early, hours(5) + minutes(5));
}

// The first process is suspended for longer than its lease, a second takes the run over, and the
// first wakes up in the middle of its work: it may do nothing more, whenever it was suspended.
TEST(Faults, AFencedExecutorChangesNothing) {
  for (const char* when : {"2s", "5m", "40m", "3h", "traffic/api/drill+10m", "traffic/api/shift+1h",
                           "traffic/api/shift+239m", "traffic/api/soak+3h"}) {
    SCOPED_TRACE(when);
    const Rehearsal rehearsal = with({fmt::format("stalled at {} for 10h", when),
                                      fmt::format("second-executor at {} for 2d", when)});
    const Evidence& evidence = rehearsal.passes[0];
    EXPECT_EQ(evidence.outcome, run::Outcome::completed);
    EXPECT_EQ(evidence.takeovers, 1U);
    EXPECT_GT(evidence.refusals, 10U);
    expect_all_held(rehearsal);
    ASSERT_EQ(evidence.tenures.size(), 2U);
    EXPECT_GT(evidence.tenures[1].fence, evidence.tenures[0].fence);
    const Time taken_over = evidence.tenures[1].began;
    std::size_t before = 0;
    std::size_t after = 0;
    for (const lab::AuditEntry& entry : evidence.trail) {
      if (entry.principal != evidence.tenures[0].principal) continue;
      ++(entry.time > taken_over ? after : before);
    }
    EXPECT_GT(before, 0U);
    EXPECT_EQ(after, 0U) << "the first one has changed something";
  }
}

TEST(Faults, ManyAtOnce) {
  const Rehearsal rehearsal =
      with({"throttled 10% for 12h", "lost-responses 5% for 12h", "stale-reads by 20s for 12h",
            "crash at 20m", "crash at 3h", "torn-writes", "disk-full at 5h for 1h",
            "clock-ahead by 1m at 2h for 9h", "second-executor at 1h for 20h"});
  EXPECT_EQ(rehearsal.passes[0].outcome, run::Outcome::completed);
  expect_all_held(rehearsal);
}

// A seed and its faults are all there is to it.
TEST(Faults, TheSameFaultsTheSameRun) {
  const std::vector<std::string> faults = {"throttled 20% for 6h", "lost-responses 10% for 6h",
                                           "crash at 40m", "torn-writes"};
  const Rehearsal first = with(faults, 3);
  const Rehearsal again = with(faults, 3);
  EXPECT_EQ(first.passes[0].journal.back().hash, again.passes[0].journal.back().hash);
  EXPECT_EQ(first.passes[0].fault_counts, again.passes[0].fault_counts);
  EXPECT_EQ(first.passes[0].events, again.passes[0].events);
}

}  // namespace
}  // namespace godwit::rehearse::testing
