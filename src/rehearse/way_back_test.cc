// Ways back from everywhere: in each mode, when a step begins, in its middle and after its end;
// and ways back whose process dies on the way. What a mode promises is so at the end, every
// invariant holds, and nothing is left behind that the mode does not keep.
#include <gmock/gmock.h>

#include <set>

#include "rehearse/testing/consumers.h"
#include "rehearse/way_back_time.h"
#include "rehearse/world.h"

namespace godwit::rehearse::testing {
namespace {

using run::RecordKind;

// Fewer objects and users than the small one: this runs hundreds of times.
Small tiny() {
  return make_small_with_consumers(
      {{"duration: 4d", "duration: 3d"}, {"soak: 1d", "soak: 6h"}},
      {{"generate: 12", "generate: 5"}, {"requests_per_day: 60", "requests_per_day: 15"}});
}

struct Moment {
  std::string step;
  Duration after{};  // it has begun
  std::string name;  // for people
};

Evidence run(const Small& small, const std::optional<Moment>& moment, const std::string& mode,
             const std::vector<Cut>& cuts = {}) {
  PassOptions options;
  options.cuts = cuts;
  options.files = &small.files;
  if (moment) {
    Fault fault{.kind = FaultKind::roll_back};
    fault.mode = mode;
    fault.step = moment->step;
    fault.after = moment->after;
    options.faults = {fault};
  }
  auto evidence = World(small.plan, small.graph, small.account, options).run();
  EXPECT_TRUE(evidence) << to_string(evidence.error());
  return evidence ? std::move(*evidence) : Evidence{};
}

// Of each step, by a run that nobody disturbs: its begin, its middle, and a moment after its end.
std::vector<Moment> moments_of(const Small& small) {
  const Evidence whole = run(small, std::nullopt, {});
  std::map<std::string, Time> begun;
  std::vector<Moment> moments;
  for (const run::Record& record : whole.journal) {
    if (record.kind == RecordKind::step_begun) begun[record.step] = record.time;
    if (record.kind != RecordKind::step_done) continue;
    const Duration took = record.time - begun.at(record.step);
    moments.push_back({record.step, milliseconds(1), "at its begin"});
    // Whole milliseconds, as faults have them.
    const auto half = std::chrono::duration_cast<milliseconds>(took / 2);
    if (half > milliseconds(1)) moments.push_back({record.step, half, "in its middle"});
    moments.push_back({record.step,
                       std::chrono::duration_cast<milliseconds>(took) + milliseconds(2),
                       "after its end"});
  }
  return moments;
}

std::set<std::string> steps_with(const Evidence& evidence, RecordKind kind) {
  std::set<std::string> ids;
  for (const run::Record& record : evidence.journal) {
    if (record.kind == kind) ids.insert(record.step);
  }
  return ids;
}

std::set<std::string> kinds_of(const Small& small, const std::set<std::string>& ids) {
  std::set<std::string> kinds;
  for (const std::string& id : ids) kinds.insert(small.graph.find(id)->kind);
  return kinds;
}

// How often the lab's own account of itself has this text: a rule's id is in it once.
std::size_t rules_of(const Evidence& evidence, std::string_view part) {
  const std::string text = boost::json::serialize(evidence.snapshot);
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

void expect_promise(const Small& small, const Evidence& evidence, const std::string& mode) {
  ASSERT_EQ(evidence.outcome, run::Outcome::rolled_back)
      << (evidence.failure ? to_string(*evidence.failure) : "");
  EXPECT_EQ(evidence.owner, small.plan.source);
  const auto undone = steps_with(evidence, RecordKind::undo_done);
  const auto begun = steps_with(evidence, RecordKind::step_begun);
  if (mode == "full") {
    EXPECT_EQ(undone, begun);
  } else {
    for (const std::string& kind : kinds_of(small, undone)) {
      EXPECT_THAT(kind, ::testing::AnyOf("shift", "soak", "drill", "supabase", "firebase",
                                         "settings_file", "command"));
    }
    for (const std::string& id : begun) {
      const std::string& kind = small.graph.find(id)->kind;
      if (kind == "shift" || kind == "soak") {
        EXPECT_TRUE(undone.contains(id)) << id;
      }
    }
  }
  for (const auto& judgement : judge(small.plan, small.graph, small.account, evidence)) {
    EXPECT_TRUE(judgement.verdict.held)
        << judgement.invariant->name << ": " << judgement.verdict.detail
        << "; first: " << judgement.verdict.first;
  }
}

class WayBackFromEverywhere : public ::testing::TestWithParam<std::string> {};

TEST_P(WayBackFromEverywhere, KeepsWhatItPromises) {
  const Small small = tiny();
  const auto moments = moments_of(small);
  ASSERT_GT(moments.size(), 2 * small.graph.steps.size());
  for (const Moment& moment : moments) {
    SCOPED_TRACE(fmt::format("{} back from {} {}", GetParam(), moment.step, moment.name));
    const Evidence evidence = run(small, moment, GetParam());
    // A run may be over, or may not have begun anything else, by then; but it was taken back.
    ASSERT_EQ(steps_with(evidence, RecordKind::rollback_begun).size(), 1u);
    expect_promise(small, evidence, GetParam());
    if (::testing::Test::HasFailure()) return;  // one is enough to look at
  }
}

TEST_P(WayBackFromEverywhere, IsGoneToItsEndWhateverDies) {
  const Small small = tiny();
  // In the first rung, when users write on both sides; and in the drill.
  for (const Moment& moment :
       {Moment{"traffic/api/shift", hours(1), ""}, Moment{"traffic/api/drill", minutes(10), ""}}) {
    const Evidence whole = run(small, moment, GetParam());
    ASSERT_EQ(whole.outcome, run::Outcome::rolled_back);
    bool back = false;
    for (const run::Record& record : whole.journal) {
      back = back || record.kind == RecordKind::rollback_begun;
      if (!back) continue;
      const bool intent = record.kind == RecordKind::intent;
      for (const bool effect : {false, true}) {
        if (effect && !intent) continue;
        SCOPED_TRACE(fmt::format("{} back from {}, dies after record {} ({} {}){}", GetParam(),
                                 moment.step, record.sequence, to_string(record.kind), record.step,
                                 effect ? ", with effect" : ""));
        const Evidence crashed = run(small, moment, GetParam(), {{record.sequence, effect}});
        expect_promise(small, crashed, GetParam());
        if (::testing::Test::HasFailure()) return;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, WayBackFromEverywhere, ::testing::Values("traffic", "standby", "full"),
                         [](const auto& parameter) { return parameter.param; });

TEST(WayBack, OfTrafficTakesMinutesAndLeavesTheDataWhereItIs) {
  const Small small = make_small();
  const Evidence evidence = run(small, Moment{"traffic/api/shift", hours(6), ""}, "traffic");
  ASSERT_EQ(evidence.outcome, run::Outcome::rolled_back);
  const auto times = way_back_times(small.plan, small.graph, evidence);
  ASSERT_EQ(times.size(), 1u);
  ASSERT_TRUE(times[0].home);
  EXPECT_LE(*times[0].home, minutes(5));
  EXPECT_EQ(times[0].ended, times[0].home);
  EXPECT_EQ(rules_of(evidence, "godwit-recordings-forward"), 1u);
  EXPECT_EQ(rules_of(evidence, "godwit-recordings-back"), 1u);
}

TEST(WayBack, InFullWaitsForTheLastUsers) {
  const Small small = make_small();
  const Evidence evidence = run(small, Moment{"traffic/api/shift", hours(6), ""}, "full");
  ASSERT_EQ(evidence.outcome, run::Outcome::rolled_back);
  const auto times = way_back_times(small.plan, small.graph, evidence);
  ASSERT_EQ(times.size(), 1u);
  EXPECT_LE(times[0].home.value(), minutes(5));
  EXPECT_GE(times[0].ended.value(), times[0].last_visitor);
  EXPECT_EQ(rules_of(evidence, "godwit-recordings-forward"), 0u);
  EXPECT_EQ(rules_of(evidence, "godwit-recordings-back"), 0u);
}

// Replication stands still when the way back begins: what users wrote in the target has to come
// home before the rule that carries it goes.
TEST(WayBack, InFullWaitsForReplicationThatStandsStill) {
  const Small small = tiny();
  PassOptions options;
  options.faults = {
      parse_fault("replication-stalled eu-central-1 at traffic/api/shift+5h for 12h").value(),
      parse_fault("roll-back full at traffic/api/shift+7h").value()};
  options.files = &small.files;
  const auto evidence = World(small.plan, small.graph, small.account, options).run();
  ASSERT_TRUE(evidence) << to_string(evidence.error());
  expect_promise(small, *evidence, "full");
  const auto times = way_back_times(small.plan, small.graph, *evidence);
  EXPECT_GE(times.at(0).ended.value(), hours(10));
}

}  // namespace
}  // namespace godwit::rehearse::testing
