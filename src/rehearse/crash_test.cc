// The process that carries a run out dies after every record of its journal, one at a time; where
// that record is an intent, once before its call reaches the cloud and once after. A new process
// resumes from the journal. Each time, the account ends as it does without any crash.
#include <gmock/gmock.h>

#include "rehearse/testing/small.h"
#include "rehearse/world.h"

namespace godwit::rehearse::testing {
namespace {

// Fewer objects and users than the small one: this runs hundreds of times.
Small tiny() {
  return make_small(
      {{"duration: 4d", "duration: 2d"}, {"soak: 1d", "soak: 6h"}},
      {{"generate: 12", "generate: 5"}, {"requests_per_day: 60", "requests_per_day: 15"}});
}

Evidence run(const Small& small, const std::vector<Cut>& cuts,
             const std::string& roll_back_at = {}) {
  PassOptions options;
  options.cuts = cuts;
  options.roll_back_at = roll_back_at;
  options.roll_back_after = hours(2);
  auto evidence = World(small.plan, small.graph, small.account, options).run();
  EXPECT_TRUE(evidence) << to_string(evidence.error());
  return evidence ? std::move(*evidence) : Evidence{};
}

void expect_same_end(const Evidence& whole, const Evidence& crashed, const std::string& where,
                     bool ended_before = false) {
  EXPECT_EQ(crashed.outcome, whole.outcome) << where;
  EXPECT_EQ(crashed.owner, whole.owner) << where;
  EXPECT_EQ(crashed.snapshot, whole.snapshot) << where;
  bool resumed =
      std::any_of(crashed.journal.begin(), crashed.journal.end(),
                  [](const auto& record) { return record.kind == run::RecordKind::run_resumed; });
  // A run whose last record was written is over; its next process has nothing to resume.
  EXPECT_EQ(resumed, !ended_before) << where;
}

void crash_everywhere(const Small& small, const std::string& roll_back_at) {
  Evidence whole = run(small, {}, roll_back_at);
  ASSERT_EQ(whole.outcome,
            roll_back_at.empty() ? run::Outcome::completed : run::Outcome::rolled_back);
  ASSERT_GT(whole.journal.size(), 50u);
  for (const run::Record& record : whole.journal) {
    bool intent = record.kind == run::RecordKind::intent;
    for (bool effect : {false, true}) {
      if (effect && !intent) continue;
      Evidence crashed = run(small, {{record.sequence, effect}}, roll_back_at);
      expect_same_end(
          whole, crashed,
          fmt::format("after record {} ({} {}){}", record.sequence, run::to_string(record.kind),
                      record.step, intent ? effect ? ", with effect" : ", without effect" : ""),
          record.kind == run::RecordKind::run_ended);
      if (::testing::Test::HasFailure()) return;  // one is enough to look at
    }
  }
}

TEST(Crash, AfterEveryRecordForward) { crash_everywhere(tiny(), {}); }

TEST(Crash, AfterEveryRecordForwardAndBack) { crash_everywhere(tiny(), "traffic/api/soak"); }

TEST(Crash, AgainAndAgain) {
  Small small = tiny();
  Evidence whole = run(small, {});
  std::vector<Cut> cuts;
  for (std::uint64_t record = 3; record < whole.journal.size(); record += 6) {
    cuts.push_back({record, record % 2 == 0});
  }
  expect_same_end(whole, run(small, cuts), "many times");
}

}  // namespace
}  // namespace godwit::rehearse::testing
