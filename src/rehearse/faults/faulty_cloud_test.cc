#include "rehearse/faults/faulty_cloud.h"

#include <gmock/gmock.h>

#include "aws/api/kms.h"
#include "lab/lab_fixture.h"
#include "rehearse/faults/faulty_disk.h"
#include "rehearse/faults/retrying_cloud.h"

namespace godwit::rehearse {
namespace {

using lab::central;
using lab::west;

// A lab whose calls go wrong as one fault says.
class FaultyCloudTest : public lab::LabTest {
 protected:
  void begin(const std::string& fault) {
    schedule = std::make_unique<Schedule>(std::vector<Fault>{parse_fault(fault).value()}, env.clock,
                                          env.scheduler, env.random);
    EXPECT_TRUE(FaultyCloud::is_needed(*schedule));
    faulty = std::make_unique<FaultyCloud>(cloud, *schedule, memory);
    schedule->start();
  }
  std::size_t keys() { return aws::kms::list_keys(cloud, central).value().size(); }
  ErrorKind create_key() {
    const auto key = aws::kms::create_key(*faulty, central, "", {});
    return key ? ErrorKind::invalid : key.error().kind;
  }
  std::uint64_t happened() { return schedule->troubles()[0]->happened; }

  StaleReads memory{env.clock};
  std::unique_ptr<Schedule> schedule;
  std::unique_ptr<FaultyCloud> faulty;
};

TEST_F(FaultyCloudTest, ServicesSayLaterInTheirOwnWords) {
  begin("throttled");
  EXPECT_EQ(create_key(), ErrorKind::throttled);
  EXPECT_EQ(keys(), 0U);
  EXPECT_EQ(aws::s3::head_bucket(*faulty, source).error().kind, ErrorKind::throttled);
  const auto zones = aws::call(*faulty, "route53", "ListHostedZones", {}, {}, {});
  EXPECT_EQ(zones.error().code, "Throttling");
  EXPECT_EQ(happened(), 3U);
}

TEST_F(FaultyCloudTest, ALostRequestHasNoEffectAndALostResponseHas) {
  begin("lost-requests");
  EXPECT_EQ(create_key(), ErrorKind::unknown);
  EXPECT_EQ(keys(), 0U);
  begin("lost-responses kms");
  EXPECT_EQ(create_key(), ErrorKind::unknown);
  EXPECT_EQ(keys(), 1U);
  EXPECT_TRUE(aws::s3::head_bucket(*faulty, source)) << "it is of KMS alone";
  EXPECT_EQ(happened(), 1U);
}

TEST_F(FaultyCloudTest, AServerErrorMayHaveHadItsEffect) {
  begin("server-errors");
  for (int i = 0; i < 100; ++i) EXPECT_NE(create_key(), ErrorKind::invalid);
  EXPECT_GT(keys(), 10U);
  EXPECT_LT(keys(), 40U);
}

TEST_F(FaultyCloudTest, ExpiredCredentialsAreRefusedByEveryService) {
  begin("expired-credentials for 8h");
  EXPECT_EQ(aws::kms::create_key(*faulty, central, "", {}).error().code, "ExpiredTokenException");
  EXPECT_EQ(aws::call(*faulty, "s3", "ListBuckets", west, {}, {}).error().code, "ExpiredToken");
  EXPECT_EQ(aws::call(*faulty, "route53", "ListHostedZones", {}, {}, {}).error().code,
            "ExpiredToken");
  pass(hours(8));
  EXPECT_TRUE(aws::kms::create_key(*faulty, central, "", {}));
}

TEST_F(FaultyCloudTest, ASlowCallThatIsTooSlowIsLost) {
  begin("slow-calls by 20s");
  const aws::Service& kms = aws::service("kms");
  const auto request =
      aws::serialize_request(kms, *kms.find("ListKeys"), central, aws::Value()).value();
  EXPECT_GE(faulty->send(request)->elapsed, seconds(20));
  begin("slow-calls by 40s");
  EXPECT_EQ(create_key(), ErrorKind::unknown);
  EXPECT_EQ(keys(), 1U);
}

TEST_F(FaultyCloudTest, AListIsStaleForAWhileAfterAChange) {
  begin("stale-reads by 1m");
  EXPECT_TRUE(aws::kms::list_keys(*faulty, central).value().empty());
  EXPECT_EQ(create_key(), ErrorKind::invalid);
  pass(seconds(30));
  EXPECT_TRUE(aws::kms::list_keys(*faulty, central).value().empty()) << "not there yet";
  EXPECT_EQ(happened(), 1U);
  pass(seconds(31));
  EXPECT_EQ(aws::kms::list_keys(*faulty, central)->size(), 1U);
  EXPECT_EQ(create_key(), ErrorKind::invalid);
  pass(seconds(30));
  EXPECT_EQ(aws::kms::list_keys(*faulty, central)->size(), 1U) << "the first is known";
  EXPECT_TRUE(aws::kms::list_keys(*faulty, west)) << "nothing has changed there";
}

TEST_F(FaultyCloudTest, ObjectsAreNeverStaleAndSettingsAre) {
  begin("stale-reads by 1m");
  put(source, "a", "1");
  EXPECT_EQ(aws::s3::get_object(*faulty, source, "a")->body.bytes(), "1");
  ASSERT_TRUE(aws::s3::put_object(*faulty, source, {.key = "a", .body = "2", .tags = {}}));
  EXPECT_EQ(aws::s3::get_object(*faulty, source, "a")->body.bytes(), "2");
  const auto versioning = [&] {
    return aws::call(*faulty, "s3", "GetBucketVersioning", west, in("source"), {})
        .value()["Status"]
        .text();
  };
  EXPECT_EQ(versioning(), "Enabled");
  const auto change = aws::call(
      *faulty, "s3", "PutBucketVersioning", west,
      in("source").set("VersioningConfiguration", aws::Value().set("Status", "Suspended")), {});
  ASSERT_TRUE(change);
  EXPECT_EQ(versioning(), "Enabled");
  pass(minutes(2));
  EXPECT_EQ(versioning(), "Suspended");
}

// What may have happened is never done again blindly; all else is, as by the client for AWS.
TEST_F(FaultyCloudTest, TheClientTriesAgainWhatItMay) {
  begin("throttled 30%");
  RetryingCloud patient(*faulty, env.random);
  int failed = 0;
  for (int i = 0; i < 200; ++i) failed += aws::kms::create_key(patient, central, "", {}) ? 0 : 1;
  EXPECT_GT(happened(), 60U);
  EXPECT_LT(failed, 20) << "0.3 to the third power";
  EXPECT_EQ(keys(), 200U - failed);
  begin("lost-responses");
  RetryingCloud careful(*faulty, env.random);
  EXPECT_EQ(aws::kms::create_key(careful, central, "", {}).error().kind, ErrorKind::unknown);
  EXPECT_EQ(happened(), 1U) << "a change without a token";
  EXPECT_FALSE(aws::kms::list_keys(careful, central));
  EXPECT_EQ(happened(), 4U) << "a read";
}

TEST_F(FaultyCloudTest, ASyncThatFailsMakesNothingDurable) {
  schedule =
      std::make_unique<Schedule>(std::vector<Fault>{parse_fault("sync-errors for 1h").value()},
                                 env.clock, env.scheduler, env.random);
  schedule->start();
  FaultyDisk disk(env.disk, *schedule);
  auto file = disk.open("/a", OpenMode::create, false).value();
  ASSERT_TRUE(file->write(0, "one"));
  EXPECT_EQ(file->sync().error().kind, ErrorKind::storage);
  EXPECT_EQ(file->read(0, 3).value(), "one");
  env.disk.crash();
  EXPECT_EQ(read_file(env.disk, "/a").value(), "");
  pass(hours(1));
  auto again = disk.open("/a", OpenMode::create, false).value();
  ASSERT_TRUE(again->write(0, "two"));
  ASSERT_TRUE(again->sync());
  env.disk.crash();
  EXPECT_EQ(read_file(env.disk, "/a").value(), "two");
}

}  // namespace
}  // namespace godwit::rehearse
