#include "aws/api/s3control.h"

#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3ControlTest : public LabTest {
 protected:
  void replicate(aws::s3::ReplicationRule rule = {}) {
    rule.id = "all";
    rule.priority = 1;
    rule.destination_bucket_arn = "arn:aws:s3:::target";
    ASSERT_TRUE(aws::s3::put_bucket_replication(
        cloud, source, {"arn:aws:iam::558069890522:role/r", {std::move(rule)}}));
  }
  aws::s3control::ReplicationJob job(const std::string& token = "token") {
    return {.source_bucket_arn = "arn:aws:s3:::source",
            .role_arn = "arn:aws:iam::558069890522:role/batch",
            .client_request_token = token,
            .description = "backfill",
            .priority = 10};
  }
  std::string start(const std::string& token = "token") {
    const auto id = aws::s3control::create_replication_job(cloud, west, account.id, job(token));
    EXPECT_TRUE(id) << (id ? "" : to_string(id.error()));
    return id.value_or("");
  }
  aws::s3control::JobStatus look(const std::string& id) {
    const auto status = aws::s3control::describe_job(cloud, west, account.id, id);
    EXPECT_TRUE(status) << (status ? "" : to_string(status.error()));
    return status.value_or(aws::s3control::JobStatus{});
  }
  // What a client may send.
  Value request() {
    Value filter;
    filter.set("EligibleForReplication", true)
        .set("ObjectReplicationStatuses", aws::List{"NONE", "FAILED"});
    Value generator;
    generator.set("SourceBucket", "arn:aws:s3:::source")
        .set("EnableManifestOutput", false)
        .set("Filter", std::move(filter));
    return Value()
        .set("AccountId", account.id)
        .set("ConfirmationRequired", false)
        .set("Operation", Value().set("S3ReplicateObject", Value::structure()))
        .set("Report", Value().set("Enabled", false))
        .set("ClientRequestToken", "token")
        .set("Priority", 1)
        .set("RoleArn", "arn:aws:iam::558069890522:role/batch")
        .set("ManifestGenerator", Value().set("S3JobManifestGenerator", std::move(generator)));
  }
  std::string create(const Value& input) { return refused("s3control", "CreateJob", west, input); }
};

// Fact D1: the way to replicate what was there before, with ids, metadata and tags.
TEST_F(S3ControlTest, ReplicatesWhatWasThereBefore) {
  const std::string first = put(source, "a", "1", {{"t", "u"}});
  const std::string second = put(source, "a", "2");
  put(source, "b", "3");
  replicate();
  const std::string id = start();
  EXPECT_EQ(look(id).status, "New");
  pass(seconds(1));
  EXPECT_EQ(look(id).status, "Preparing");
  pass(minutes(1));
  pass(seconds(2));
  const auto done = look(id);
  EXPECT_EQ(done.status, "Complete");
  EXPECT_EQ(done.total, 3);
  EXPECT_EQ(done.succeeded, 3);
  EXPECT_EQ(done.failed, 0);
  EXPECT_EQ(text_of(target, "a", first), "1");
  EXPECT_EQ(text_of(target, "a"), "2");
  EXPECT_EQ(aws::s3::head_object(cloud, target, "a")->version_id, second);
  EXPECT_EQ(aws::s3::get_object_tagging(cloud, target, "a", first).value(),
            (aws::s3::Tags{{"t", "u"}}));
  EXPECT_EQ(status_of(source, "a", first), "COMPLETED");
  EXPECT_EQ(status_of(target, "a", first), "REPLICA");
}

TEST_F(S3ControlTest, TakesItsTime) {
  for (int i = 0; i < 600; ++i) put(source, std::to_string(i), "1");
  replicate();
  const std::string id = start();
  pass(minutes(1) + milliseconds(1500));
  const auto half = look(id);
  EXPECT_EQ(half.status, "Active");
  EXPECT_EQ(half.total, 600);
  EXPECT_EQ(half.succeeded, 250);
  pass(seconds(2));
  EXPECT_EQ(look(id).status, "Complete");
  EXPECT_EQ(look(id).succeeded, 600);
}

TEST_F(S3ControlTest, OnlyWhatHasNotBeenReplicated) {
  replicate();
  put(source, "live", "1");
  pass(hours(1));
  ASSERT_EQ(status_of(source, "live"), "COMPLETED");
  put(target, "there", "1");
  ASSERT_TRUE(aws::s3::delete_bucket_replication(cloud, source));
  put(source, "old", "2");
  replicate();
  put(source, "pending", "3");
  const std::string id = start();
  pass(minutes(2));
  EXPECT_EQ(look(id).status, "Complete");
  EXPECT_EQ(look(id).total, 1);
  EXPECT_EQ(text_of(target, "old"), "2");
}

TEST_F(S3ControlTest, AfterAFailureAgain) {
  replicate();
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, target, aws::s3::Versioning::suspended));
  put(source, "a", "1");
  pass(hours(1));
  ASSERT_EQ(status_of(source, "a"), "FAILED");
  const std::string in_vain = start("first");
  pass(minutes(2));
  EXPECT_EQ(look(in_vain).failed, 1);
  EXPECT_EQ(status_of(source, "a"), "FAILED");
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, target, aws::s3::Versioning::enabled));
  const std::string id = start("second");
  pass(minutes(2));
  EXPECT_EQ(look(id).succeeded, 1);
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
  EXPECT_EQ(text_of(target, "a"), "1");
}

// Facts D3 and D5: what the rules do not take is counted as failed, with a reason.
TEST_F(S3ControlTest, WhatCannotBeReplicatedIsCounted) {
  must("s3", "PutObject", west,
       at("source", "ice").set("Body", "1").set("StorageClass", "GLACIER"));
  must("s3", "PutObject", west,
       at("source", "kms").set("Body", "1").set("ServerSideEncryption", "aws:kms"));
  put(source, "plain", "1");
  replicate();
  const std::string id = start();
  pass(minutes(2));
  const auto done = look(id);
  EXPECT_EQ(done.status, "Complete");
  EXPECT_EQ(done.succeeded, 1);
  EXPECT_EQ(done.failed, 2);
  EXPECT_THAT(done.failure, testing::HasSubstr("SrcObjectNotEligible"));
  EXPECT_EQ(status_of(source, "ice"), "FAILED");
  // Restored, it goes.
  ASSERT_TRUE(aws::s3::restore_object(cloud, source, "ice",
                                      aws::s3::head_object(cloud, source, "ice")->version_id, 3));
  pass(hours(5));
  const std::string again = start("again");
  pass(minutes(2));
  EXPECT_EQ(look(again).succeeded, 1);
  // As at the source: in the same class, without the readable copy.
  EXPECT_EQ(aws::s3::head_object(cloud, target, "ice")->storage_class, "GLACIER");
  EXPECT_EQ(text_of(target, "ice"), "InvalidObjectState");
}

// Fact D8.
TEST_F(S3ControlTest, DeleteMarkersAsTheRuleSays) {
  put(source, "a", "1");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a"));
  replicate();
  const std::string without = start("without");
  pass(minutes(2));
  EXPECT_EQ(look(without).total, 1);
  EXPECT_EQ(text_of(target, "a"), "1");
  replicate({.delete_markers = true});
  const std::string with = start("with");
  pass(minutes(2));
  EXPECT_EQ(look(with).total, 1);
  EXPECT_EQ(text_of(target, "a"), "NoSuchKey");
}

// A job without anything to do fails.
TEST_F(S3ControlTest, NothingToDo) {
  replicate();
  const std::string id = start();
  pass(minutes(2));
  const auto done = look(id);
  EXPECT_EQ(done.status, "Failed");
  EXPECT_THAT(done.failure, testing::HasSubstr("no keys"));
}

TEST_F(S3ControlTest, GivesUpWhenMostOfItFails) {
  for (int i = 0; i < 1500; ++i) {
    must("s3", "PutObject", west,
         at("source", std::to_string(i)).set("Body", "1").set("StorageClass", "GLACIER"));
  }
  replicate();
  const std::string id = start();
  pass(minutes(2));
  EXPECT_EQ(look(id).status, "Failed");
  EXPECT_EQ(look(id).failed, 1000);
}

TEST_F(S3ControlTest, IdempotentByToken) {
  put(source, "a", "1");
  replicate();
  const std::string id = start();
  EXPECT_EQ(start(), id);
  pass(minutes(2));
  EXPECT_EQ(start(), id);
  EXPECT_NE(start("other"), id);
  auto changed = job();
  changed.description = "something else";
  EXPECT_EQ(aws::s3control::create_replication_job(cloud, west, account.id, changed).error().code,
            "IdempotencyException");
  EXPECT_EQ(aws::s3control::list_jobs(cloud, west, account.id)->size(), 2U);
  EXPECT_EQ(aws::s3control::list_jobs(cloud, central, account.id)->size(), 0U);
}

TEST_F(S3ControlTest, Refusals) {
  EXPECT_EQ(create(request()), "(success)");
  EXPECT_EQ(
      create(request().set("Operation", Value().set("S3DeleteObjectTagging", Value::structure()))),
      "InvalidRequest");
  EXPECT_EQ(create(request().set("RoleArn", "nobody")), "InvalidRequest");
  EXPECT_EQ(create(request().set("AccountId", "111111111111")), "AccessDenied");
  const auto from = [&](std::string_view arn) {
    Value generator = request()["ManifestGenerator"]["S3JobManifestGenerator"];
    generator.set("SourceBucket", arn);
    return request()
        .set("ClientRequestToken", arn)
        .set("ManifestGenerator", Value().set("S3JobManifestGenerator", std::move(generator)));
  };
  EXPECT_EQ(create(from("arn:aws:s3:::missing")), "InvalidRequest");
  EXPECT_EQ(create(from("arn:aws:s3:::target")), "InvalidRequest");  // in another region
  EXPECT_EQ(aws::s3control::describe_job(cloud, west, account.id, "no-such-job").error().kind,
            ErrorKind::not_found);
}

TEST_F(S3ControlTest, Cancelled) {
  for (int i = 0; i < 600; ++i) put(source, std::to_string(i), "1");
  replicate();
  const std::string id = start();
  pass(minutes(1) + milliseconds(1500));
  const auto update = [&](std::string_view status) {
    return refused(
        "s3control", "UpdateJobStatus", west,
        Value().set("AccountId", account.id).set("JobId", id).set("RequestedJobStatus", status));
  };
  EXPECT_EQ(update("Ready"), "JobStatusException");
  EXPECT_EQ(update("Cancelled"), "(success)");
  pass(minutes(2));
  EXPECT_EQ(look(id).status, "Cancelled");
  EXPECT_EQ(look(id).succeeded, 250);
  EXPECT_EQ(update("Cancelled"), "JobStatusException");
}

TEST_F(S3ControlTest, MayWantConfirmation) {
  put(source, "a", "1");
  replicate();
  const std::string id =
      must("s3control", "CreateJob", west, request().set("ConfirmationRequired", true))["JobId"]
          .text();
  pass(minutes(2));
  EXPECT_EQ(look(id).status, "Suspended");
  must("s3control", "UpdateJobStatus", west,
       Value().set("AccountId", account.id).set("JobId", id).set("RequestedJobStatus", "Ready"));
  pass(seconds(5));
  EXPECT_EQ(look(id).status, "Complete");
}

TEST_F(S3ControlTest, WaitsForARegionThatIsDown) {
  put(source, "a", "1");
  replicate();
  const std::string id = start();
  lab.set_region_down(central, true);
  pass(minutes(10));
  EXPECT_EQ(look(id).status, "Active");
  lab.set_region_down(central, false);
  pass(minutes(1));
  EXPECT_EQ(look(id).status, "Complete");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
TEST_F(S3ControlTest, Report) {
  put(source, "a", "1");
  put(source, "b c", "2");
  replicate();
  ASSERT_TRUE(aws::s3::create_bucket(cloud, {west, "reports"}));
  Value report;
  report.set("Enabled", true)
      .set("Bucket", "arn:aws:s3:::reports")
      .set("Format", "Report_CSV_20180820")
      .set("Prefix", "batch")
      .set("ReportScope", "AllTasks");
  const std::string id =
      must("s3control", "CreateJob", west, request().set("Report", report))["JobId"].text();
  pass(minutes(5));
  EXPECT_EQ(look(id).status, "Complete");
  const aws::s3::BucketName reports{west, "reports"};
  const auto manifest =
      boost::json::parse(text_of(reports, fmt::format("batch/job-{}/manifest.json", id)));
  ASSERT_EQ(manifest.at("Results").as_array().size(), 1U);
  const auto& result = manifest.at("Results").at(0);
  EXPECT_EQ(result.at("TaskExecutionStatus"), "succeeded");
  const std::string csv = text_of(reports, std::string(result.at("Key").as_string()));
  EXPECT_THAT(csv, testing::HasSubstr("source,a,"));
  EXPECT_THAT(csv, testing::HasSubstr("source,b%20c,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 2);
}

TEST_F(S3ControlTest, TagsOfJobs) {
  put(source, "a", "1");
  replicate();
  const Value tag = Value().set("Key", "run").set("Value", "7");
  const std::string id =
      must("s3control", "CreateJob", west, request().set("Tags", aws::List{tag}))["JobId"].text();
  const Value input = Value().set("AccountId", account.id).set("JobId", id);
  EXPECT_EQ(must("s3control", "GetJobTagging", west, input)["Tags"].list().at(0), tag);
  must("s3control", "DeleteJobTagging", west, input);
  EXPECT_TRUE(must("s3control", "GetJobTagging", west, input)["Tags"].list().empty());
}

TEST_F(S3ControlTest, PublicAccessOfTheAccount) {
  const Value input = Value().set("AccountId", account.id);
  EXPECT_EQ(refused("s3control", "GetPublicAccessBlock", west, input),
            "NoSuchPublicAccessBlockConfiguration");
  must("s3control", "PutPublicAccessBlock", west,
       Value(input).set("PublicAccessBlockConfiguration", Value().set("BlockPublicPolicy", true)));
  EXPECT_TRUE(must("s3control", "GetPublicAccessBlock", west,
                   input)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"]
                  .flag());
  // It holds for a bucket that blocks nothing itself.
  must("s3", "DeletePublicAccessBlock", west, in("source"));
  const std::string policy =
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",)"
      R"("Resource":"arn:aws:s3:::source/*"}})";
  EXPECT_EQ(refused("s3", "PutBucketPolicy", west, in("source").set("Policy", policy)),
            "AccessDenied");
  must("s3control", "DeletePublicAccessBlock", west, input);
  EXPECT_EQ(refused("s3", "PutBucketPolicy", west, in("source").set("Policy", policy)),
            "(success)");
}

}  // namespace
}  // namespace godwit::lab::services
