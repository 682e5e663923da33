#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3RestoreTest : public LabTest {
 protected:
  std::string archive(std::string_view storage_class) {
    return must("s3", "PutObject", west,
                at("source", "a").set("Body", "1").set("StorageClass", storage_class))["VersionId"]
        .text();
  }
  int restore(const std::string& version_id, std::string_view tier, int days) {
    Value request;
    request.set("Days", days).set("GlacierJobParameters", Value().set("Tier", tier));
    return raw("s3", "RestoreObject", west,
               at("source", "a", version_id).set("RestoreRequest", std::move(request)))
        .status;
  }
  std::string restore_header() { return aws::s3::head_object(cloud, source, "a")->restore; }
};

// Fact D5: an archived object is listed and described, but not read.
TEST_F(S3RestoreTest, ArchivedObjectsAreNotRead) {
  archive("GLACIER");
  EXPECT_EQ(text_of(source, "a"), "InvalidObjectState");
  const auto response = raw("s3", "GetObject", west, at("source", "a"));
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(std::string(response.body.bytes()),
              testing::HasSubstr("<StorageClass>GLACIER</StorageClass>"));
  EXPECT_EQ(aws::s3::head_object(cloud, source, "a")->storage_class, "GLACIER");
  EXPECT_EQ(restore_header(), "");
}

TEST_F(S3RestoreTest, StandardTakesThreeToFiveHours) {
  const std::string version = archive("GLACIER");
  EXPECT_EQ(restore(version, "Standard", 2), 202);
  EXPECT_EQ(restore_header(), R"(ongoing-request="true")");
  EXPECT_EQ(restore(version, "Standard", 2), 409);
  const auto again = aws::s3::restore_object(cloud, source, "a", version, 2);
  EXPECT_EQ(again.error().code, "RestoreAlreadyInProgress");
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  pass(hours(3) - seconds(1));
  EXPECT_EQ(text_of(source, "a"), "InvalidObjectState");
  pass(hours(2) + seconds(1));
  EXPECT_EQ(text_of(source, "a"), "1");
  // Two days from when it was done, rounded up to midnight.
  EXPECT_EQ(restore_header(),
            R"(ongoing-request="false", expiry-date="Thu, 08 Jan 2026 00:00:00 GMT")");
  // A second request only moves the end, and says 200.
  EXPECT_EQ(restore(version, "Standard", 5), 200);
  EXPECT_EQ(restore_header(),
            R"(ongoing-request="false", expiry-date="Sun, 11 Jan 2026 00:00:00 GMT")");
  pass(hours(24 * 6));
  EXPECT_EQ(text_of(source, "a"), "InvalidObjectState");
  EXPECT_EQ(restore_header(), "");
}

TEST_F(S3RestoreTest, OtherTiers) {
  const std::string quick = archive("GLACIER");
  EXPECT_EQ(restore(quick, "Expedited", 1), 202);
  pass(minutes(5));
  EXPECT_EQ(text_of(source, "a"), "1");
  const std::string slow = archive("GLACIER");
  EXPECT_EQ(restore(slow, "Bulk", 1), 202);
  pass(hours(5) - seconds(1));
  EXPECT_EQ(text_of(source, "a"), "InvalidObjectState");
  pass(hours(7) + seconds(1));
  EXPECT_EQ(text_of(source, "a"), "1");
  const std::string deep = archive("DEEP_ARCHIVE");
  EXPECT_EQ(restore(deep, "Expedited", 1), 400);
  EXPECT_EQ(restore(deep, "Standard", 1), 202);
  pass(hours(12));
  EXPECT_EQ(text_of(source, "a"), "1");
}

TEST_F(S3RestoreTest, Refusals) {
  const std::string version = put(source, "a", "1");
  EXPECT_EQ(restore(version, "Standard", 1), 403);
  EXPECT_EQ(aws::s3::restore_object(cloud, source, "a", version, 1).error().code,
            "InvalidObjectState");
  EXPECT_EQ(aws::s3::restore_object(cloud, source, "missing", {}, 1).error().code, "NoSuchKey");
  const std::string archived = archive("GLACIER");
  EXPECT_EQ(restore(archived, "Standard", 0), 400);
  EXPECT_EQ(refused("s3", "RestoreObject", west,
                    at("source", "a", archived).set("RestoreRequest", Value::structure())),
            "MalformedXML");
}

}  // namespace
}  // namespace godwit::lab::services
