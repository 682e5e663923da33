// Typed calls of S3 Control: Batch Replication, which replicates what was there before the rules
// were, every version with its id, metadata and tags.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "aws/cloud.h"

namespace godwit::aws::s3control {

struct ReplicationJob {
  std::string source_bucket_arn;
  std::string role_arn;
  std::string client_request_token;  // makes the call idempotent: the same token, the same job
  std::string description;
  int priority = 1;
};
// Replicates every version whose replication status is NONE or FAILED, by the bucket's own rules.
// Returns the job's id.
Result<std::string> create_replication_job(Cloud& cloud, const std::string& region,
                                           const std::string& account, const ReplicationJob& job);

struct JobStatus {
  std::string id;
  std::string
      status;  // New, Preparing, Suspended, Ready, Active, Completing, Complete, Failed, Cancelled
  std::int64_t total = 0;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
  std::string failure;  // the first reason, if any
  std::string description;
};
Result<JobStatus> describe_job(Cloud& cloud, const std::string& region, const std::string& account,
                               const std::string& job_id);
Result<std::vector<JobStatus>> list_jobs(Cloud& cloud, const std::string& region,
                                         const std::string& account);  // all pages

// An error of kind refused where the job has ended already.
Result<void> cancel_job(Cloud& cloud, const std::string& region, const std::string& account,
                        const std::string& job_id);

}  // namespace godwit::aws::s3control
