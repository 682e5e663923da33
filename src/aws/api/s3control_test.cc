#include "aws/api/s3control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/api/sts.h"
#include "aws/testing/scripted_cloud.h"

namespace godwit::aws::s3control {
namespace {

using aws::testing::ScriptedCloud;
using ::testing::HasSubstr;

const std::string region = "eu-west-1";
const std::string account = "123456789012";

TEST(CreateReplicationJob, ReplicatesWhatWasThereBefore) {
  ScriptedCloud cloud = ScriptedCloud::answering(Value(Members{{"JobId", "j1"}}));
  const auto id = create_replication_job(cloud, region, account,
                                         {.source_bucket_arn = "arn:aws:s3:::photos",
                                          .role_arn = "arn:aws:iam::1:role/batch",
                                          .client_request_token = "run-1-step",
                                          .description = "backfill",
                                          .priority = 10});
  ASSERT_TRUE(id) << to_string(id.error());
  EXPECT_EQ(*id, "j1");
  EXPECT_EQ(cloud.last.http.body.bytes(),
            "<CreateJobRequest xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\">"
            "<ConfirmationRequired>false</ConfirmationRequired>"
            "<Operation><S3ReplicateObject></S3ReplicateObject></Operation>"
            "<Report><Enabled>false</Enabled></Report>"
            "<ClientRequestToken>run-1-step</ClientRequestToken>"
            "<Description>backfill</Description><Priority>10</Priority>"
            "<RoleArn>arn:aws:iam::1:role/batch</RoleArn>"
            "<ManifestGenerator><S3JobManifestGenerator>"
            "<ExpectedBucketOwner>123456789012</ExpectedBucketOwner>"
            "<SourceBucket>arn:aws:s3:::photos</SourceBucket>"
            "<Filter><EligibleForReplication>true</EligibleForReplication>"
            "<ObjectReplicationStatuses><member>NONE</member><member>FAILED</member>"
            "</ObjectReplicationStatuses></Filter>"
            "<EnableManifestOutput>false</EnableManifestOutput>"
            "</S3JobManifestGenerator></ManifestGenerator></CreateJobRequest>");
  EXPECT_TRUE(cloud.inputs.at(0)["Operation"].has("S3ReplicateObject"));
  EXPECT_EQ(cloud.inputs.at(0)["AccountId"].text(), account);
}

TEST(DescribeJob, SaysHowFarItIs) {
  Value progress;
  progress.set("TotalNumberOfTasks", 100).set("NumberOfTasksSucceeded", 97);
  progress.set("NumberOfTasksFailed", 3);
  Value job;
  job.set("JobId", "j1").set("Status", "Failed").set("Description", "backfill");
  job.set("ProgressSummary", progress);
  job.set("FailureReasons", List{Value(Members{{"FailureCode", "AccessDenied"},
                                               {"FailureReason", "The role may not replicate"}})});
  Value output;
  output.set("Job", job);
  ScriptedCloud cloud = ScriptedCloud::answering(output);
  const auto status = describe_job(cloud, region, account, "j1");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->id, "j1");
  EXPECT_EQ(status->status, "Failed");
  EXPECT_EQ(status->total, 100);
  EXPECT_EQ(status->succeeded, 97);
  EXPECT_EQ(status->failed, 3);
  EXPECT_EQ(status->failure, "The role may not replicate");
  EXPECT_EQ(status->description, "backfill");
}

TEST(ListJobs, TakesEveryPage) {
  ScriptedCloud cloud([](const std::string&, const Value& input) {
    Value output;
    const bool first = !input.has("NextToken");
    output.set("Jobs", List{Value(Members{{"JobId", first ? "j1" : "j2"}, {"Status", "Active"}})});
    if (first) output.set("NextToken", "t");
    return output;
  });
  const auto jobs = list_jobs(cloud, region, account);
  ASSERT_TRUE(jobs) << to_string(jobs.error());
  ASSERT_EQ(jobs->size(), 2U);
  EXPECT_EQ(jobs->at(1).id, "j2");
}

TEST(GetCallerIdentity, SaysWhoAsks) {
  ScriptedCloud cloud = ScriptedCloud::answering(
      Value(Members{{"UserId", "AIDA"}, {"Account", account}, {"Arn", "arn:aws:iam::1:user/u"}}));
  const auto identity = sts::get_caller_identity(cloud, region);
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->account, account);
  EXPECT_EQ(identity->arn, "arn:aws:iam::1:user/u");
  EXPECT_EQ(identity->user_id, "AIDA");
  EXPECT_EQ(cloud.last.http.host, "sts.eu-west-1.amazonaws.com");
}

}  // namespace
}  // namespace godwit::aws::s3control
