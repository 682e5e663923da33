#include "aws/model.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace godwit::aws {
namespace {

TEST(Models, AreSortedAndComplete) {
  ASSERT_EQ(services().size(), 19U);
  EXPECT_TRUE(
      std::ranges::is_sorted(services(), {}, [](const Service* each) { return each->name; }));
  for (const Service* each : services()) {
    EXPECT_TRUE(std::ranges::is_sorted(each->operations, {}, &Operation::name));
    for (const Operation& operation : each->operations) {
      EXPECT_EQ(each->find(operation.name), &operation);
      EXPECT_TRUE(operation.uri.starts_with('/'));
    }
    EXPECT_EQ(each->find("NoSuchOperation"), nullptr);
    EXPECT_EQ(each->find(""), nullptr);
  }
}

TEST(Models, SayWhatAServiceIs) {
  const Service& s3control = service("s3control");
  EXPECT_EQ(s3control.id, "S3 Control");
  EXPECT_EQ(s3control.endpoint_prefix, "s3-control");
  EXPECT_EQ(s3control.signing_name, "s3");
  EXPECT_EQ(s3control.protocol, Protocol::rest_xml);
  const Service& kms = service("kms");
  EXPECT_EQ(kms.target_prefix, "TrentService");
  EXPECT_EQ(kms.json_version, "1.1");
  EXPECT_EQ(service("s3").signing_name, "s3");
  EXPECT_EQ(service("route53").global_endpoint, "route53.amazonaws.com");
  EXPECT_EQ(service("sts").global_endpoint, "");
}

TEST(Models, KeepTheTraitsOfMembers) {
  const Service& s3 = service("s3");
  const Shape& put = *s3.find("PutObject")->input;
  EXPECT_EQ(put.payload, "Body");
  EXPECT_TRUE(find_member(put, "Body")->streaming);
  EXPECT_TRUE(find_member(put, "Bucket")->required);
  EXPECT_EQ(find_member(put, "Metadata")->location, MemberLocation::headers);
  EXPECT_EQ(find_member(put, "Metadata")->wire_name, "x-amz-meta-");
  EXPECT_TRUE(find_member(put, "SSECustomerKey")->shape->sensitive);
  EXPECT_EQ(find_member(put, "Unknown"), nullptr);
  EXPECT_EQ(find_member(put, "ObjectLockRetainUntilDate")->timestamp_format,
            TimestampFormat::iso8601);

  const Shape& grants = *find_member(*s3.find("GetBucketAcl")->output, "Grants")->shape;
  const Shape& grantee = *find_member(*grants.element, "Grantee")->shape;
  EXPECT_EQ(grantee.xml_namespace_prefix, "xsi");
  EXPECT_TRUE(find_member(grantee, "Type")->xml_attribute);

  const Service& s3control = service("s3control");
  const Operation& create = *s3control.find("CreateJob");
  EXPECT_EQ(create.host_prefix, "{AccountId}.");
  EXPECT_EQ(create.input_element, "CreateJobRequest");
  EXPECT_TRUE(find_member(*create.input, "ClientRequestToken")->idempotency_token);
  EXPECT_TRUE(find_member(*create.input, "AccountId")->host_label);

  const Operation& assume = *service("sts").find("AssumeRole");
  EXPECT_EQ(assume.result_wrapper, "AssumeRoleResult");
  EXPECT_EQ(assume.errors.front()->error_code, "MalformedPolicyDocument");
  EXPECT_EQ(assume.errors.front()->error_status, 400);
  EXPECT_TRUE(s3.find("PutBucketVersioning")->checksum_required);
  EXPECT_FALSE(s3.find("PutObject")->checksum_required);
}

TEST(Models, LeaveOutWhatHasASuccessor) {
  EXPECT_EQ(service("s3").find("GetBucketLifecycle"), nullptr);
  EXPECT_NE(service("s3").find("GetBucketLifecycleConfiguration"), nullptr);
}

TEST(ReadsOnly, GoesByTheName) {
  for (const char* name : {"GetObject", "ListKeys", "DescribeJob", "HeadBucket", "TestDNSAnswer"}) {
    EXPECT_TRUE(reads_only(name)) << name;
  }
  for (const char* name :
       {"PutObject", "CreateKey", "RestoreObject", "Encrypt", "AssumeRole", ""}) {
    EXPECT_FALSE(reads_only(name)) << name;
  }
}

}  // namespace
}  // namespace godwit::aws
