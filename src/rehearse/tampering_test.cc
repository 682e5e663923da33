// Tampering is noticed: each safeguard is taken out, one by one, by an edit of the plan or by a
// fault, and the rehearsal has to fail each time, for the right reason. For every invariant there
// is a tampering that breaks it.
#include <gmock/gmock.h>

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(Tampering, WithoutBackfillVerificationStopsTheRun) {
  Rehearsal rehearsal = make_small({{"backfill: true", "backfill: false"}}).rehearse();
  EXPECT_FALSE(rehearsal.passed);
  const Evidence& forward = rehearsal.passes[0];
  EXPECT_EQ(forward.outcome, run::Outcome::failed);
  ASSERT_TRUE(forward.failure);
  EXPECT_EQ(forward.failure->operation, "verify");
  EXPECT_THAT(forward.failure->cause, HasSubstr("are missing"));
  EXPECT_TRUE(verdict(rehearsal, "migration", "data_before_traffic").held) << "nobody was moved";
}

// Neither backfilled nor verified: users get there before the data.
TEST(Tampering, WithoutBackfillAndVerificationDataComesAfterTraffic) {
  Rehearsal rehearsal =
      make_small({{"backfill: true", "backfill: false\n      verify: false"}}).rehearse();
  EXPECT_FALSE(rehearsal.passed);
  Verdict before = verdict(rehearsal, "migration", "data_before_traffic");
  EXPECT_FALSE(before.held);
  EXPECT_THAT(before.detail, AllOf(HasSubstr("of recordings"), HasSubstr("of transcripts")));
  EXPECT_THAT(before.first, HasSubstr("2026-01-05T"));
  Verdict lost = verdict(rehearsal, "migration", "no_lost_write");
  EXPECT_FALSE(lost.held);
  EXPECT_THAT(lost.detail, HasSubstr("that were there before"));
}

// KMS-encrypted objects are silently skipped without the rule for them (fact D3).
TEST(Tampering, WithoutTheKmsRuleEverythingStaysBehind) {
  Rehearsal rehearsal =
      make_small({{"backfill: true",
                   "backfill: false\n      verify: false\n      encrypted_objects: false"}})
          .rehearse();
  EXPECT_FALSE(rehearsal.passed);
  EXPECT_THAT(verdict(rehearsal, "migration", "no_lost_write").detail,
              AllOf(HasSubstr("of recordings that were there before"),
                    HasSubstr("acknowledged writes to recordings")));
}

TEST(Tampering, WithoutTheReverseRuleTheWayBackLosesWrites) {
  Rehearsal rehearsal = make_small({{"replicate: both", "replicate: forward"}}).rehearse();
  EXPECT_FALSE(rehearsal.passed);
  EXPECT_TRUE(verdict(rehearsal, "migration", "no_lost_write").held) << "forward, nothing is lost";
  Verdict lost = verdict(rehearsal, "way back", "no_lost_write");
  EXPECT_FALSE(lost.held);
  EXPECT_THAT(lost.detail, HasSubstr("acknowledged writes to"));
}

TEST(Tampering, ADrillThatDisablesFails) {
  Rehearsal rehearsal = make_small({{"method: inverted", "method: disabled"}}).rehearse();
  EXPECT_FALSE(rehearsal.passed);
  ASSERT_TRUE(rehearsal.passes[0].failure);
  EXPECT_EQ(rehearsal.passes[0].failure->operation, "drill");
  EXPECT_THAT(rehearsal.passes[0].failure->cause, HasSubstr("moved no traffic"));
}

// In the middle of the first rung the target loses its data path for good, but goes on to call
// itself healthy (fact E4), so no health check helps. With the guard its share of traffic is gone
// after minutes and the run stops; without it, the ladder goes on over the failing target.
TEST(Tampering, WithoutTheGuardDowntimeGrows) {
  RehearsalOptions options;
  options.way_back = false;
  options.faults = {*parse_fault("ailing eu-central-1 at traffic/api/shift+2h")};
  const std::string guard = "      guard: {probe: [/health, /recordings/canary], every: 1m}\n";
  Rehearsal guarded = make_small().rehearse(options);
  Rehearsal unguarded = make_small({{guard, ""}}).rehearse(options);
  EXPECT_EQ(guarded.passes[0].outcome, run::Outcome::failed);
  EXPECT_EQ(guarded.passes[0].owner, "eu-west-1");
  EXPECT_EQ(unguarded.passes[0].outcome, run::Outcome::completed) << "nobody noticed";
  auto failed = [](const Rehearsal& rehearsal) {
    return std::count_if(rehearsal.passes[0].history.begin(), rehearsal.passes[0].history.end(),
                         [](const lab::Sighting& sighting) { return !sighting.ok; });
  };
  EXPECT_FALSE(verdict(unguarded, "migration", "downtime").held);
  EXPECT_GT(failed(unguarded), 1000);
  EXPECT_LT(failed(guarded), 50) << "those whose resolvers ignore TTLs";
}

TEST(Tampering, DataOutsideThePolicyIsNoticed) {
  Rehearsal rehearsal = make_small({{"EU: [eu-west-1, eu-central-1]", "EU: [eu-west-1]"}})
                            .rehearse({.way_back = false});
  EXPECT_FALSE(rehearsal.passed);
  Verdict residency = verdict(rehearsal, "migration", "residency");
  EXPECT_FALSE(residency.held);
  EXPECT_THAT(residency.detail, AllOf(HasSubstr("answered elsewhere"),
                                      HasSubstr("small-recordings-new is in eu-central-1")));
  EXPECT_THAT(residency.first, HasSubstr("Germany"));
}

// Before traffic moves, nobody but the source can answer: no engine could have helped. It is told
// all the same.
TEST(Tampering, FailuresOfTheSourceAreExcusedAndTold) {
  RehearsalOptions options;
  options.way_back = false;
  options.faults = {*parse_fault("gone eu-west-1 at 1h for 30m")};
  Rehearsal rehearsal =
      make_small({}, {{"requests_per_day: 60", "requests_per_day: 600"}}).rehearse(options);
  Verdict downtime = verdict(rehearsal, "migration", "downtime");
  EXPECT_TRUE(downtime.held);
  EXPECT_THAT(downtime.detail, HasSubstr("more that its faults left no way to answer"));
}

// Somebody changes the record by hand while the run is on its way: the way back does not hide it.
TEST(Tampering, ARollbackThatDoesNotRestoreIsNoticed) {
  Small small = make_small();
  Rehearsal rehearsal = small.rehearse();
  Evidence changed = rehearsal.passes[1];
  changed.configuration_after.at("records").as_array()[0].as_object()["weight"] = 7;
  auto judgements = judge(small.plan, small.graph, small.account, changed);
  for (const Judgement& judgement : judgements) {
    bool restores = judgement.invariant->name == "rollback_restores";
    EXPECT_EQ(judgement.verdict.held, !restores) << judgement.invariant->name;
    if (restores) {
      EXPECT_THAT(judgement.verdict.detail, HasSubstr("records"));
    }
  }
  Evidence elsewhere = rehearsal.passes[1];
  elsewhere.owner = "eu-central-1";
  for (const Judgement& judgement : judge(small.plan, small.graph, small.account, elsewhere)) {
    EXPECT_EQ(judgement.verdict.held, judgement.invariant->name != "rollback_restores");
  }
}

// What evidence says, changed in one place: the judge of it notices, for the right reason.
struct TamperedEvidence : ::testing::Test {
  Small small = make_small();
  Evidence evidence = small.rehearse({.way_back = false}).passes[0];

  Verdict verdict_on(std::string_view name) const {
    for (const Judgement& judgement : judge(small.plan, small.graph, small.account, evidence)) {
      if (judgement.invariant->name == name) return judgement.verdict;
    }
    ADD_FAILURE() << "nobody judged " << name;
    return {};
  }
  void expect_held(std::string_view name) const {
    const Verdict verdict = verdict_on(name);
    EXPECT_TRUE(verdict.held) << verdict.detail << ": " << verdict.first;
  }
  void expect_broken(std::string_view name, const std::string& first) const {
    const Verdict verdict = verdict_on(name);
    EXPECT_FALSE(verdict.held) << verdict.detail;
    EXPECT_THAT(verdict.first, HasSubstr(first));
  }
  // The first read with an answer of something that a user has written.
  lab::Sighting& a_read() {
    return *std::ranges::find_if(evidence.history, [](const lab::Sighting& sighting) {
      return sighting.kind == lab::RequestKind::read && sighting.ok &&
             sighting.id.starts_with("user-");
    });
  }
};

TEST_F(TamperedEvidence, OfAReadThatFindsNothing) {
  expect_held("history");
  lab::Sighting& read = a_read();
  read.status = 404;
  read.ok = false;
  expect_broken("history", read.id + ": lost");
}

TEST_F(TamperedEvidence, OfAReadThatFindsSomethingElse) {
  lab::Sighting& read = a_read();
  read.checksum ^= 1;
  expect_broken("history", read.id + ": mixed up");
}

TEST_F(TamperedEvidence, OfWhatIsReadAtTheEnd) {
  lab::Sighting& last = evidence.read_back.front();
  last.status = 404;
  expect_broken("history", last.id + ": lost");
}

TEST_F(TamperedEvidence, OfACallWithoutAnIntent) {
  expect_held("journal_matches");
  evidence.trail.push_back(evidence.trail.front());
  expect_broken("journal_matches", evidence.trail.front().operation);
}

TEST_F(TamperedEvidence, OfAnIntentWithoutACall) {
  evidence.trail.erase(evidence.trail.begin());
  expect_broken("journal_matches", "applied, and nothing has happened");
}

TEST_F(TamperedEvidence, OfAStrangerAtWork) {
  evidence.trail.back().principal = "engine 9";
  const Verdict verdict = verdict_on("journal_matches");
  EXPECT_FALSE(verdict.held);
  EXPECT_THAT(verdict.first, HasSubstr("it had no right to the run"));
}

TEST_F(TamperedEvidence, OfAKeyThatNobodyRemembers) {
  expect_held("no_orphans");
  evidence.resources.push_back({"key 99999999", "eu-central-1", "key/new", false});
  expect_broken("no_orphans",
                "key 99999999 in eu-central-1: key/new is done, and does not "
                "remember it");
  evidence.resources.back().going = true;
  expect_held("no_orphans");
}

// The key was made, and the step that made it says that it is undone and kept nothing.
TEST_F(TamperedEvidence, OfAWayBackThatLeavesSomethingBehind) {
  evidence = small.rehearse().passes[1];
  expect_held("no_orphans");
  evidence.resources.push_back({"health check 1234", "", "traffic/api/health-target", false});
  expect_broken("no_orphans", "traffic/api/health-target is undone, and kept nothing");
}

}  // namespace
}  // namespace godwit::rehearse::testing
