#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3SettingsTest : public LabTest {
 protected:
  const aws::s3::ReplicationConfiguration to_target{
      "arn:aws:iam::558069890522:role/replication",
      {{.id = "all", .priority = 1, .destination_bucket_arn = "arn:aws:s3:::target"}}};
};

TEST_F(S3SettingsTest, Versioning) {
  using aws::s3::Versioning;
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, source, Versioning::suspended));
  EXPECT_EQ(aws::s3::get_bucket_versioning(cloud, source).value(), Versioning::suspended);
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, source, Versioning::enabled));
  EXPECT_EQ(aws::s3::get_bucket_versioning(cloud, source).value(), Versioning::enabled);
  EXPECT_EQ(refused("s3", "PutBucketVersioning", west,
                    in("source").set("VersioningConfiguration", Value::structure())),
            "IllegalVersioningConfigurationException");
}

TEST_F(S3SettingsTest, VersioningCannotBeSuspendedWhileReplicating) {
  ASSERT_TRUE(aws::s3::put_bucket_replication(cloud, source, to_target));
  const auto refusal =
      aws::s3::put_bucket_versioning(cloud, source, aws::s3::Versioning::suspended);
  EXPECT_EQ(refusal.error().code, "InvalidBucketState");
  EXPECT_EQ(refusal.error().kind, ErrorKind::conflict);
  ASSERT_TRUE(aws::s3::delete_bucket_replication(cloud, source));
  EXPECT_TRUE(aws::s3::put_bucket_versioning(cloud, source, aws::s3::Versioning::suspended));
}

TEST_F(S3SettingsTest, Encryption) {
  const std::string key_arn = "arn:aws:kms:eu-west-1:558069890522:key/" + west_key;
  ASSERT_TRUE(aws::s3::put_bucket_encryption(cloud, source, {key_arn, true}));
  EXPECT_EQ(aws::s3::get_bucket_encryption(cloud, source).value(),
            (aws::s3::Encryption{key_arn, true}));
  must("s3", "DeleteBucketEncryption", west, in("source"));
  EXPECT_EQ(aws::s3::get_bucket_encryption(cloud, source).value(), aws::s3::Encryption{});
  Value standard;
  standard.set("SSEAlgorithm", "AES256").set("KMSMasterKeyID", key_arn);
  Value rules(aws::List{Value().set("ApplyServerSideEncryptionByDefault", standard)});
  EXPECT_EQ(refused("s3", "PutBucketEncryption", west,
                    in("source").set("ServerSideEncryptionConfiguration",
                                     Value().set("Rules", std::move(rules)))),
            "InvalidArgument");
}

// Fact D14: keys are regional, and S3 notices only when it needs the key.
TEST_F(S3SettingsTest, KeysAreLookedForWhenAnObjectComes) {
  const auto put_under = [&](const aws::s3::BucketName& bucket, const std::string& key) {
    EXPECT_TRUE(aws::s3::put_bucket_encryption(cloud, bucket, {key, false}));
    const auto result = aws::s3::put_object(cloud, bucket, {.key = "a", .body = "a"});
    return result ? "(success)" : result.error().code;
  };
  EXPECT_EQ(put_under(source, "00000000-0000-4000-8000-000000000000"), "KMS.NotFoundException");
  EXPECT_EQ(put_under(target, "arn:aws:kms:eu-west-1:558069890522:key/" + west_key),
            "KMS.NotFoundException");
  EXPECT_EQ(put_under(target, west_key), "KMS.NotFoundException");
  EXPECT_EQ(put_under(source, west_key), "(success)");
  must("kms", "DisableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(put_under(source, west_key), "KMS.DisabledException");
  must("kms", "ScheduleKeyDeletion", west, Value().set("KeyId", west_key));
  EXPECT_EQ(put_under(source, west_key), "KMS.KMSInvalidStateException");
}

TEST_F(S3SettingsTest, PublicAccess) {
  must("s3", "DeletePublicAccessBlock", west, in("source"));
  EXPECT_EQ(refused("s3", "GetPublicAccessBlock", west, in("source")),
            "NoSuchPublicAccessBlockConfiguration");
  must("s3", "PutPublicAccessBlock", west,
       in("source").set("PublicAccessBlockConfiguration", Value().set("BlockPublicAcls", true)));
  EXPECT_FALSE(aws::s3::get_public_access_block(cloud, source).value());
  ASSERT_TRUE(aws::s3::put_public_access_block(cloud, source));
  EXPECT_TRUE(aws::s3::get_public_access_block(cloud, source).value());
}

TEST_F(S3SettingsTest, Tagging) {
  EXPECT_EQ(refused("s3", "GetBucketTagging", west, in("source")), "NoSuchTagSet");
  const aws::s3::Tags tags{{"Project", "medzen"}, {"Stage", "live"}};
  ASSERT_TRUE(aws::s3::put_bucket_tagging(cloud, source, tags));
  EXPECT_EQ(aws::s3::get_bucket_tagging(cloud, source).value(), tags);
  must("s3", "DeleteBucketTagging", west, in("source"));
  EXPECT_EQ(refused("s3", "GetBucketTagging", west, in("source")), "NoSuchTagSet");
}

// What changes a bucket's settings must come with a checksum of it.
TEST_F(S3SettingsTest, SettingsNeedAChecksum) {
  const aws::Service& s3 = aws::service("s3");
  auto request =
      aws::serialize_request(s3, *s3.find("PutBucketTagging"), west,
                             in("source").set("Tagging", Value().set("TagSet", aws::List{})))
          .value();
  request.http.headers.remove("Content-MD5");
  request.http.headers.remove("x-amz-checksum-crc32");
  request.http.headers.remove("x-amz-checksum-crc32c");
  request.http.headers.remove("x-amz-sdk-checksum-algorithm");
  EXPECT_EQ(cloud.send(request)->status, 400);
  request.http.headers.set("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");  // of nothing
  const auto wrong = cloud.send(request);
  EXPECT_EQ(wrong->status, 400);
  EXPECT_THAT(std::string(wrong->body.bytes()), testing::HasSubstr("BadDigest"));
}

}  // namespace
}  // namespace godwit::lab::services
