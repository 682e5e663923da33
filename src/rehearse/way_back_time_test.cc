#include "rehearse/way_back_time.h"

#include <gmock/gmock.h>

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using run::RecordKind;

struct WayBackTimeTest : ::testing::Test {
  Small small = make_small();
  Evidence evidence;
  Time start = small.account.starts;

  WayBackTimeTest() { evidence.regions = {"eu-west-1", "eu-central-1"}; }

  void record(Duration after, RecordKind kind, const std::string& step = {},
              boost::json::object payload = {}) {
    run::Record made;
    made.time = start + after;
    made.kind = kind;
    made.step = step;
    made.payload = std::move(payload);
    evidence.journal.push_back(std::move(made));
  }
  void visit(Duration after, std::int8_t region) {
    lab::Sighting sighting{};
    sighting.time = start + after;
    sighting.region = region;
    evidence.history.push_back(sighting);
  }
  std::vector<WayBackTime> times() const {
    return way_back_times(small.plan, small.graph, evidence);
  }
};

TEST_F(WayBackTimeTest, UsersAreHomeWhenTheLastStepThatMovesThemIsUndone) {
  record(hours(1), RecordKind::rollback_begun, {}, {{"mode", "full"}});
  record(hours(1), RecordKind::undo_begun, "traffic/api/soak");
  record(hours(1), RecordKind::undo_done, "traffic/api/soak");
  record(hours(1), RecordKind::undo_begun, "traffic/api/shift");
  record(hours(1) + minutes(2), RecordKind::undo_done, "traffic/api/shift");
  record(hours(1) + minutes(2), RecordKind::undo_begun, "traffic/api/records");
  record(hours(1) + minutes(4), RecordKind::undo_done, "traffic/api/records");
  record(hours(6), RecordKind::run_ended, {}, {{"outcome", "rolled_back"}});
  visit(minutes(50), 1);
  visit(hours(3), 1);
  visit(hours(4), 0);
  ASSERT_EQ(times().size(), 1u);
  const WayBackTime time = times()[0];
  EXPECT_EQ(time.home, minutes(2));
  EXPECT_EQ(time.last_visitor, hours(2));
  EXPECT_EQ(time.ended, hours(5));
  ASSERT_EQ(time.steps.size(), 3u);
  EXPECT_EQ(time.steps[2].took, minutes(2));
}

TEST_F(WayBackTimeTest, NobodyToBringHomeTakesNoTime) {
  record(hours(1), RecordKind::rollback_begun, {}, {{"mode", "full"}});
  record(hours(1), RecordKind::undo_begun, "key/new");
  EXPECT_EQ(times().at(0).home, Duration::zero());
  EXPECT_EQ(times().at(0).ended, std::nullopt);
}

TEST_F(WayBackTimeTest, EachWayBackHasItsOwnTime) {
  record(hours(1), RecordKind::rollback_begun, {}, {{"mode", "traffic"}});
  record(hours(1), RecordKind::undo_begun, "traffic/api/shift");
  // Somebody wants all of it back before users are home.
  record(hours(2), RecordKind::rollback_begun, {}, {{"mode", "full"}});
  record(hours(3), RecordKind::undo_done, "traffic/api/shift");
  record(hours(3), RecordKind::undo_begun, "key/new");
  record(hours(4), RecordKind::run_ended, {}, {{"outcome", "rolled_back"}});
  ASSERT_EQ(times().size(), 2u);
  EXPECT_EQ(times()[0].request.mode, run::WayBack::traffic);
  EXPECT_EQ(times()[0].home, std::nullopt);
  EXPECT_EQ(times()[1].home, hours(1));
  EXPECT_EQ(times()[1].ended, hours(2));
}

}  // namespace
}  // namespace godwit::rehearse::testing
