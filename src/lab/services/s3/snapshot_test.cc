#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

class S3SnapshotTest : public LabTest {
 protected:
  static std::string text(const boost::json::value& value) { return value.as_string().c_str(); }
};

// Without times and without how far replication is: two lives that end alike compare equal.
TEST_F(S3SnapshotTest, SaysWhatLasts) {
  const std::string version = put(source, "a", "hello", {{"t", "u"}});
  const boost::json::value snapshot = lab.s3().snapshot();
  const auto& bucket = snapshot.at("source");
  EXPECT_EQ(text(bucket.at("region")), west);
  EXPECT_EQ(text(bucket.at("versioning")), "enabled");
  EXPECT_TRUE(bucket.at("public_access_blocked").as_bool());
  EXPECT_TRUE(bucket.at("replication").as_array().empty());
  const auto& object = bucket.at("objects").at("a").at(0);
  EXPECT_EQ(text(object.at("version_id")), version);
  EXPECT_EQ(object.at("size").to_number<int>(), 5);
  EXPECT_EQ(text(object.at("tags").at("t")), "u");
  EXPECT_EQ(boost::json::serialize(snapshot).find("2026"), std::string::npos);
}

TEST_F(S3SnapshotTest, ReplicationMovesOnlyTheDestination) {
  ASSERT_TRUE(aws::s3::put_bucket_replication(
      cloud, source,
      {"arn:aws:iam::558069890522:role/r",
       {{.id = "all", .priority = 1, .destination_bucket_arn = "arn:aws:s3:::target"}}}));
  put(source, "a", "1");
  const boost::json::value before = lab.s3().snapshot();
  pass(hours(1));
  const boost::json::value after = lab.s3().snapshot();
  EXPECT_EQ(before.at("source"), after.at("source"));
  EXPECT_NE(before.at("target"), after.at("target"));
  EXPECT_EQ(after.at("source").at("objects"), after.at("target").at("objects"));
}

TEST_F(S3SnapshotTest, KeysToo) {
  const boost::json::value kms = lab.snapshot().at("kms");
  const auto& key = kms.at(west).at(west_key);
  EXPECT_EQ(text(key.at("state")), "Enabled");
  EXPECT_EQ(text(key.at("aliases").at(0)), "alias/west");
  EXPECT_FALSE(key.at("rotation").as_bool());
}

}  // namespace
}  // namespace godwit::lab::services
