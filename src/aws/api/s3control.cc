#include "aws/api/s3control.h"

#include "aws/api/pages.h"
#include "aws/call.h"

namespace godwit::aws::s3control {

namespace {

constexpr std::string_view service = "s3control";

// A description of one job, and an entry in a list of them, are of the same make.
JobStatus status_of(const Value& job) {
  const Value& progress = job["ProgressSummary"];
  const List& failures = job["FailureReasons"].list();
  JobStatus status{.id = job["JobId"].text(),
                   .status = job["Status"].text(),
                   .total = progress["TotalNumberOfTasks"].integer(),
                   .succeeded = progress["NumberOfTasksSucceeded"].integer(),
                   .failed = progress["NumberOfTasksFailed"].integer(),
                   .failure = {},
                   .description = job["Description"].text()};
  if (!failures.empty()) {
    const Value& first = failures.front();
    status.failure = first["FailureReason"].text();
    if (status.failure.empty()) status.failure = first["FailureCode"].text();
  }
  return status;
}

// Every version that has never been replicated, or could not be.
Value manifest_generator(const std::string& account, const ReplicationJob& job) {
  Value filter;
  filter.set("EligibleForReplication", true)
      .set("ObjectReplicationStatuses", List{Value("NONE"), Value("FAILED")});
  Value generator;
  generator.set("ExpectedBucketOwner", account)
      .set("SourceBucket", job.source_bucket_arn)
      .set("Filter", std::move(filter))
      .set("EnableManifestOutput", false);
  Value any_generator;
  any_generator.set("S3JobManifestGenerator", std::move(generator));
  return any_generator;
}

}  // namespace

Result<std::string> create_replication_job(Cloud& cloud, const std::string& region,
                                           const std::string& account, const ReplicationJob& job) {
  Value operation;
  operation.set("S3ReplicateObject", Value::structure());
  Value report;
  report.set("Enabled", false);
  Value input;
  input.set("AccountId", account)
      .set("ConfirmationRequired", false)
      .set("Operation", std::move(operation))
      .set("Report", std::move(report))
      .set("ClientRequestToken", job.client_request_token)
      .set("Priority", job.priority)
      .set("RoleArn", job.role_arn)
      .set("ManifestGenerator", manifest_generator(account, job));
  if (!job.description.empty()) input.set("Description", job.description);
  const Value output = TRY(
      call(cloud, service, "CreateJob", region, input, job.source_bucket_arn + " in " + region));
  return output["JobId"].text();
}

Result<JobStatus> describe_job(Cloud& cloud, const std::string& region, const std::string& account,
                               const std::string& job_id) {
  Value input;
  input.set("AccountId", account).set("JobId", job_id);
  const Value output =
      TRY(call(cloud, service, "DescribeJob", region, input, job_id + " in " + region));
  return status_of(output["Job"]);
}

Result<std::vector<JobStatus>> list_jobs(Cloud& cloud, const std::string& region,
                                         const std::string& account) {
  Value input;
  input.set("AccountId", account);
  std::vector<JobStatus> jobs;
  TRY_VOID(each_page(cloud, service, "ListJobs", region, std::move(input), "",
                     {{"NextToken", "NextToken"}}, "in " + region, [&](const Value& page) {
                       for (const Value& job : page["Jobs"].list()) jobs.push_back(status_of(job));
                     }));
  return jobs;
}

Result<void> cancel_job(Cloud& cloud, const std::string& region, const std::string& account,
                        const std::string& job_id) {
  Value input;
  input.set("AccountId", account).set("JobId", job_id).set("RequestedJobStatus", "Cancelled");
  TRY_VOID(call(cloud, service, "UpdateJobStatus", region, input, job_id + " in " + region));
  return {};
}

}  // namespace godwit::aws::s3control
