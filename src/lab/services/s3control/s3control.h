// The lab's S3 Control: Batch Replication, and no other batch operation; public access at the
// account's level.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
#pragma once

#include <map>
#include <string>

#include "lab/service.h"
#include "lab/services/s3control/job.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

class S3Control : public Service {
 public:
  explicit S3Control(Lab& lab);

  std::string_view name() const override { return "s3control"; }
  Answer handle(const Call& call) override;
  // Jobs are means, not state: what they did is in S3's buckets.
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  Answer create_job(const Call& call);
  Answer describe_job(const Call& call);
  Answer list_jobs(const Call& call);
  Answer update_job_status(const Call& call);
  Answer update_job_priority(const Call& call);
  std::expected<ReplicationJob*, aws::ServiceError> job_of(const Call& call);
  // settings.cc
  Answer get_job_tagging(const Call& call);
  Answer put_job_tagging(const Call& call);
  Answer delete_job_tagging(const Call& call);
  Answer get_public_access_block(const Call& call);
  Answer put_public_access_block(const Call& call);
  Answer delete_public_access_block(const Call& call);

  // A job's life, one turn at a time (run.cc).
  void plan(const ReplicationJob& job, Duration delay);
  void advance(const std::string& id);
  void prepare(ReplicationJob& job);
  void work(ReplicationJob& job);
  void end(ReplicationJob& job, JobState state);
  bool fails_once(const ReplicationJob::Item& item);
  // Writes what a job has done where its report belongs (report.cc); false where there is
  // no such bucket.
  bool report(const ReplicationJob& job);

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;
  std::map<std::string, ReplicationJob, std::less<>> jobs_;  // by id
  std::vector<std::string> created_;                         // ids, in the order of creation
  std::set<std::string> failed_once_;                        // "key version"
};

}  // namespace godwit::lab::services
