// What is there already and does not carry our tags: the run stops with a question, changes
// nothing, takes it over when a person says so, and gives it back on the way back. And runs that go
// forward again after part of a way back.
#include <gmock/gmock.h>

#include "aws/api/kms.h"
#include "aws/api/route53.h"
#include "aws/api/s3.h"
#include "rehearse/testing/lab_run.h"

namespace godwit::rehearse::testing {
namespace {

using run::Outcome;
using run::RecordKind;
using ::testing::HasSubstr;

const std::string central = "eu-central-1";
const aws::s3::BucketName theirs{central, "small-recordings-new"};

void expect_question(LabRun& world, const std::string& id) {
  ASSERT_EQ(world.executor().state().outcome, Outcome::failed);
  ASSERT_TRUE(world.executor().failure());
  EXPECT_EQ(world.executor().failure()->code, "Adopt");
  EXPECT_EQ(world.executor().failure()->subject, id);
  EXPECT_EQ(world.executor().failure()->kind, ErrorKind::conflict);
}

TEST(Adopt, ABucketIsAQuestionThenOursThenTheirsAgain) {
  LabRun world(make_small());
  ASSERT_TRUE(aws::s3::create_bucket(world.cloud(), theirs));
  ASSERT_TRUE(aws::s3::put_bucket_tagging(world.cloud(), theirs, {{"team", "video"}}));
  world.start();
  world.pass(hours(2));
  expect_question(world, theirs.name);
  EXPECT_EQ(aws::s3::get_bucket_tagging(world.cloud(), theirs).value(),
            (aws::s3::Tags{{"team", "video"}}));

  world.start({.adopt = {theirs.name}});
  world.pass_until(RecordKind::step_done, "bucket/recordings/create");
  EXPECT_TRUE(world.has(RecordKind::adopted, "bucket/recordings/create"));
  EXPECT_EQ(aws::s3::get_bucket_tagging(world.cloud(), theirs)->at("godwit:run"), "small-1");

  ASSERT_TRUE(world.executor().roll_back({.because = "a test"}));
  world.pass(hours(24));
  EXPECT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  EXPECT_EQ(aws::s3::get_bucket_tagging(world.cloud(), theirs).value(),
            (aws::s3::Tags{{"team", "video"}}));
}

TEST(Adopt, AnEmptyBucketThatSomebodyElseMadeIsAQuestionToo) {
  LabRun world(make_small());
  ASSERT_TRUE(aws::s3::create_bucket(world.cloud(), theirs));
  world.start();
  world.pass(hours(2));
  expect_question(world, theirs.name);
}

TEST(Adopt, AKeyBehindThePlansAlias) {
  LabRun world(make_small());
  const auto key = aws::kms::create_key(world.cloud(), central, "theirs", {{"team", "video"}});
  ASSERT_TRUE(key);
  ASSERT_TRUE(aws::kms::create_alias(world.cloud(), central, "alias/new", key->id));
  const std::size_t keys = aws::kms::list_keys(world.cloud(), central)->size();
  world.start();
  world.pass(hours(2));
  expect_question(world, key->id);
  EXPECT_EQ(aws::kms::list_keys(world.cloud(), central)->size(), keys) << "no second key was made";

  world.start({.adopt = {key->id}});
  world.pass_until(RecordKind::step_done, "key/new");
  EXPECT_EQ(world.executor().state().steps.at("key/new").memory.at("id"), key->id);
  ASSERT_TRUE(world.executor().roll_back({.because = "a test"}));
  world.pass(hours(24));
  EXPECT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  EXPECT_EQ(aws::kms::describe_key(world.cloud(), central, "alias/new")->state, "Enabled");
  EXPECT_EQ(aws::kms::list_resource_tags(world.cloud(), central, key->id).value(),
            (aws::kms::Tags{{"team", "video"}}));
}

TEST(Adopt, ARecordSetOfTheTargetThatPointsElsewhere) {
  const Small small = make_small();
  LabRun world(small);
  aws::route53::RecordSet record;
  record.name = "api.example.org";
  record.type = "A";
  record.set_identifier = "central";
  record.weight = 0;
  record.ttl = 60;
  record.values = {"192.0.2.1"};
  ASSERT_TRUE(aws::route53::change_record_sets(
      world.cloud(), "Z1234567890ABC", {{aws::route53::ChangeAction::create, record}}, "theirs"));
  world.start();
  world.pass(hours(24));
  expect_question(world, "api.example.org A central");
  EXPECT_THAT(world.executor().failure()->cause, HasSubstr("192.0.2.1"));

  world.start({.adopt = {"api.example.org A central"}});
  world.pass_until(RecordKind::step_done, "traffic/api/records");
  ASSERT_TRUE(world.executor().roll_back({.because = "a test"}));
  world.pass(hours(24));
  EXPECT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  const auto records = aws::route53::list_record_sets(world.cloud(), "Z1234567890ABC").value();
  EXPECT_TRUE(std::ranges::any_of(records, [&](const auto& each) { return each == record; }));
}

TEST(ForwardAgain, AfterTrafficTheShiftBeginsAnew) {
  LabRun world(make_small());
  world.start();
  world.pass_until(RecordKind::step_begun, "traffic/api/shift");
  world.pass(hours(5));
  ASSERT_TRUE(world.executor().roll_back({.mode = run::WayBack::traffic, .because = "slow"}));
  world.pass(hours(1));
  ASSERT_EQ(world.executor().state().outcome, Outcome::rolled_back);

  // A process that only looks in does nothing; one that is told to goes forward.
  world.start();
  EXPECT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  world.process([](run::Executor& executor) { return executor.go_forward("mended"); });
  world.pass(hours(24 * 4));
  EXPECT_EQ(world.executor().state().outcome, Outcome::completed);
  EXPECT_EQ(world.count(RecordKind::step_begun, "traffic/api/shift"), 2u);
  EXPECT_EQ(world.count(RecordKind::step_begun, "bucket/recordings/create"), 1u);
}

TEST(ForwardAgain, AfterAWayBackToAStepAllThatFollowsIsMadeAnew) {
  LabRun world(make_small());
  world.start();
  world.pass_until(RecordKind::step_done, "traffic/api/records");
  ASSERT_TRUE(world.executor().roll_back({.to = "key/new", .because = "another name"}));
  world.pass(hours(24));
  ASSERT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  EXPECT_FALSE(world.has(RecordKind::undo_begun, "key/new"));
  // Route 53 never takes the caller reference of a deleted check again: these have another.
  ASSERT_TRUE(world.executor().go_forward("as it was"));
  world.pass(hours(24 * 4));
  ASSERT_EQ(world.executor().state().outcome, Outcome::completed)
      << (world.executor().failure() ? to_string(*world.executor().failure()) : "");
  ASSERT_TRUE(world.executor().roll_back({.because = "all of it"}));
  world.pass(hours(24));
  EXPECT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  for (const MarkedResource& resource : world.marked()) {
    EXPECT_TRUE(resource.going || resource.what.starts_with("bucket") ||
                resource.what.starts_with("key") || resource.what.starts_with("alias") ||
                resource.what.starts_with("batch job"))
        << resource.what;
  }
}

TEST(ForwardAgain, NotAfterAFullWayBackNorInTheMiddle) {
  LabRun world(make_small());
  world.start();
  world.pass_until(RecordKind::step_done, "key/new");
  EXPECT_EQ(world.executor().go_forward("").error().kind, ErrorKind::conflict);
  ASSERT_TRUE(world.executor().roll_back({.because = "a test"}));
  world.pass(hours(24));
  ASSERT_EQ(world.executor().state().outcome, Outcome::rolled_back);
  EXPECT_EQ(world.executor().go_forward("").error().kind, ErrorKind::conflict);
  // Nothing of the run is left but a key that is on its way out.
  for (const MarkedResource& resource : world.marked())
    EXPECT_TRUE(resource.going) << resource.what;
}

}  // namespace
}  // namespace godwit::rehearse::testing
