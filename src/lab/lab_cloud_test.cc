#include "lab/lab_cloud.h"

#include "aws/api/sts.h"
#include "lab/lab_fixture.h"

namespace godwit::lab {
namespace {

class LabCloudTest : public LabTest {
 protected:
  Result<aws::Response> send(std::string_view service, std::string_view operation,
                             const std::string& region, const aws::Value& input = {}) {
    const aws::Service& model = aws::service(service);
    return cloud.send(aws::serialize_request(model, *model.find(operation), region, input).value());
  }
};

TEST_F(LabCloudTest, AnswersAndTakesTime) {
  const auto response = send("s3", "ListBuckets", west);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_GT(response->elapsed, Duration());
  EXPECT_EQ(response->headers.get("x-amz-request-id").size(), 16U);
}

TEST_F(LabCloudTest, LatencyIsLogNormal) {
  std::vector<Duration> elapsed;
  for (int i = 0; i < 1000; ++i) elapsed.push_back(send("sts", "GetCallerIdentity", west)->elapsed);
  std::ranges::sort(elapsed);
  EXPECT_NEAR(static_cast<double>(elapsed[500].count()), 30'000, 3'000);
  EXPECT_NEAR(static_cast<double>(elapsed[990].count()), 200'000, 60'000);
}

TEST_F(LabCloudTest, RequestIdsFollowFromSeedAndCounter) {
  LabTest::account.buckets.clear();
  SimulatedEnv again{account.starts, 7};
  Lab other{World{again.clock, again.scheduler, again.random}, account};
  aws::SigningCloud other_cloud{
      other.cloud(),
      {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
      again.clock};
  const aws::Service& s3 = aws::service("s3");
  const auto request = aws::serialize_request(s3, *s3.find("ListBuckets"), west, {}).value();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(cloud.send(request)->headers.get("x-amz-request-id"),
              other_cloud.send(request)->headers.get("x-amz-request-id"));
  }
  EXPECT_NE(cloud.send(request)->headers.get("x-amz-request-id"),
            cloud.send(request)->headers.get("x-amz-request-id"));
}

TEST_F(LabCloudTest, NoSuchHost) {
  aws::Request request;
  request.http.host = "example.com";
  for (const std::string host :
       {"example.com", "nothing.eu-west-1.amazonaws.com", "s3.eu-mars-1.amazonaws.com",
        "comprehendmedical.eu-central-1.amazonaws.com"}) {
    request.http.host = host;
    const auto response = cloud.send(request);
    ASSERT_FALSE(response) << host;
    EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
    EXPECT_EQ(response.error().cause, "could not resolve host");
  }
}

// Reads and writes alike; nothing has happened.
TEST_F(LabCloudTest, RegionDown) {
  lab.set_region_down(west, true);
  const auto read = send("s3", "ListBuckets", west);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(read.error().cause, "connection refused");
  const auto write = aws::s3::put_object(cloud, source, {.key = "a", .body = "a"});
  ASSERT_FALSE(write);
  EXPECT_EQ(write.error().kind, ErrorKind::unreachable);
  EXPECT_TRUE(send("s3", "ListBuckets", central));
  lab.set_region_down(west, false);
  EXPECT_TRUE(lab.s3().find("source")->objects.empty());
  EXPECT_TRUE(send("s3", "ListBuckets", west));
}

// Fact C11: Route 53's control plane lives in us-east-1, whatever regions the account uses.
TEST_F(LabCloudTest, GlobalServicesLiveInOneRegion) {
  EXPECT_EQ(send("route53", "ListHostedZones", "")->status, 200);
  lab.set_region_down("us-east-1", true);
  const auto response = send("route53", "ListHostedZones", "");
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
}

// Fact A10: a region that is not opted into knows nobody.
TEST_F(LabCloudTest, RegionNotOptedInto) {
  EXPECT_EQ(refused("s3", "ListBuckets", "af-south-1", {}), "InvalidAccessKeyId");
  EXPECT_EQ(refused("kms", "ListKeys", "af-south-1", {}), "UnrecognizedClientException");
  EXPECT_EQ(refused("sts", "GetCallerIdentity", "af-south-1", {}), "InvalidClientTokenId");
}

TEST_F(LabCloudTest, Signatures) {
  aws::SigningCloud wrong_secret{
      lab.cloud(), {account.credentials.access_key_id, "wrong", {}}, env.clock};
  EXPECT_EQ(aws::sts::get_caller_identity(wrong_secret, west).error().code,
            "SignatureDoesNotMatch");
  aws::SigningCloud wrong_key{lab.cloud(), {"AKIAWRONG", "wrong", {}}, env.clock};
  EXPECT_EQ(aws::s3::head_bucket(wrong_key, source).error().kind, ErrorKind::refused);
  EXPECT_FALSE(aws::s3::head_bucket(lab.cloud(), source));
  SimulatedClock late{env.clock.now() + minutes(20)};
  aws::SigningCloud skewed{
      lab.cloud(),
      {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
      late};
  EXPECT_EQ(aws::call(skewed, "s3", "ListBuckets", west, {}, {}).error().code,
            "RequestTimeTooSkewed");
}

TEST_F(LabCloudTest, WhatTheLabHasNot) {
  const auto response = raw("s3", "GetObjectTorrent", west, at("source", "key"));
  EXPECT_EQ(response.status, 501);
  EXPECT_THAT(std::string(response.body.bytes()),
              testing::HasSubstr("<Code>NotImplemented</Code>"));
  EXPECT_EQ(refused("kms", "GetPublicKey", west, aws::Value().set("KeyId", west_key)),
            "UnsupportedOperationException");
}

TEST_F(LabCloudTest, WhoAmI) {
  const auto me = aws::sts::get_caller_identity(cloud, west);
  ASSERT_TRUE(me);
  EXPECT_EQ(me->account, account.id);
  EXPECT_EQ(me->arn, "arn:aws:iam::558069890522:user/godwit");
  EXPECT_EQ(me->user_id.size(), 21U);
}

}  // namespace
}  // namespace godwit::lab
