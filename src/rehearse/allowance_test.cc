#include "rehearse/allowance.h"

#include <gmock/gmock.h>

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

// Monday morning; regions 0 and 1 are source and target. A shift began after ten hours, and a soak
// after twenty; both are guarded.
struct AllowanceTest : ::testing::Test {
  const Small small = make_small();
  Evidence evidence;
  const Time start = *parse_time("2026-01-05T06:00:00Z");

  AllowanceTest() {
    evidence.regions = {"eu-west-1", "eu-central-1"};
    evidence.started = start;
    evidence.ended = start + hours(96);
    record(run::RecordKind::step_begun, "traffic/api/shift", hours(10));
    record(run::RecordKind::step_done, "traffic/api/shift", hours(20));
    record(run::RecordKind::step_begun, "traffic/api/soak", hours(20));
    record(run::RecordKind::step_done, "traffic/api/soak", hours(44));
  }
  void record(run::RecordKind kind, const std::string& step, Duration after) {
    run::Record one;
    one.kind = kind;
    one.step = step;
    one.time = start + after;
    evidence.journal.push_back(std::move(one));
  }
  static lab::Sighting failed(Time time, int region, lab::Hold hold = lab::Hold::none,
                              lab::RequestKind kind = lab::RequestKind::write) {
    lab::Sighting sighting{};
    sighting.time = time;
    sighting.region = static_cast<std::int8_t>(region);
    sighting.hold = hold;
    sighting.kind = kind;
    return sighting;
  }
  bool excuses(const std::vector<std::string>& faults, const lab::Sighting& sighting) {
    evidence.faults.clear();
    for (const std::string& text : faults) evidence.faults.push_back(*parse_fault(text));
    return Allowance(small.plan, evidence).excuses(sighting);
  }
};

TEST_F(AllowanceTest, WithoutFaultsNothingIsExcused) {
  for (int hour = 0; hour < 96; ++hour) {
    EXPECT_FALSE(excuses({}, failed(start + hours(hour), hour % 2)));
  }
}

TEST_F(AllowanceTest, TheSourceIsExcusedWhileItIsIllAndNoLonger) {
  const std::vector<std::string> gone = {"gone eu-west-1 at 2h for 1h"};
  EXPECT_FALSE(excuses(gone, failed(start + hours(2) - minutes(1), 0)));
  EXPECT_TRUE(excuses(gone, failed(start + hours(2) - seconds(20), 0))) << "on its way";
  EXPECT_TRUE(excuses(gone, failed(start + hours(3), 0)));
  EXPECT_FALSE(excuses(gone, failed(start + hours(3) + minutes(1), 0)));
  EXPECT_FALSE(excuses(gone, failed(start + hours(2) + minutes(5), 1))) << "the target is well";
}

// Three checks of ten seconds, a TTL of sixty, a minute of propagation, and half a minute's
// patience.
TEST_F(AllowanceTest, ATargetThatHealthChecksSeeIsExcusedForDetectionAndTtl) {
  const std::vector<std::string> gone = {"gone eu-central-1 at traffic/api/shift+2h for 3h"};
  const Time ill = start + hours(12);
  EXPECT_TRUE(excuses(gone, failed(ill + minutes(2), 1)));
  EXPECT_FALSE(excuses(gone, failed(ill + minutes(4), 1)));
  EXPECT_TRUE(excuses(gone, failed(ill + minutes(90), 1, lab::Hold::ignored_ttl)));
  EXPECT_TRUE(excuses(gone, failed(ill + minutes(90), 1, lab::Hold::kept_connection)));
  EXPECT_FALSE(excuses(gone, failed(ill + hours(4), 1, lab::Hold::ignored_ttl)));
}

TEST_F(AllowanceTest, ATargetThatSaysItIsWellIsExcusedUntilAGuardIsSure) {
  const std::vector<std::string> shift = {"ailing eu-central-1 at traffic/api/shift+2h for 5h"};
  EXPECT_TRUE(excuses(shift, failed(start + hours(12) + minutes(20), 1)));
  EXPECT_FALSE(excuses(shift, failed(start + hours(12) + minutes(25), 1)));
  const std::vector<std::string> soak = {"ailing eu-central-1 at traffic/api/soak+2h for 12h"};
  EXPECT_TRUE(excuses(soak, failed(start + hours(25), 1))) << "it looks a tenth as often";
  EXPECT_FALSE(excuses(soak, failed(start + hours(26), 1)));
  const std::vector<std::string> later = {"ailing eu-central-1 at 50h for 5h"};
  EXPECT_TRUE(excuses(later, failed(start + hours(54), 1))) << "nobody watches any more";
}

TEST_F(AllowanceTest, WithoutAGuardNobodyIsExcusedForNotHavingOne) {
  const Small bare =
      make_small({{"      guard: {probe: [/health, /recordings/canary], every: 1m}\n", ""}});
  evidence.faults = {*parse_fault("gone eu-central-1 at traffic/api/shift+2h for 3h")};
  EXPECT_FALSE(Allowance(bare.plan, evidence).excuses(failed(start + hours(14), 1)));
}

TEST_F(AllowanceTest, AnEngineThatIsAwayMayActLater) {
  const Time ill = start + hours(12);
  const std::string ailing = "ailing eu-central-1 at traffic/api/shift+2h for 8h";
  EXPECT_FALSE(excuses({ailing}, failed(ill + hours(1), 1)));
  EXPECT_TRUE(excuses({ailing, "stalled at 12h for 2h"}, failed(ill + hours(2), 1)));
  EXPECT_FALSE(excuses({ailing, "stalled at 12h for 2h"}, failed(ill + hours(4), 1)));
  EXPECT_FALSE(excuses({ailing, "stalled at 2h for 2h"}, failed(ill + hours(2), 1)))
      << "long before";
}

TEST_F(AllowanceTest, WhereBothSidesAreIllThereIsNowhereToGo) {
  EXPECT_TRUE(excuses({"gone eu-central-1 at 12h for 4h", "failing eu-west-1 at 13h for 1h"},
                      failed(start + hours(15), 1)));
}

TEST_F(AllowanceTest, ReadsOfWhatIsOnlyInARegionThatIsDown) {
  const std::vector<std::string> down = {"down eu-west-1 at 12h for 1h"};
  const auto read = lab::RequestKind::read;
  EXPECT_TRUE(excuses(down, failed(start + hours(12) + minutes(30), 1, lab::Hold::none, read)));
  EXPECT_FALSE(excuses(down, failed(start + hours(12) + minutes(30), 1)));
  EXPECT_FALSE(excuses({"gone eu-west-1 at 12h for 1h"},
                       failed(start + hours(12) + minutes(30), 1, lab::Hold::none, read)))
      << "its buckets are there";
}

TEST_F(AllowanceTest, AFaultWhoseStepNeverBeganExcusesNothing) {
  EXPECT_FALSE(
      excuses({"gone eu-west-1 at traffic/api/drill for 90h"}, failed(start + hours(30), 0)));
}

TEST_F(AllowanceTest, DataIsDueAQuarterOfAnHourLater) {
  const Time now = start + hours(12);
  EXPECT_EQ(replicated_until(small.plan, evidence, now), now - minutes(15));
}

TEST_F(AllowanceTest, DataIsDueLaterWhereReplicationStoppedAfterTheGates) {
  const Time now = start + hours(12);
  evidence.faults = {*parse_fault("replication-stalled eu-west-1 at 11h for 3h")};
  EXPECT_EQ(replicated_until(small.plan, evidence, now), start + hours(11) - minutes(15));
  evidence.faults = {*parse_fault("replication-stalled eu-west-1 at 9h for 6h")};
  EXPECT_EQ(replicated_until(small.plan, evidence, now), now - minutes(15))
      << "the gates should have waited";
  evidence.faults.push_back(*parse_fault("gone eu-west-1 at 11h for 2h"));
  EXPECT_EQ(replicated_until(small.plan, evidence, now), start + hours(9) - minutes(15))
      << "an outage sends users there whatever has arrived";
  evidence.faults = {*parse_fault("replication-stalled eu-west-1 at 10h30m for 30m")};
  EXPECT_EQ(replicated_until(small.plan, evidence, now), now - minutes(15)) << "long over";
}

}  // namespace
}  // namespace godwit::rehearse::testing
