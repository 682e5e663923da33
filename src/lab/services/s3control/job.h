// A Batch Replication job: what was asked for, and how far it is.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "aws/codec.h"
#include "aws/value.h"
#include "base/time.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html
enum class JobState { created, preparing, suspended, ready, active, complete, cancelled, failed };
std::string_view to_string(JobState state);  // "New", "Preparing" ...
inline bool is_final(JobState state) { return state >= JobState::complete; }

// Which versions of the source bucket the manifest lists.
struct ManifestFilter {
  bool eligible_only = false;      // that some rule of the bucket would take
  std::set<std::string> statuses;  // NONE, FAILED, COMPLETED, REPLICA; empty: all
  std::optional<Time> created_after;
  std::optional<Time> created_before;
};
bool lists(const ManifestFilter& filter, const ObjectVersion& version);

struct ReplicationJob {
  std::string id;
  std::string region;
  aws::Value request;  // as it came, to tell a repetition from another request
  std::string bucket;  // the source
  ManifestFilter filter;
  std::string description;
  std::int64_t priority = 0;
  bool confirmation_required = false;

  JobState state = JobState::created;
  Time created{};
  std::optional<Time> became_active;
  std::optional<Time> ended;
  Tags tags;
  std::string status_update_reason;
  std::string failure_code;  // of the job as a whole, or of its first failed version
  std::string failure_reason;

  struct Item {
    std::string key;
    std::string version_id;
    std::string_view failure = {};  // AWS's code; empty: done, or not yet tried
  };
  std::vector<Item> manifest;  // oldest first
  std::size_t done = 0;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
};

// What CreateJob asks for, if it is a replication that the lab can do. The job has no id yet.
std::expected<ReplicationJob, aws::ServiceError> read_replication_job(const aws::Value& input);

}  // namespace godwit::lab::services
