#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
class S3ObjectLockTest : public LabTest {
 protected:
  void SetUp() override {
    must("s3", "CreateBucket", west,
         in("vault")
             .set("ObjectLockEnabledForBucket", true)
             .set("CreateBucketConfiguration", Value().set("LocationConstraint", west)));
  }
  Time in_days(int days) { return env.clock.now() + hours(24 * days); }
  Value retention(std::string_view mode, Time until) {
    return Value().set("Mode", mode).set("RetainUntilDate", until);
  }
  std::string retain(const std::string& key, std::string_view mode, Time until,
                     bool bypass = false) {
    return refused("s3", "PutObjectRetention", west,
                   at("vault", key)
                       .set("Retention", retention(mode, until))
                       .set("BypassGovernanceRetention", bypass));
  }
  std::string erase(const std::string& key, const std::string& version_id, bool bypass = false) {
    return refused("s3", "DeleteObject", west,
                   at("vault", key, version_id).set("BypassGovernanceRetention", bypass));
  }
  const aws::s3::BucketName vault{west, "vault"};
};

TEST_F(S3ObjectLockTest, ComplianceHoldsUntilItsTime) {
  const std::string id = put(vault, "a", "1");
  EXPECT_EQ(refused("s3", "GetObjectRetention", west, at("vault", "a")),
            "NoSuchObjectLockConfiguration");
  EXPECT_EQ(retain("a", "COMPLIANCE", in_days(2)), "(success)");
  EXPECT_EQ(erase("a", id), "AccessDenied");
  EXPECT_EQ(erase("a", id, true), "AccessDenied");
  // Longer, but neither shorter nor softer.
  EXPECT_EQ(retain("a", "COMPLIANCE", in_days(1), true), "AccessDenied");
  EXPECT_EQ(retain("a", "GOVERNANCE", in_days(5), true), "AccessDenied");
  EXPECT_EQ(retain("a", "COMPLIANCE", in_days(3)), "(success)");
  const Value head = must("s3", "HeadObject", west, at("vault", "a"));
  EXPECT_EQ(head["ObjectLockMode"].text(), "COMPLIANCE");
  EXPECT_EQ(head["ObjectLockRetainUntilDate"].time(), shown_time(in_days(3)));
  // A marker can always be put on top.
  EXPECT_EQ(erase("a", ""), "(success)");
  pass(hours(24 * 3));
  EXPECT_EQ(erase("a", id), "(success)");
}

TEST_F(S3ObjectLockTest, GovernanceCanBeBypassed) {
  const std::string id = put(vault, "a", "1");
  EXPECT_EQ(retain("a", "GOVERNANCE", in_days(2)), "(success)");
  EXPECT_EQ(erase("a", id), "AccessDenied");
  EXPECT_EQ(retain("a", "GOVERNANCE", in_days(1)), "AccessDenied");
  EXPECT_EQ(retain("a", "GOVERNANCE", in_days(1), true), "(success)");
  const Value many =
      must("s3", "DeleteObjects", west,
           in("vault").set(
               "Delete",
               Value().set("Objects", aws::List{Value().set("Key", "a").set("VersionId", id)})));
  EXPECT_EQ(many["Errors"].list().at(0)["Code"].text(), "AccessDenied");
  EXPECT_EQ(erase("a", id, true), "(success)");
}

TEST_F(S3ObjectLockTest, LegalHoldsHaveNoEnd) {
  const std::string id = put(vault, "a", "1");
  const auto hold = [&](std::string_view status) {
    return refused("s3", "PutObjectLegalHold", west,
                   at("vault", "a").set("LegalHold", Value().set("Status", status)));
  };
  EXPECT_EQ(hold("ON"), "(success)");
  pass(hours(24 * 400));
  EXPECT_EQ(erase("a", id, true), "AccessDenied");
  EXPECT_EQ(must("s3", "GetObjectLegalHold", west, at("vault", "a"))["LegalHold"]["Status"].text(),
            "ON");
  EXPECT_EQ(hold("PERHAPS"), "MalformedXML");
  EXPECT_EQ(hold("OFF"), "(success)");
  EXPECT_EQ(erase("a", id), "(success)");
}

TEST_F(S3ObjectLockTest, DefaultRetention) {
  const auto configure = [&](Value retention) {
    Value configuration;
    configuration.set("ObjectLockEnabled", "Enabled")
        .set("Rule", Value().set("DefaultRetention", std::move(retention)));
    return refused("s3", "PutObjectLockConfiguration", west,
                   in("vault").set("ObjectLockConfiguration", std::move(configuration)));
  };
  EXPECT_EQ(configure(Value().set("Mode", "GOVERNANCE")), "MalformedXML");
  EXPECT_EQ(configure(Value().set("Mode", "GOVERNANCE").set("Days", 1).set("Years", 1)),
            "MalformedXML");
  EXPECT_EQ(configure(Value().set("Mode", "GOVERNANCE").set("Days", 0)), "InvalidArgument");
  EXPECT_EQ(configure(Value().set("Mode", "GOVERNANCE").set("Years", 101)), "InvalidArgument");
  put(vault, "before", "1");
  EXPECT_EQ(configure(Value().set("Mode", "GOVERNANCE").set("Days", 7)), "(success)");
  const std::string id = put(vault, "a", "1");
  EXPECT_EQ(erase("a", id), "AccessDenied");
  EXPECT_EQ(refused("s3", "GetObjectRetention", west, at("vault", "before")),
            "NoSuchObjectLockConfiguration");
  EXPECT_EQ(must("s3", "GetObjectLockConfiguration", west,
                 in("vault"))["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Days"]
                .integer(),
            7);
}

TEST_F(S3ObjectLockTest, AsHeadersOfAnUpload) {
  const Value input = at("vault", "a")
                          .set("Body", "1")
                          .set("ObjectLockMode", "GOVERNANCE")
                          .set("ChecksumCRC32C", "kPWZ4w==");
  EXPECT_EQ(refused("s3", "PutObject", west, input), "InvalidArgument");
  EXPECT_EQ(refused("s3", "PutObject", west,
                    Value(input).set("ObjectLockRetainUntilDate", env.clock.now() - hours(1))),
            "InvalidArgument");
  EXPECT_EQ(
      refused("s3", "PutObject", west, Value(input).set("ObjectLockRetainUntilDate", in_days(1))),
      "(success)");
  EXPECT_EQ(refused("s3", "PutObject", west,
                    at("source", "a").set("Body", "1").set("ObjectLockLegalHoldStatus", "ON")),
            "InvalidRequest");
}

TEST_F(S3ObjectLockTest, NeedsVersions) {
  EXPECT_EQ(refused("s3", "PutBucketVersioning", west,
                    in("vault").set("VersioningConfiguration", Value().set("Status", "Suspended"))),
            "InvalidBucketState");
  ASSERT_TRUE(aws::s3::create_bucket(cloud, {west, "plain"}));
  const Value enable =
      in("plain").set("ObjectLockConfiguration", Value().set("ObjectLockEnabled", "Enabled"));
  EXPECT_EQ(refused("s3", "GetObjectLockConfiguration", west, in("plain")),
            "ObjectLockConfigurationNotFoundError");
  EXPECT_EQ(refused("s3", "PutObjectLockConfiguration", west, enable), "InvalidBucketState");
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, {west, "plain"}, aws::s3::Versioning::enabled));
  EXPECT_EQ(refused("s3", "PutObjectLockConfiguration", west, enable), "(success)");
}

}  // namespace
}  // namespace godwit::lab::services
