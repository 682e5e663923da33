#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using testing::HasSubstr;

class S3BucketsTest : public LabTest {
 protected:
  std::string create(const std::string& region, const std::string& name,
                     const std::string& location) {
    Value input = in(name);
    if (!location.empty()) {
      input.set("CreateBucketConfiguration", Value().set("LocationConstraint", location));
    }
    return refused("s3", "CreateBucket", region, input);
  }
};

TEST_F(S3BucketsTest, NewBucketsAreAsTheyHaveBeenSince2023) {
  const aws::s3::BucketName bucket{central, "new-bucket"};
  ASSERT_TRUE(aws::s3::create_bucket(cloud, bucket));
  EXPECT_TRUE(aws::s3::get_public_access_block(cloud, bucket).value());
  EXPECT_EQ(aws::s3::get_bucket_encryption(cloud, bucket).value(), aws::s3::Encryption{});
  EXPECT_EQ(aws::s3::get_bucket_versioning(cloud, bucket).value(), aws::s3::Versioning::never);
  EXPECT_EQ(aws::s3::get_bucket_tagging(cloud, bucket).value(), aws::s3::Tags{});
  EXPECT_FALSE(aws::s3::get_bucket_replication(cloud, bucket).value());
  EXPECT_EQ(must("s3", "GetBucketLocation", central, in("new-bucket"))["LocationConstraint"].text(),
            central);
}

TEST_F(S3BucketsTest, NamesHaveRules) {
  for (const std::string name :
       {"ab", "Upper", "under_score", "-dash", "dash-", "two..dots", "192.168.5.4", "xn--a",
        "sthree-a", "amzn-s3-demo-a", "a-s3alias", "a--ol-s3"}) {
    EXPECT_EQ(create(west, name, west), "InvalidBucketName") << name;
  }
  EXPECT_EQ(create(west, std::string(64, 'a'), west), "InvalidBucketName");
  EXPECT_EQ(create(west, "good.name-1", west), "(success)");
}

TEST_F(S3BucketsTest, LocationMustBeTheEndpoints) {
  EXPECT_EQ(create(west, "elsewhere", central), "IllegalLocationConstraintException");
  EXPECT_EQ(create(west, "elsewhere", ""), "IllegalLocationConstraintException");
  EXPECT_EQ(create(west, "elsewhere", "eu-mars-1"), "InvalidLocationConstraint");
  EXPECT_EQ(create(west, "elsewhere", "us-east-1"), "InvalidLocationConstraint");
  EXPECT_EQ(create(west, "elsewhere", "EU"), "(success)");
}

TEST_F(S3BucketsTest, OneNameSpaceForAll) {
  EXPECT_EQ(create(west, "source", west), "BucketAlreadyOwnedByYou");
  EXPECT_EQ(create(central, "source", central), "BucketAlreadyOwnedByYou");
  EXPECT_EQ(
      raw("s3", "CreateBucket", west,
          in("source").set("CreateBucketConfiguration", Value().set("LocationConstraint", west)))
          .status,
      409);
}

// Fact D11: somebody else may have the name. ExpectedBucketOwner tells, by a refusal.
TEST_F(S3BucketsTest, NamesOfOthers) {
  lab.s3().take_name("taken-by-another");
  EXPECT_EQ(create(west, "taken-by-another", west), "BucketAlreadyExists");
  EXPECT_EQ(raw("s3", "HeadBucket", west, in("taken-by-another")).status, 403);
  EXPECT_EQ(refused("s3", "ListObjectsV2", west, in("taken-by-another")), "AccessDenied");

  EXPECT_TRUE(aws::s3::head_bucket(cloud, source, account.id));
  EXPECT_EQ(
      raw("s3", "HeadBucket", west, in("source").set("ExpectedBucketOwner", "111111111111")).status,
      403);
  EXPECT_EQ(refused("s3", "PutObject", west,
                    at("source", "a").set("ExpectedBucketOwner", "111111111111")),
            "AccessDenied");
  EXPECT_EQ(
      refused("s3", "GetBucketVersioning", west, in("source").set("ExpectedBucketOwner", "nobody")),
      "InvalidBucketOwnerAWSAccountID");
}

TEST_F(S3BucketsTest, HeadBucket) {
  const auto there = raw("s3", "HeadBucket", west, in("source"));
  EXPECT_EQ(there.status, 200);
  EXPECT_EQ(there.headers.get("x-amz-bucket-region"), west);
  EXPECT_EQ(raw("s3", "HeadBucket", west, in("missing")).status, 404);
  EXPECT_EQ(aws::s3::head_bucket(cloud, {west, "missing"}).error().kind, ErrorKind::not_found);
}

TEST_F(S3BucketsTest, WrongEndpoint) {
  const auto redirected = raw("s3", "ListObjectsV2", central, in("source"));
  EXPECT_EQ(redirected.status, 301);
  EXPECT_EQ(redirected.headers.get("x-amz-bucket-region"), west);
  const std::string body(redirected.body.bytes());
  EXPECT_THAT(body, HasSubstr("<Code>PermanentRedirect</Code>"));
  EXPECT_THAT(body, HasSubstr("<Endpoint>source.s3.eu-west-1.amazonaws.com</Endpoint>"));
  const auto head = raw("s3", "HeadBucket", central, in("source"));
  EXPECT_EQ(head.status, 301);
  EXPECT_EQ(head.headers.get("x-amz-bucket-region"), west);
  EXPECT_TRUE(head.body.empty());
}

TEST_F(S3BucketsTest, OnlyEmptyBucketsGo) {
  const std::string version = put(source, "a", "1");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a"));
  EXPECT_EQ(aws::s3::delete_bucket(cloud, source).error().code, "BucketNotEmpty");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a", version));
  // A delete marker is something, too.
  EXPECT_EQ(aws::s3::delete_bucket(cloud, source).error().code, "BucketNotEmpty");
  const auto versions = aws::s3::list_all_versions(cloud, source).value();
  for (const auto& left : versions) {
    ASSERT_TRUE(aws::s3::delete_object(cloud, source, left.key, left.version_id));
  }
  EXPECT_TRUE(aws::s3::delete_bucket(cloud, source));
  EXPECT_EQ(lab.s3().find("source"), nullptr);
}

TEST_F(S3BucketsTest, List) {
  const Value output = must("s3", "ListBuckets", central, {});
  ASSERT_EQ(output["Buckets"].list().size(), 2U);
  EXPECT_EQ(output["Buckets"].list()[0]["Name"].text(), "source");
  EXPECT_EQ(output["Buckets"].list()[0]["CreationDate"].time(), account.starts);
  EXPECT_EQ(output["Owner"]["ID"].text().size(), 64U);
}

TEST_F(S3BucketsTest, NoSuchBucket) {
  EXPECT_EQ(refused("s3", "GetBucketVersioning", west, in("missing")), "NoSuchBucket");
  EXPECT_EQ(refused("s3", "PutObject", west, at("missing", "a")), "NoSuchBucket");
}

}  // namespace
}  // namespace godwit::lab::services
