#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3CopyTest : public LabTest {
 protected:
  Value copy(std::string_view from, std::string_view to_key) {
    return at("target", to_key).set("CopySource", from);
  }
};

TEST_F(S3CopyTest, AcrossRegionsWithMetadataAndTags) {
  ASSERT_TRUE(aws::s3::put_object(cloud, source,
                                  {.key = "a b",
                                   .body = "1",
                                   .content_type = "text/plain",
                                   .metadata = {{"m", "x"}},
                                   .tags = {{"t", "y"}}}));
  const Value output = must("s3", "CopyObject", central, copy("source/a%20b", "copied"));
  EXPECT_TRUE(output["CopyObjectResult"].has("ETag"));
  EXPECT_EQ(output["CopySourceVersionId"].text(),
            aws::s3::head_object(cloud, source, "a b")->version_id);
  const auto copied = aws::s3::get_object(cloud, target, "copied");
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->body, Body("1"));
  EXPECT_EQ(copied->info.content_type, "text/plain");
  EXPECT_EQ(copied->info.metadata, (aws::s3::Metadata{{"m", "x"}}));
  EXPECT_FALSE(copied->info.checksum.empty());
  EXPECT_EQ(aws::s3::get_object_tagging(cloud, target, "copied").value(),
            (aws::s3::Tags{{"t", "y"}}));
  EXPECT_NE(copied->info.version_id, output["CopySourceVersionId"].text());
}

TEST_F(S3CopyTest, VersionsAndDirectives) {
  const std::string first = put(source, "a", "1", {{"t", "1"}});
  put(source, "a", "2");
  must("s3", "CopyObject", central,
       copy("source/a?versionId=" + first, "b")
           .set("MetadataDirective", "REPLACE")
           .set("Metadata", Value().set("new", "yes"))
           .set("TaggingDirective", "REPLACE")
           .set("Tagging", "t=2"));
  EXPECT_EQ(text_of(target, "b"), "1");
  EXPECT_EQ(aws::s3::head_object(cloud, target, "b")->metadata,
            (aws::s3::Metadata{{"new", "yes"}}));
  EXPECT_EQ(aws::s3::get_object_tagging(cloud, target, "b").value(), (aws::s3::Tags{{"t", "2"}}));
}

TEST_F(S3CopyTest, Refusals) {
  put(source, "a", "1");
  const Value deleted = must("s3", "DeleteObject", west, at("source", "a"));
  const auto copied = [&](std::string_view from) {
    return refused("s3", "CopyObject", central, copy(from, "b"));
  };
  EXPECT_EQ(copied("source/a"), "NoSuchKey");
  EXPECT_EQ(copied("source/a?versionId=" + deleted["VersionId"].text()), "InvalidRequest");
  EXPECT_EQ(copied("source/a?versionId=" + std::string(32, 'x')), "NoSuchVersion");
  EXPECT_EQ(copied("missing/a"), "NoSuchBucket");
  EXPECT_EQ(copied("source"), "InvalidArgument");
  put(target, "b", "2");
  EXPECT_EQ(copied("target/b"), "InvalidRequest");  // onto itself, changing nothing
  lab.set_region_down(west, true);
  EXPECT_EQ(copied("source/a"), "ServiceUnavailable");
}

// Fact D5: what is in Glacier cannot be copied before it is restored.
TEST_F(S3CopyTest, ArchivedSource) {
  must("s3", "PutObject", west, at("source", "a").set("Body", "1").set("StorageClass", "GLACIER"));
  EXPECT_EQ(refused("s3", "CopyObject", central, copy("source/a", "b")), "InvalidObjectState");
  ASSERT_TRUE(aws::s3::restore_object(cloud, source, "a",
                                      aws::s3::head_object(cloud, source, "a")->version_id, 2));
  pass(hours(5));
  must("s3", "CopyObject", central, copy("source/a", "b"));
  EXPECT_EQ(aws::s3::head_object(cloud, target, "b")->storage_class, "STANDARD");
}

}  // namespace
}  // namespace godwit::lab::services
