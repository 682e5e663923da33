// Bucket policies, and what nobody may know who may not list.
#include "lab/services/iam/fixture.h"

namespace godwit::lab::services {
namespace {

class S3AccessTest : public IamFixture {
 protected:
  S3AccessTest() {
    must("s3", "CreateBucket", west,
         Value()
             .set("Bucket", "wards")
             .set("CreateBucketConfiguration", Value().set("LocationConstraint", west)));
    must("s3", "PutObject", west, Value().set("Bucket", "wards").set("Key", "k"));
  }

  static Value key(std::string_view name) {
    return Value().set("Bucket", "wards").set("Key", std::string(name));
  }
  void set_policy(std::string_view effect, std::string_view who, std::string_view action) {
    must("s3", "PutBucketPolicy", west,
         Value()
             .set("Bucket", "wards")
             .set("Policy", fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"{}",)"
                                        R"("Principal":{{"AWS":"{}"}},"Action":"{}",)"
                                        R"("Resource":"arn:aws:s3:::wards/*"}}]}})",
                                        effect, who, action)));
  }
};

TEST_F(S3AccessTest, ABucketsPolicyDeniesAndAllows) {
  const aws::Credentials nurse = user("nurse");
  EXPECT_EQ(refused_as(nurse, "s3", "GetObject", west, key("k")), "AccessDenied");
  set_policy("Allow", "arn:aws:iam::558069890522:user/nurse", "s3:GetObject");
  EXPECT_EQ(refused_as(nurse, "s3", "GetObject", west, key("k")), "(success)");
  EXPECT_EQ(refused_as(nurse, "s3", "PutObject", west, key("k")), "AccessDenied");
  set_policy("Deny", "*", "s3:GetObject");
  EXPECT_EQ(refused("s3", "GetObject", west, key("k")), "AccessDenied") << "administrators, too";
  EXPECT_EQ(refused("s3", "PutObject", west, key("k")), "(success)");
  must("s3", "DeleteBucketPolicy", west, Value().set("Bucket", "wards"));
  EXPECT_EQ(refused("s3", "GetObject", west, key("k")), "(success)");
}

TEST_F(S3AccessTest, WhoMayNotListIsNotToldWhatIsMissing) {
  EXPECT_EQ(refused("s3", "GetObject", west, key("none")), "NoSuchKey");
  const aws::Credentials reader = user("reader", allow(R"("s3:GetObject")"));
  EXPECT_EQ(refused_as(reader, "s3", "GetObject", west, key("none")), "AccessDenied");
  const aws::Credentials lister = user("lister", allow(R"(["s3:GetObject","s3:ListBucket"])"));
  EXPECT_EQ(refused_as(lister, "s3", "GetObject", west, key("none")), "NoSuchKey");
}

TEST_F(S3AccessTest, ReplicationDoesWhatItsRoleMay) {
  const Value on = Value().set("Status", "Enabled");
  must("s3", "CreateBucket", "us-east-1", Value().set("Bucket", "copies"));
  must("s3", "PutBucketVersioning", west,
       Value().set("Bucket", "wards").set("VersioningConfiguration", on));
  must("s3", "PutBucketVersioning", "us-east-1",
       Value().set("Bucket", "copies").set("VersioningConfiguration", on));
  const std::string trusted = trust(R"({"Service":"s3.amazonaws.com"})");
  const auto outcome = [&](const std::string& arn) {
    Value rule;
    rule.set("ID", "all").set("Status", "Enabled").set("Priority", 1);
    rule.set("Filter", Value().set("Prefix", ""));
    rule.set("DeleteMarkerReplication", Value().set("Status", "Disabled"));
    rule.set("Destination", Value().set("Bucket", "arn:aws:s3:::copies"));
    must("s3", "PutBucketReplication", west,
         Value()
             .set("Bucket", "wards")
             .set("ReplicationConfiguration",
                  Value().set("Role", arn).set("Rules", aws::List{rule})));
    must("s3", "PutObject", west, key("new"));
    pass(hours(1));
    return must("s3", "HeadObject", west, key("new"))["ReplicationStatus"].text();
  };
  EXPECT_EQ(outcome(role("may", trusted, allow(R"("s3:*")"))), "COMPLETED");
  EXPECT_EQ(outcome(role("may-not", trusted, allow(R"("s3:GetObject")"))), "FAILED");
  EXPECT_EQ(outcome(role("of-others", trust(R"({"Service":"ecs-tasks.amazonaws.com"})"),
                         allow(R"("s3:*")"))),
            "FAILED");
  EXPECT_EQ(outcome("arn:aws:iam::558069890522:role/of-an-account-file"), "COMPLETED");
}

}  // namespace
}  // namespace godwit::lab::services
