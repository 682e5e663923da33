#include "base/digest.h"
#include "base/encoding.h"
#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3ObjectsTest : public LabTest {
 protected:
  void SetUp() override { ASSERT_TRUE(aws::s3::create_bucket(cloud, plain)); }
  const aws::s3::BucketName plain{west, "plain"};  // never versioned
  const std::string key_arn = "arn:aws:kms:eu-west-1:558069890522:key/" + west_key;
};

TEST_F(S3ObjectsTest, WhatIsWrittenIsRead) {
  const auto written = aws::s3::put_object(cloud, source,
                                           {.key = "a b/ü+?.txt",
                                            .body = "hello",
                                            .content_type = "text/plain",
                                            .metadata = {{"owner", "platform"}},
                                            .tags = {{"retention", "7y & more"}}});
  ASSERT_TRUE(written);
  EXPECT_EQ(written->etag, '"' + to_hex(md5("hello")) + '"');
  EXPECT_EQ(written->version_id.size(), 32U);
  const auto read = aws::s3::get_object(cloud, source, "a b/ü+?.txt");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->body, Body("hello"));
  EXPECT_EQ(read->info.version_id, written->version_id);
  EXPECT_EQ(read->info.checksum, "crc32c:" + to_base64(crc_bytes(crc32c("hello"))));
  EXPECT_EQ(read->info.content_type, "text/plain");
  EXPECT_EQ(read->info.metadata, (aws::s3::Metadata{{"owner", "platform"}}));
  EXPECT_EQ(read->info.size, 5U);
  EXPECT_EQ(read->info.storage_class, "STANDARD");
  EXPECT_EQ(aws::s3::get_object_tagging(cloud, source, "a b/ü+?.txt").value(),
            (aws::s3::Tags{{"retention", "7y & more"}}));
  const auto head = aws::s3::head_object(cloud, source, "a b/ü+?.txt");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->size, 5U);
  EXPECT_EQ(head->last_modified, shown_time(env.clock.now()));
}

TEST_F(S3ObjectsTest, Checksums) {
  const auto put_with = [&](std::string_view member, std::string value) {
    return refused("s3", "PutObject", west,
                   at("source", "a").set("Body", "hello").set(member, std::move(value)));
  };
  EXPECT_EQ(put_with("ContentMD5", to_base64(md5("hello"))), "(success)");
  EXPECT_EQ(put_with("ContentMD5", to_base64(md5("other"))), "BadDigest");
  EXPECT_EQ(put_with("ContentMD5", "nonsense"), "InvalidDigest");
  EXPECT_EQ(put_with("ChecksumCRC32", to_base64(crc_bytes(crc32("hello")))), "(success)");
  EXPECT_EQ(put_with("ChecksumCRC32C", to_base64(crc_bytes(crc32c("hello")))), "(success)");
  EXPECT_EQ(put_with("ChecksumSHA1", to_base64(sha1("hello"))), "(success)");
  EXPECT_EQ(put_with("ChecksumSHA256", to_base64(sha256("hello"))), "(success)");
  EXPECT_EQ(put_with("ChecksumCRC32", to_base64(crc_bytes(crc32("other")))), "BadDigest");
  EXPECT_EQ(put_with("ChecksumCRC32C", to_base64(crc_bytes(crc32c("other")))), "BadDigest");
  EXPECT_EQ(put_with("ChecksumSHA1", to_base64(sha1("other"))), "BadDigest");
  EXPECT_EQ(put_with("ChecksumSHA256", to_base64(sha256("other"))), "BadDigest");
  EXPECT_EQ(put_with("ChecksumSHA256", "short"), "InvalidRequest");
  EXPECT_EQ(refused("s3", "PutObject", west,
                    at("source", "a")
                        .set("Body", "hello")
                        .set("ChecksumCRC32C", to_base64(crc_bytes(crc32c("hello"))))
                        .set("ChecksumSHA256", to_base64(sha256("hello")))),
            "InvalidRequest");
  // Only who asked for one gets one, and only who asks for it.
  must("s3", "PutObject", west, at("source", "b").set("Body", "hello"));
  EXPECT_EQ(aws::s3::head_object(cloud, source, "b")->checksum, "");
  must("s3", "PutObject", west,
       at("source", "c").set("Body", "x").set("ChecksumSHA256", to_base64(sha256("x"))));
  EXPECT_EQ(aws::s3::head_object(cloud, source, "c")->checksum, "sha256:" + to_base64(sha256("x")));
  EXPECT_FALSE(must("s3", "HeadObject", west, at("source", "c")).has("ChecksumSHA256"));
}

TEST_F(S3ObjectsTest, VersionsAndMarkers) {
  const std::string first = put(source, "a", "1");
  const std::string second = put(source, "a", "2");
  EXPECT_NE(first, second);
  const Value deleted = must("s3", "DeleteObject", west, at("source", "a"));
  EXPECT_TRUE(deleted["DeleteMarker"].flag());
  const std::string marker = deleted["VersionId"].text();

  const auto gone = raw("s3", "GetObject", west, at("source", "a"));
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(gone.headers.get("x-amz-delete-marker"), "true");
  EXPECT_EQ(gone.headers.get("x-amz-version-id"), marker);
  EXPECT_EQ(refused("s3", "GetObject", west, at("source", "a")), "NoSuchKey");
  const auto head = raw("s3", "HeadObject", west, at("source", "a"));
  EXPECT_EQ(head.status, 404);
  EXPECT_TRUE(head.body.empty());

  const auto on_marker = raw("s3", "GetObject", west, at("source", "a", marker));
  EXPECT_EQ(on_marker.status, 405);
  EXPECT_EQ(on_marker.headers.get("Allow"), "DELETE");
  EXPECT_EQ(refused("s3", "GetObject", west, at("source", "a", marker)), "MethodNotAllowed");
  EXPECT_EQ(text_of(source, "a", first), "1");
  EXPECT_EQ(text_of(source, "a", second), "2");

  // Without its marker the object is back.
  EXPECT_TRUE(must("s3", "DeleteObject", west, at("source", "a", marker))["DeleteMarker"].flag());
  EXPECT_EQ(text_of(source, "a"), "2");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a", second));
  EXPECT_EQ(text_of(source, "a"), "1");
  EXPECT_EQ(refused("s3", "GetObject", west, at("source", "a", second)), "NoSuchVersion");
  EXPECT_EQ(refused("s3", "GetObject", west, at("source", "a", "nonsense")), "InvalidArgument");
  EXPECT_EQ(refused("s3", "DeleteObject", west, at("source", "a", "nonsense")), "InvalidArgument");
  // What is not there is deleted as well as what is.
  EXPECT_TRUE(aws::s3::delete_object(cloud, source, "a", second));
}

TEST_F(S3ObjectsTest, NeverVersioned) {
  EXPECT_EQ(put(plain, "a", "1"), "");
  EXPECT_EQ(put(plain, "a", "2"), "");
  EXPECT_EQ(text_of(plain, "a"), "2");
  EXPECT_EQ(text_of(plain, "a", "null"), "2");
  const Value deleted = must("s3", "DeleteObject", west, at("plain", "a"));
  EXPECT_FALSE(deleted.has("DeleteMarker"));
  EXPECT_FALSE(deleted.has("VersionId"));
  EXPECT_EQ(text_of(plain, "a"), "NoSuchKey");
  EXPECT_TRUE(lab.s3().find("plain")->objects.empty());
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VersionSuspendedBehavior.html
TEST_F(S3ObjectsTest, SuspendedVersioningHasOneNullVersion) {
  put(plain, "a", "before");
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, plain, aws::s3::Versioning::enabled));
  const std::string kept = put(plain, "a", "versioned");
  EXPECT_EQ(text_of(plain, "a", "null"), "before");
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, plain, aws::s3::Versioning::suspended));
  EXPECT_EQ(put(plain, "a", "suspended"), "null");
  EXPECT_EQ(text_of(plain, "a", "null"), "suspended");
  EXPECT_EQ(text_of(plain, "a", kept), "versioned");
  const Value deleted = must("s3", "DeleteObject", west, at("plain", "a"));
  EXPECT_EQ(deleted["VersionId"].text(), "null");
  EXPECT_TRUE(deleted["DeleteMarker"].flag());
  EXPECT_EQ(lab.s3().find("plain")->find("a")->versions().size(), 2U);
  EXPECT_EQ(text_of(plain, "a"), "NoSuchKey");
}

// Fact D10: the ETag of an encrypted object is no MD5; its checksum still is of the content.
TEST_F(S3ObjectsTest, EtagOfEncryptedObjects) {
  ASSERT_TRUE(aws::s3::put_bucket_encryption(cloud, source, {key_arn, true}));
  const auto written = aws::s3::put_object(cloud, source, {.key = "a", .body = "hello"});
  ASSERT_TRUE(written);
  EXPECT_NE(written->etag, '"' + to_hex(md5("hello")) + '"');
  EXPECT_EQ(written->etag.size(), 34U);
  const auto info = aws::s3::head_object(cloud, source, "a");
  EXPECT_EQ(info->encryption_key_arn, key_arn);
  EXPECT_EQ(info->checksum, "crc32c:" + to_base64(crc_bytes(crc32c("hello"))));
  EXPECT_TRUE(must("s3", "HeadObject", west, at("source", "a"))["BucketKeyEnabled"].flag());
}

// Fact D10: large objects come in parts, and their ETags are no content hashes either.
TEST_F(S3ObjectsTest, EtagOfLargeObjects) {
  const auto written =
      aws::s3::put_object(cloud, source, {.key = "a", .body = Body::synthetic(20ULL << 20, 1)});
  ASSERT_TRUE(written);
  EXPECT_THAT(written->etag, testing::MatchesRegex("\"[0-9a-f]+-3\""));
}

TEST_F(S3ObjectsTest, ObjectsGoWithTheirKey) {
  ASSERT_TRUE(aws::s3::put_bucket_encryption(cloud, source, {key_arn, false}));
  put(source, "a", "1");
  must("kms", "DisableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(text_of(source, "a"), "KMS.DisabledException");
  EXPECT_EQ(raw("s3", "HeadObject", west, at("source", "a")).status, 200);
  must("kms", "EnableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(text_of(source, "a"), "1");
  // Fact D14: what a key has encrypted is gone after it.
  ASSERT_TRUE(aws::kms::schedule_key_deletion(cloud, west, west_key, 7));
  EXPECT_EQ(text_of(source, "a"), "KMS.KMSInvalidStateException");
  pass(hours(24 * 7));
  EXPECT_EQ(text_of(source, "a"), "KMS.NotFoundException");
}

TEST_F(S3ObjectsTest, EncryptionAsTheRequestSays) {
  const auto put_as = [&](std::string_view algorithm, std::string_view key) {
    Value input = at("source", "a").set("Body", "1").set("ServerSideEncryption", algorithm);
    if (!key.empty()) input.set("SSEKMSKeyId", key);
    return ask("s3", "PutObject", west, input);
  };
  EXPECT_EQ(put_as("aws:kms", "alias/west").value()["SSEKMSKeyId"].text(), key_arn);
  EXPECT_EQ(put_as("AES256", "").value()["ServerSideEncryption"].text(), "AES256");
  EXPECT_EQ(put_as("AES256", west_key).error().code, "InvalidArgument");
  // Without a key: the region's own, which is made when it is first needed.
  const auto managed = put_as("aws:kms", "").value();
  const KmsKey* aws_s3 = lab.kms().find(west, "alias/aws/s3");
  ASSERT_NE(aws_s3, nullptr);
  EXPECT_EQ(managed["SSEKMSKeyId"].text(), aws_s3->arn);
}

TEST_F(S3ObjectsTest, WhatIsNotTaken) {
  EXPECT_EQ(refused("s3", "PutObject", west, at("source", std::string(1025, 'k'))),
            "KeyTooLongError");
  EXPECT_EQ(refused("s3", "PutObject", west,
                    at("source", "a").set("Metadata", Value().set("m", std::string(2048, 'm')))),
            "MetadataTooLarge");
  EXPECT_EQ(refused("s3", "PutObject", west,
                    at("source", "a").set("Body", Body::synthetic((5ULL << 30) + 1, 1))),
            "EntityTooLarge");
  EXPECT_EQ(refused("s3", "PutObject", west, at("source", "a").set("StorageClass", "ATTIC")),
            "InvalidStorageClass");
  EXPECT_EQ(refused("s3", "PutObject", west, at("source", "a").set("ACL", "public-read")),
            "AccessControlListNotSupported");
}

TEST_F(S3ObjectsTest, Ranges) {
  put(source, "a", "0123456789");
  const auto range = [&](std::string_view text) {
    return raw("s3", "GetObject", west, at("source", "a").set("Range", text));
  };
  const auto middle = range("bytes=2-4");
  EXPECT_EQ(middle.status, 206);
  EXPECT_EQ(middle.body.bytes(), "234");
  EXPECT_EQ(middle.headers.get("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(range("bytes=-3").body.bytes(), "789");
  EXPECT_EQ(range("bytes=8-").body.bytes(), "89");
  EXPECT_EQ(range("bytes=8-100").body.bytes(), "89");
  EXPECT_EQ(range("bytes=10-").status, 416);
  EXPECT_EQ(range("lines=1-2").status, 200);
}

TEST_F(S3ObjectsTest, RefusalsSaySizes) {
  put(source, "ten", "0123456789");
  const auto response = raw("s3", "GetObject", west, at("source", "ten").set("Range", "bytes=10-"));
  EXPECT_EQ(response.status, 416);
  EXPECT_THAT(std::string(response.body.bytes()),
              testing::HasSubstr("<ActualObjectSize>10</ActualObjectSize>"));
}

TEST_F(S3ObjectsTest, Conditions) {
  const auto written = aws::s3::put_object(cloud, source, {.key = "a", .body = "1"});
  const auto get_if = [&](std::string_view condition, Value value) {
    return raw("s3", "GetObject", west, at("source", "a").set(condition, std::move(value))).status;
  };
  EXPECT_EQ(get_if("IfMatch", written->etag), 200);
  EXPECT_EQ(get_if("IfMatch", "\"other\""), 412);
  EXPECT_EQ(get_if("IfNoneMatch", written->etag), 304);
  EXPECT_EQ(get_if("IfNoneMatch", "\"other\""), 200);
  const Time now = shown_time(env.clock.now());
  EXPECT_EQ(get_if("IfModifiedSince", now), 304);
  EXPECT_EQ(get_if("IfModifiedSince", now - seconds(1)), 200);
  EXPECT_EQ(get_if("IfUnmodifiedSince", now), 200);
  EXPECT_EQ(get_if("IfUnmodifiedSince", now - seconds(1)), 412);
}

TEST_F(S3ObjectsTest, ConditionalWrites) {
  const aws::Service& s3 = aws::service("s3");
  const auto put_if = [&](const std::string& header, const std::string& value) {
    auto request =
        aws::serialize_request(s3, *s3.find("PutObject"), west, at("source", "a").set("Body", "1"))
            .value();
    request.http.headers.set(header, value);
    return cloud.send(request)->status;
  };
  EXPECT_EQ(put_if("If-Match", "\"other\""), 404);
  EXPECT_EQ(put_if("If-None-Match", "*"), 200);
  EXPECT_EQ(put_if("If-None-Match", "*"), 412);
  EXPECT_EQ(put_if("If-Match", "\"other\""), 412);
  EXPECT_EQ(put_if("If-Match", '"' + to_hex(md5("1")) + '"'), 200);
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a"));
  EXPECT_EQ(put_if("If-None-Match", "*"), 200);
}

TEST_F(S3ObjectsTest, DeleteMany) {
  const std::string version = put(source, "a", "1");
  put(source, "b", "2");
  Value objects(aws::List{Value().set("Key", "a").set("VersionId", version),
                          Value().set("Key", "b"), Value().set("Key", "never")});
  const Value output = must("s3", "DeleteObjects", west,
                            in("source").set("Delete", Value().set("Objects", objects)));
  ASSERT_EQ(output["Deleted"].list().size(), 3U);
  EXPECT_FALSE(output["Deleted"].list()[0].has("DeleteMarker"));
  EXPECT_TRUE(output["Deleted"].list()[1]["DeleteMarker"].flag());
  EXPECT_EQ(lab.s3().find("source")->find("a"), nullptr);
  EXPECT_EQ(text_of(source, "b"), "NoSuchKey");
  EXPECT_EQ(text_of(source, "never"), "NoSuchKey");
}

TEST_F(S3ObjectsTest, TagsOfVersions) {
  const std::string first = put(source, "a", "1", {{"n", "1"}});
  put(source, "a", "2", {{"n", "2"}});
  EXPECT_EQ(aws::s3::get_object_tagging(cloud, source, "a", first).value(),
            (aws::s3::Tags{{"n", "1"}}));
  const auto set_tags = [&](aws::List list) {
    return refused("s3", "PutObjectTagging", west,
                   at("source", "a", first).set("Tagging", Value().set("TagSet", std::move(list))));
  };
  const auto tag = [](std::string_view key) { return Value().set("Key", key).set("Value", "v"); };
  EXPECT_EQ(set_tags({tag("x"), tag("y")}), "(success)");
  EXPECT_EQ(aws::s3::get_object_tagging(cloud, source, "a", first)->size(), 2U);
  EXPECT_EQ(set_tags({tag("x"), tag("x")}), "InvalidTag");
  EXPECT_EQ(set_tags({tag("aws:x")}), "InvalidTag");
  EXPECT_EQ(set_tags({tag(std::string(129, 'x'))}), "InvalidTag");
  aws::List eleven;
  for (int i = 0; i < 11; ++i) eleven.push_back(tag(std::to_string(i)));
  EXPECT_EQ(set_tags(eleven), "BadRequest");
  must("s3", "DeleteObjectTagging", west, at("source", "a", first));
  EXPECT_TRUE(aws::s3::get_object_tagging(cloud, source, "a", first)->empty());
  EXPECT_EQ(must("s3", "GetObject", west, at("source", "a"))["TagCount"].integer(), 1);
  EXPECT_EQ(refused("s3", "PutObject", west, at("source", "a").set("Tagging", "x=1&x=2")),
            "InvalidArgument");
}

// Two lives of one seed in which everything happens a minute later, and in which others write too,
// give the same ids to the same writes.
TEST(S3VersionIdsTest, DoNotDependOnTime) {
  const account::Account account = two_region_account();
  const auto live = [&](Duration delay, bool busy) {
    SimulatedEnv env{account.starts + delay, 7};
    Lab lab{World{env.clock, env.scheduler, env.random}, account};
    aws::SigningCloud cloud{
        lab.cloud(),
        {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
        env.clock};
    std::vector<std::string> ids;
    for (const std::string key : {"a", "b", "a"}) {
      if (busy) {
        EXPECT_TRUE(aws::s3::put_object(cloud, {west, "source"}, {.key = "noise", .body = "!"}));
      }
      // Wherever a user's write goes, it is that key's first, second ...
      const aws::s3::BucketName bucket =
          busy ? aws::s3::BucketName{central, "target"} : aws::s3::BucketName{west, "source"};
      ids.push_back(
          aws::s3::put_object(cloud, bucket, {.key = key, .body = key + " body"})->version_id);
    }
    return ids;
  };
  const auto ids = live({}, false);
  EXPECT_EQ(ids, live(minutes(1), true));
  EXPECT_NE(ids[0], ids[2]);
  for (const std::string& id : ids) EXPECT_TRUE(is_version_id(id)) << id;
}

}  // namespace
}  // namespace godwit::lab::services
