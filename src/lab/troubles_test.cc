// Planes that fail apart, replication that stands still, batch jobs that are late or fail in part.
#include "lab/troubles.h"

#include "aws/api/s3control.h"
#include "lab/lab_fixture.h"
#include "lab/planes.h"

namespace godwit::lab {
namespace {

class TroublesTest : public LabTest {
 protected:
  void replicate() {
    aws::s3::ReplicationRule rule;
    rule.id = "all";
    rule.priority = 1;
    rule.destination_bucket_arn = "arn:aws:s3:::target";
    ASSERT_TRUE(aws::s3::put_bucket_replication(
        cloud, source, {"arn:aws:iam::558069890522:role/r", {std::move(rule)}}));
  }
  std::string start(const std::string& token) {
    const auto id =
        aws::s3control::create_replication_job(cloud, west, account.id,
                                               {.source_bucket_arn = "arn:aws:s3:::source",
                                                .role_arn = "arn:aws:iam::558069890522:role/batch",
                                                .client_request_token = token,
                                                .description = "backfill",
                                                .priority = 10});
    EXPECT_TRUE(id) << (id ? "" : to_string(id.error()));
    return id.value_or("");
  }
  aws::s3control::JobStatus look(const std::string& id) {
    return aws::s3control::describe_job(cloud, west, account.id, id).value();
  }
  std::string versioning_of(const aws::s3::BucketName& bucket) {
    const auto answer = ask("s3", "GetBucketVersioning", bucket.region, in(bucket.name));
    return answer ? (*answer)["Status"].text() : answer.error().code;
  }
};

TEST_F(TroublesTest, AControlPlaneIsAwayAndItsDataIsNot) {
  put(source, "a", "1");
  lab.troubles().control_planes.insert(west);
  EXPECT_EQ(versioning_of(source), "ServiceUnavailable");
  EXPECT_EQ(refused("kms", "CreateKey", west, aws::Value()), "ServiceUnavailable");
  EXPECT_EQ(text_of(source, "a"), "1");
  put(source, "b", "2");
  EXPECT_EQ(versioning_of(target), "Enabled") << "the other region is well";
  EXPECT_TRUE(ask("route53", "ListHostedZones", {}, aws::Value())) << "it lives elsewhere";
  lab.troubles().control_planes.clear();
  EXPECT_EQ(versioning_of(source), "Enabled");
}

// Fact C11.
TEST_F(TroublesTest, TheControlPlanesOfGlobalServicesAreInUsEast1) {
  lab.troubles().control_planes.insert("us-east-1");
  EXPECT_EQ(refused("route53", "ListHostedZones", {}, aws::Value()), "ServiceUnavailable");
  EXPECT_EQ(refused("iam", "ListRoles", {}, aws::Value()), "ServiceUnavailable");
  EXPECT_EQ(versioning_of(source), "Enabled");
}

TEST_F(TroublesTest, ADataPlaneIsAwayAndItsSettingsAreNot) {
  put(source, "a", "1");
  lab.set_data_plane_down(west, true);
  EXPECT_EQ(text_of(source, "a"), "ServiceUnavailable");
  EXPECT_EQ(versioning_of(source), "Enabled");
  lab.set_data_plane_down(west, false);
  EXPECT_EQ(text_of(source, "a"), "1");
}

TEST_F(TroublesTest, ReplicationStandsStillAndCatchesUp) {
  for (const std::string& where : {west, central, std::string("source"), std::string("target")}) {
    SCOPED_TRACE(where);
    replicate();
    const std::string key = "through " + where;
    lab.troubles().replication = {where};
    put(source, key, "1");
    pass(hours(2));
    EXPECT_EQ(status_of(source, key), "PENDING");
    lab.troubles().replication.clear();
    pass(minutes(2));
    EXPECT_EQ(status_of(source, key), "COMPLETED");
    EXPECT_EQ(text_of(target, key), "1");
  }
}

TEST_F(TroublesTest, ADataPlaneThatIsAwayReplicatesNothing) {
  replicate();
  put(source, "a", "1");
  lab.set_data_plane_down(central, true);
  pass(hours(2));
  EXPECT_EQ(status_of(source, "a"), "PENDING");
  lab.set_data_plane_down(central, false);
  pass(minutes(2));
  EXPECT_EQ(text_of(target, "a"), "1");
}

TEST_F(TroublesTest, BatchJobsBeginLater) {
  put(source, "a", "1");
  replicate();
  lab.troubles().job_delay = hours(2);
  const std::string id = start("token");
  pass(hours(2));
  EXPECT_EQ(look(id).status, "Preparing");
  pass(minutes(2));
  EXPECT_EQ(look(id).status, "Complete");
}

TEST_F(TroublesTest, WhatFailsInABatchJobFailsOnce) {
  for (int i = 0; i < 200; ++i) put(source, std::to_string(i), "1");
  replicate();
  lab.troubles().failing_objects = 0.3;
  const std::string first = start("first");
  pass(minutes(3));
  const auto part = look(first);
  EXPECT_EQ(part.status, "Complete");
  EXPECT_EQ(part.total, 200);
  EXPECT_GT(part.failed, 30);
  EXPECT_LT(part.failed, 90);
  EXPECT_EQ(lab.s3().find("target")->objects.size(), 200U - part.failed);
  const std::string second = start("second");
  pass(minutes(3));
  EXPECT_EQ(look(second).failed, 0);
  EXPECT_EQ(lab.s3().find("target")->objects.size(), 200U);
}

TEST(Planes, ObjectsAreDataAndBucketsAreNot) {
  const auto plane = [](std::string_view service, std::string_view operation) {
    const aws::Service& model = aws::service(service);
    return plane_of(model, *model.find(operation));
  };
  for (const char* data : {"GetObject", "PutObject", "ListObjectVersions", "DeleteObjects",
                           "CreateMultipartUpload", "PutObjectTagging", "HeadBucket"}) {
    EXPECT_EQ(plane("s3", data), Plane::data) << data;
  }
  for (const char* control : {"CreateBucket", "PutBucketReplication", "ListBuckets",
                              "GetObjectLockConfiguration", "GetBucketTagging"}) {
    EXPECT_EQ(plane("s3", control), Plane::control) << control;
  }
  EXPECT_EQ(plane("kms", "Decrypt"), Plane::data);
  EXPECT_EQ(plane("kms", "VerifyMac"), Plane::data);
  EXPECT_EQ(plane("kms", "CreateKey"), Plane::control);
  EXPECT_EQ(plane("cloudwatch", "PutMetricData"), Plane::data);
  EXPECT_EQ(plane("cloudwatch", "PutMetricAlarm"), Plane::control);
  EXPECT_EQ(plane("route53", "ChangeResourceRecordSets"), Plane::control);
  EXPECT_EQ(plane("s3control", "CreateJob"), Plane::control);
  EXPECT_EQ(plane("sts", "GetCallerIdentity"), Plane::data);
}

}  // namespace
}  // namespace godwit::lab
