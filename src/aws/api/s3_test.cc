#include "aws/api/s3.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/testing/random_value.h"
#include "aws/testing/scripted_cloud.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::aws::s3 {
namespace {

using aws::testing::ScriptedCloud;
using ::testing::ElementsAre;
using ::testing::Pair;

const BucketName photos{"eu-central-1", "photos"};

ServiceError error(int status, std::string code) { return {status, std::move(code), "Words", {}}; }

TEST(CreateBucket, NamesEveryRegionButOne) {
  ScriptedCloud cloud;
  ASSERT_TRUE(create_bucket(cloud, photos));
  EXPECT_EQ(cloud.inputs.at(0)["CreateBucketConfiguration"]["LocationConstraint"].text(),
            "eu-central-1");
  ASSERT_TRUE(create_bucket(cloud, {"us-east-1", "photos"}));
  EXPECT_FALSE(cloud.inputs.at(1).has("CreateBucketConfiguration"));
  EXPECT_TRUE(cloud.last.http.body.empty());
}

TEST(HeadBucket, TellsMissingFromForbidden) {
  ScriptedCloud missing = ScriptedCloud::answering(std::unexpected(error(404, "NoSuchBucket")));
  const auto absent = head_bucket(missing, photos, "123456789012");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::not_found);
  EXPECT_EQ(absent.error().operation, "s3 HeadBucket");
  EXPECT_EQ(absent.error().subject, "photos in eu-central-1");
  EXPECT_EQ(missing.inputs.at(0)["ExpectedBucketOwner"].text(), "123456789012");
  ScriptedCloud others = ScriptedCloud::answering(std::unexpected(error(403, "AccessDenied")));
  EXPECT_EQ(head_bucket(others, photos).error().kind, ErrorKind::refused);
}

TEST(BucketVersioning, IsOneOfThree) {
  for (const auto& [status, expected] :
       std::vector<std::pair<Value, Versioning>>{{Value(), Versioning::never},
                                                 {"Enabled", Versioning::enabled},
                                                 {"Suspended", Versioning::suspended}}) {
    Value output = Value::structure();
    output.set("Status", status);
    ScriptedCloud cloud = ScriptedCloud::answering(output);
    EXPECT_EQ(get_bucket_versioning(cloud, photos).value(), expected);
  }
  ScriptedCloud cloud;
  ASSERT_TRUE(put_bucket_versioning(cloud, photos, Versioning::enabled));
  EXPECT_EQ(cloud.inputs.at(0)["VersioningConfiguration"]["Status"].text(), "Enabled");
}

// A cloud that keeps what it is given under one name, and gives it back.
ScriptedCloud keeping(std::string member, std::string missing_code) {
  auto kept = std::make_shared<Value>();
  return ScriptedCloud(
      [=](const std::string& operation, const Value& input) -> ScriptedCloud::Answer {
        if (operation.starts_with("Put")) {
          *kept = input[member];
          return Value::structure();
        }
        if (!kept->present()) return std::unexpected(error(404, missing_code));
        Value output;
        output.set(member, *kept);
        return output;
      });
}

TEST(BucketEncryption, ComesBackAsItWasPut) {
  ScriptedCloud cloud = keeping("ServerSideEncryptionConfiguration",
                                "ServerSideEncryptionConfigurationNotFoundError");
  EXPECT_EQ(get_bucket_encryption(cloud, photos).value(), Encryption{});
  for (const Encryption& encryption :
       {Encryption{"arn:aws:kms:eu-central-1:1:key/k", true},
        Encryption{"arn:aws:kms:eu-central-1:1:key/k", false}, Encryption{}}) {
    ASSERT_TRUE(put_bucket_encryption(cloud, photos, encryption));
    EXPECT_EQ(get_bucket_encryption(cloud, photos).value(), encryption);
  }
}

TEST(PublicAccessBlock, IsAllOrNothing) {
  ScriptedCloud cloud =
      keeping("PublicAccessBlockConfiguration", "NoSuchPublicAccessBlockConfiguration");
  EXPECT_FALSE(get_public_access_block(cloud, photos).value());
  ASSERT_TRUE(put_public_access_block(cloud, photos));
  EXPECT_TRUE(get_public_access_block(cloud, photos).value());

  Value settings;
  settings.set("BlockPublicAcls", true)
      .set("IgnorePublicAcls", true)
      .set("BlockPublicPolicy", true);
  Value output;
  output.set("PublicAccessBlockConfiguration", settings);
  ScriptedCloud three = ScriptedCloud::answering(output);
  EXPECT_FALSE(get_public_access_block(three, photos).value());
}

TEST(MissingConfigurations, AreNotMissingBuckets) {
  ScriptedCloud cloud = ScriptedCloud::answering(std::unexpected(error(404, "NoSuchBucket")));
  EXPECT_EQ(get_bucket_encryption(cloud, photos).error().code, "NoSuchBucket");
  EXPECT_EQ(get_public_access_block(cloud, photos).error().code, "NoSuchBucket");
  EXPECT_EQ(get_bucket_tagging(cloud, photos).error().code, "NoSuchBucket");
  EXPECT_EQ(get_bucket_replication(cloud, photos).error().code, "NoSuchBucket");
}

TEST(BucketTagging, ComesBackAsItWasPut) {
  ScriptedCloud cloud(
      [kept = std::make_shared<Value>()](const std::string& operation,
                                         const Value& input) -> ScriptedCloud::Answer {
        if (operation == "PutBucketTagging") {
          *kept = input["Tagging"];
          return Value::structure();
        }
        if (!kept->present()) return std::unexpected(error(404, "NoSuchTagSet"));
        return *kept;
      });
  EXPECT_EQ(get_bucket_tagging(cloud, photos).value(), Tags());
  const Tags tags{{"owner", "radiology"}, {"a <b>", "& \"c\""}};
  ASSERT_TRUE(put_bucket_tagging(cloud, photos, tags));
  EXPECT_EQ(get_bucket_tagging(cloud, photos).value(), tags);
}

TEST(BucketReplication, ComesBackAsItWasPut) {
  ScriptedCloud cloud =
      keeping("ReplicationConfiguration", "ReplicationConfigurationNotFoundError");
  EXPECT_EQ(get_bucket_replication(cloud, photos).value(), std::nullopt);
  const ReplicationConfiguration configuration{
      .role = "arn:aws:iam::1:role/replication",
      .rules = {{.id = "all",
                 .priority = 1,
                 .enabled = true,
                 .prefix = "",
                 .destination_bucket_arn = "arn:aws:s3:::photos-copy",
                 .replica_key_arn = "arn:aws:kms:eu-west-1:1:key/k",
                 .encrypted_objects = true,
                 .replica_modifications = true,
                 .delete_markers = true,
                 .time_control = true},
                {.id = "plain",
                 .priority = 2,
                 .enabled = false,
                 .prefix = "a&b/",
                 .destination_bucket_arn = "arn:aws:s3:::photos-copy"}}};
  ASSERT_TRUE(put_bucket_replication(cloud, photos, configuration));
  EXPECT_EQ(get_bucket_replication(cloud, photos).value(), configuration);

  const Value& rule = cloud.inputs.at(1)["ReplicationConfiguration"]["Rules"].list().at(0);
  EXPECT_TRUE(rule["Filter"].has("Prefix"));  // without it the rule is of the old kind
  EXPECT_EQ(rule["Destination"]["ReplicationTime"]["Time"]["Minutes"].integer(), 15);
  EXPECT_EQ(rule["Destination"]["Metrics"]["EventThreshold"]["Minutes"].integer(), 15);
}

TEST(PutObject, SendsAChecksumTagsAndMetadata) {
  Value output;
  output.set("VersionId", "v1").set("ETag", "\"e\"");
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto put = put_object(cloud, photos,
                              {.key = "a b/ü",
                               .body = Body("123456789"),
                               .content_type = "text/plain",
                               .metadata = {{"patient", "17"}},
                               .tags = {{"kind", "x ray"}, {"owner", "a&b"}}});
  ASSERT_TRUE(put);
  EXPECT_EQ(put->version_id, "v1");
  EXPECT_EQ(put->etag, "\"e\"");
  const Value& input = cloud.inputs.at(0);
  EXPECT_EQ(input["Key"].text(), "a b/ü");
  EXPECT_EQ(input["ChecksumCRC32C"].text(), "4waSgw==");
  EXPECT_EQ(input["Tagging"].text(), "kind=x%20ray&owner=a%26b");
  EXPECT_EQ(input["Metadata"]["patient"].text(), "17");
  EXPECT_EQ(input["ContentType"].text(), "text/plain");
  EXPECT_EQ(input["Body"].body(), Body("123456789"));
}

TEST(PutObject, TakesEmptyAndSyntheticBodies) {
  ScriptedCloud cloud;
  ASSERT_TRUE(put_object(cloud, photos, {.key = "empty", .body = {}}));
  EXPECT_EQ(cloud.inputs.at(0)["ChecksumCRC32C"].text(), "AAAAAA==");
  const Body large = Body::synthetic(1ULL << 40, 7);
  ASSERT_TRUE(put_object(cloud, photos, {.key = "large", .body = large}));
  EXPECT_EQ(cloud.inputs.at(1)["ChecksumCRC32C"].text(), to_base64(crc_bytes(large.crc32c())));
  EXPECT_EQ(cloud.inputs.at(1)["Body"].body(), large);
}

Value object_output() {
  Value output;
  output.set("ContentLength", 10)
      .set("VersionId", "v1")
      .set("ETag", "\"e\"")
      .set("ChecksumCRC32C", "4waSgw==")
      .set("StorageClass", "GLACIER")
      .set("Restore", "ongoing-request=\"true\"")
      .set("ReplicationStatus", "COMPLETED")
      .set("SSEKMSKeyId", "arn:aws:kms:eu-central-1:1:key/k")
      .set("ContentType", "image/jpeg")
      .set("Metadata", Members{{"patient", "17"}})
      .set("LastModified", *parse_time("2026-01-05T06:00:00Z"));
  return output;
}

TEST(HeadObject, SaysEverything) {
  ScriptedCloud cloud = ScriptedCloud::answering(object_output());
  const auto info = head_object(cloud, photos, "key", "v1");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->size, 10U);
  EXPECT_EQ(info->version_id, "v1");
  EXPECT_EQ(info->etag, "\"e\"");
  EXPECT_EQ(info->checksum, "crc32c:4waSgw==");
  EXPECT_EQ(info->storage_class, "GLACIER");
  EXPECT_EQ(info->restore, "ongoing-request=\"true\"");
  EXPECT_EQ(info->replication_status, "COMPLETED");
  EXPECT_EQ(info->encryption_key_arn, "arn:aws:kms:eu-central-1:1:key/k");
  EXPECT_EQ(info->content_type, "image/jpeg");
  EXPECT_THAT(info->metadata, ElementsAre(Pair("patient", "17")));
  EXPECT_EQ(info->last_modified, *parse_time("2026-01-05T06:00:00Z"));
  EXPECT_EQ(cloud.inputs.at(0)["ChecksumMode"].text(), "ENABLED");
  EXPECT_EQ(cloud.inputs.at(0)["VersionId"].text(), "v1");
}

TEST(HeadObject, FindsNothing) {
  ScriptedCloud cloud = ScriptedCloud::answering(std::unexpected(error(404, "NoSuchKey")));
  const auto info = head_object(cloud, photos, "key");
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().kind, ErrorKind::not_found);
  EXPECT_EQ(info.error().subject, "photos/key in eu-central-1");
}

TEST(GetObject, BringsTheBody) {
  Value output;
  output.set("Body", Body("content")).set("ChecksumSHA256", "abc=");
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto object = get_object(cloud, photos, "key");
  ASSERT_TRUE(object);
  EXPECT_EQ(object->body, Body("content"));
  EXPECT_EQ(object->info.size, 7U);
  EXPECT_EQ(object->info.checksum, "sha256:abc=");
  EXPECT_EQ(object->info.storage_class, "STANDARD");
}

TEST(DeleteObject, TakesAVersionOrNone) {
  ScriptedCloud cloud;
  ASSERT_TRUE(delete_object(cloud, photos, "key"));
  ASSERT_TRUE(delete_object(cloud, photos, "key", "v1"));
  EXPECT_FALSE(cloud.inputs.at(0).has("VersionId"));
  EXPECT_EQ(cloud.inputs.at(1)["VersionId"].text(), "v1");
}

TEST(ObjectTagging, IsAMap) {
  Value output;
  output.set("TagSet", List{Value(Members{{"Key", "a"}, {"Value", "1"}}),
                            Value(Members{{"Key", "b"}, {"Value", ""}})});
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  EXPECT_THAT(get_object_tagging(cloud, photos, "key").value(),
              ElementsAre(Pair("a", "1"), Pair("b", "")));
}

TEST(RestoreObject, AsksAtTheStandardTier) {
  ScriptedCloud cloud;
  ASSERT_TRUE(restore_object(cloud, photos, "key", "v1", 7));
  const Value& request = cloud.inputs.at(0)["RestoreRequest"];
  EXPECT_EQ(request["Days"].integer(), 7);
  EXPECT_EQ(request["GlacierJobParameters"]["Tier"].text(), "Standard");
  ScriptedCloud busy =
      ScriptedCloud::answering(std::unexpected(error(409, "RestoreAlreadyInProgress")));
  EXPECT_EQ(restore_object(busy, photos, "key", "", 7).error().kind, ErrorKind::conflict);
}

Value version(const std::string& key, const std::string& id, const std::string& time, bool latest) {
  Value value;
  value.set("Key", key).set("VersionId", id).set("LastModified", *parse_time(time));
  value.set("IsLatest", latest);
  return value;
}

TEST(ListObjectVersions, PutsDeleteMarkersWhereTheyBelong) {
  Value output;
  output.set("Versions", List{version("a", "a2", "2026-01-02T00:00:00Z", false),
                              version("a", "a1", "2026-01-01T00:00:00Z", false),
                              version("c", "c1", "2026-01-01T00:00:00Z", true)});
  output.set("DeleteMarkers", List{version("a", "a3", "2026-01-03T00:00:00Z", true),
                                   version("b", "b1", "2026-01-01T00:00:00Z", true)});
  output.set("IsTruncated", false);
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto page = list_object_versions(cloud, photos);
  ASSERT_TRUE(page);
  std::vector<std::string> ids;
  for (const Version& each : page->versions) ids.push_back(each.version_id);
  EXPECT_THAT(ids, ElementsAre("a3", "a2", "a1", "b1", "c1"));
  EXPECT_TRUE(page->versions.at(0).delete_marker);
  EXPECT_FALSE(page->versions.at(1).delete_marker);
}

TEST(ListObjectVersions, DecodesKeysThatWereEncoded) {
  Value output;
  output.set("EncodingType", "url").set("IsTruncated", true).set("NextKeyMarker", "x%2By");
  output.set("Versions", List{version("a+b%2F%01", "1", "2026-01-01T00:00:00Z", true)});
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto page = list_object_versions(cloud, photos);
  EXPECT_EQ(cloud.inputs.at(0)["EncodingType"].text(), "url");
  EXPECT_EQ(page->versions.at(0).key, "a b/\x01");
  EXPECT_EQ(page->next_key_marker, "x+y");
}

TEST(ListAllVersions, GoesOnToTheEnd) {
  ScriptedCloud cloud([](const std::string&, const Value& input) {
    const auto page = input["KeyMarker"].text().empty() ? 0 : std::stoi(input["KeyMarker"].text());
    Value output;
    output.set("Versions", List{version(std::to_string(page), "v", "2026-01-01T00:00:00Z", true)});
    output.set("IsTruncated", page < 3);
    if (page < 3)
      output.set("NextKeyMarker", std::to_string(page + 1)).set("NextVersionIdMarker", "v");
    return output;
  });
  EXPECT_EQ(list_all_versions(cloud, photos)->size(), 4U);
  EXPECT_EQ(cloud.inputs.size(), 4U);

  Value endless;
  endless.set("IsTruncated", true);
  ScriptedCloud loop = ScriptedCloud::answering(endless);
  EXPECT_EQ(list_all_versions(loop, photos).error().kind, ErrorKind::unreachable);
}

}  // namespace
}  // namespace godwit::aws::s3
