#include <gtest/gtest.h>

#include "aws/bucket_address.h"
#include "aws/codec.h"

namespace godwit::aws {
namespace {

TEST(EndpointHost, IsRegionalOrGlobal) {
  EXPECT_EQ(endpoint_host(service("s3"), "eu-central-1"), "s3.eu-central-1.amazonaws.com");
  EXPECT_EQ(endpoint_host(service("s3control"), "eu-west-1"), "s3-control.eu-west-1.amazonaws.com");
  EXPECT_EQ(endpoint_host(service("kms"), "eu-west-1"), "kms.eu-west-1.amazonaws.com");
  EXPECT_EQ(endpoint_host(service("sts"), "eu-west-1"), "sts.eu-west-1.amazonaws.com");
  EXPECT_EQ(endpoint_host(service("route53"), "eu-west-1"), "route53.amazonaws.com");
  EXPECT_EQ(signing_region(service("route53"), "eu-west-1"), "us-east-1");
  EXPECT_EQ(signing_region(service("s3"), "eu-west-1"), "eu-west-1");
}

TEST(EndpointOfHost, KnowsAwssOwnNames) {
  struct Case {
    std::string host;
    std::string service;
    std::string region;
  };
  for (const Case& each : std::vector<Case>{
           {"s3.eu-central-1.amazonaws.com", "s3", "eu-central-1"},
           {"photos.s3.eu-central-1.amazonaws.com", "s3", "eu-central-1"},
           {"photos.with.dots.s3.eu-central-1.amazonaws.com", "s3", "eu-central-1"},
           {"kms.s3.eu-central-1.amazonaws.com", "s3", "eu-central-1"},
           {"photos.s3.eu-central-1.amazonaws.com:443", "s3", "eu-central-1"},
           {"Photos.S3.EU-Central-1.AmazonAWS.com", "s3", "eu-central-1"},
           {"photos.s3.amazonaws.com", "s3", "us-east-1"},
           {"s3.us-gov-west-1.amazonaws.com", "s3", "us-gov-west-1"},
           {"123456789012.s3-control.eu-west-1.amazonaws.com", "s3control", "eu-west-1"},
           {"s3-control.eu-west-1.amazonaws.com", "s3control", "eu-west-1"},
           {"kms.af-south-1.amazonaws.com", "kms", "af-south-1"},
           {"sts.eu-west-1.amazonaws.com", "sts", "eu-west-1"},
           {"sts.amazonaws.com", "sts", "us-east-1"},
           {"iam.amazonaws.com", "iam", ""},
           {"bedrock.eu-central-1.amazonaws.com", "bedrock", "eu-central-1"},
           {"bedrock-runtime.eu-central-1.amazonaws.com", "bedrock-runtime", "eu-central-1"},
           {"meetings-chime.us-east-1.amazonaws.com", "chime-sdk-meetings", "us-east-1"},
           {"monitoring.eu-west-1.amazonaws.com", "cloudwatch", "eu-west-1"},
           {"comprehendmedical.eu-west-2.amazonaws.com", "comprehendmedical", "eu-west-2"},
           {"ec2.eu-west-1.amazonaws.com", "ec2", "eu-west-1"},
           {"secretsmanager.eu-west-1.amazonaws.com", "secretsmanager", "eu-west-1"},
           {"servicequotas.eu-west-1.amazonaws.com", "service-quotas", "eu-west-1"},
           {"sns.eu-west-1.amazonaws.com", "sns", "eu-west-1"},
           {"ssm.eu-west-1.amazonaws.com", "ssm", "eu-west-1"},
           {"transcribe.eu-west-1.amazonaws.com", "transcribe", "eu-west-1"},
           {"translate.eu-west-1.amazonaws.com", "translate", "eu-west-1"},
           {"route53.amazonaws.com", "route53", ""}}) {
    const auto endpoint = endpoint_of_host(each.host);
    ASSERT_TRUE(endpoint) << each.host;
    EXPECT_EQ(endpoint->service->name, each.service) << each.host;
    EXPECT_EQ(endpoint->region, each.region) << each.host;
  }
}

// What one says, the other understands: for every service there is.
TEST(EndpointOfHost, KnowsEveryServicesOwnHost) {
  for (const Service* each : services()) {
    const auto endpoint = endpoint_of_host(endpoint_host(*each, "eu-west-1"));
    ASSERT_TRUE(endpoint) << each->name;
    EXPECT_EQ(endpoint->service, each);
    EXPECT_EQ(endpoint->region, each->global_endpoint.empty() ? "eu-west-1" : "") << each->name;
    EXPECT_EQ(signing_region(*each, "eu-west-1"),
              each->global_endpoint.empty() ? "eu-west-1" : "us-east-1");
  }
}

TEST(EndpointOfHost, KnowsWhoseItIsNot) {
  for (const std::string host :
       {"", ":", ".", "localhost:4566", "amazonaws.com", ".amazonaws.com", "example.com",
        "kms.amazonaws.com", "a.kms.eu-west-1.amazonaws.com",
        "a.b.s3-control.eu-west-1.amazonaws.com", "eu-west-1.amazonaws.com",
        "notes3.eu-west-1.amazonaws.com", ".s3.eu-west-1.amazonaws.com",
        "runtime.eu-west-1.amazonaws.com", "a.bedrock.eu-west-1.amazonaws.com",
        "iam.eu-west-1.amazonaws.com", "route53.eu-west-1.amazonaws.com",
        "s3.eu-west-1.amazonaws.com.example.com"}) {
    EXPECT_FALSE(endpoint_of_host(host)) << host;
  }
}

TEST(BucketAddress, TellsWhichNamesFitAHost) {
  EXPECT_TRUE(fits_host("medzen-recordings-123456789012"));
  for (const std::string name :
       {"ab", "With-Capitals", "with.dots", "under_score", "-dash", "dash-"}) {
    EXPECT_FALSE(fits_host(name)) << name;
    EXPECT_TRUE(is_bucket_name(name)) << name;
  }
  EXPECT_FALSE(fits_host(std::string(64, 'a')));
  for (const std::string& name : {std::string(), std::string("a/b"), std::string("a b"),
                                  std::string("é"), std::string(256, 'a')}) {
    EXPECT_FALSE(is_bucket_name(name)) << name;
  }
}

TEST(BucketAddress, ReadsTheBucketFromTheHost) {
  EXPECT_EQ(bucket_in_host("photos.s3.eu-west-1.amazonaws.com"), "photos");
  EXPECT_EQ(bucket_in_host("a.s3.b.s3.eu-west-1.amazonaws.com"), "a.s3.b");
  EXPECT_EQ(bucket_in_host("photos.s3.localhost:4566"), "photos");
  EXPECT_EQ(bucket_in_host("s3.eu-west-1.amazonaws.com"), "");
  EXPECT_EQ(bucket_in_host("localhost:4566"), "");
}

}  // namespace
}  // namespace godwit::aws
