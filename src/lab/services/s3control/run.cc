// A job's life: New, Preparing, perhaps Suspended, Ready, Active, Complete.
#include "lab/lab.h"
#include "lab/services/s3/replication.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3control/s3control.h"

namespace godwit::lab::services {

namespace {

// AWS states no pace for Batch Replication. These are assumptions: a manifest takes a minute, and a
// job replicates 250 versions a second, which it does a second's worth at a time.
constexpr Duration preparation = minutes(1);
constexpr Duration turn = seconds(1);
constexpr std::size_t versions_per_turn = 250;
constexpr Duration retry_interval = minutes(1);

// A job in which more than half fails is given up, once it has tried enough to tell.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html#batch-ops-job-status-failure
constexpr std::size_t enough_to_tell = 1000;

}  // namespace

void S3Control::plan(const ReplicationJob& job, Duration delay) {
  tasks_.at(lab_.now() + delay, [this, id = job.id] { advance(id); });
}

void S3Control::advance(const std::string& id) {
  ReplicationJob& job = jobs_.find(id)->second;
  switch (job.state) {
    case JobState::created:
      job.state = JobState::preparing;
      plan(job, preparation + lab_.troubles().job_delay);
      return;
    case JobState::preparing:
      prepare(job);
      return;
    case JobState::ready:
      job.state = JobState::active;
      job.became_active = lab_.now();
      plan(job, turn);
      return;
    case JobState::active:
      work(job);
      return;
    case JobState::suspended:  // until it is confirmed
    case JobState::complete:
    case JobState::cancelled:
    case JobState::failed:
      return;
  }
}

void S3Control::prepare(ReplicationJob& job) {
  const S3& s3 = lab_.s3();
  const Bucket* bucket = s3.find(job.bucket);
  if (bucket == nullptr) {
    job.failure_code = "NoSuchBucket";
    job.failure_reason = "The source bucket does not exist";
    end(job, JobState::failed);
    return;
  }
  if (lab_.is_down(bucket->region)) {
    plan(job, retry_interval);
    return;
  }
  // Oldest first, so that a key's versions arrive in their order.
  struct Candidate {
    std::pair<Time, std::uint64_t> order;
    const std::string* key;
    const ObjectVersion* version;
  };
  std::vector<Candidate> candidates;
  for (const auto& [key, history] : bucket->objects) {
    for (const ObjectVersion& version : history.versions()) {
      if (!lists(job.filter, version)) continue;
      if (job.filter.eligible_only && !lab_.s3().replication().is_eligible(*bucket, key, version)) {
        continue;
      }
      candidates.push_back({{version.last_modified, version.sequence}, &key, &version});
    }
  }
  std::ranges::sort(candidates, {}, &Candidate::order);
  for (const Candidate& candidate : candidates) {
    job.manifest.push_back({*candidate.key, candidate.version->version_id.text()});
  }
  // Nothing to do is a failure, not a success.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-batch-operations.html
  if (job.manifest.empty()) {
    job.failure_code = "ManifestGenerationFailed";
    job.failure_reason = "Manifest generation found no keys matching the filter criteria";
    end(job, JobState::failed);
    return;
  }
  if (job.confirmation_required) {
    job.state = JobState::suspended;
    return;
  }
  job.state = JobState::ready;
  plan(job, {});
}

void S3Control::work(ReplicationJob& job) {
  Bucket* bucket = lab_.s3().find(job.bucket);
  Replication& replication = lab_.s3().replication();
  if (bucket != nullptr && replication.is_held_up(*bucket)) {
    plan(job, retry_interval);
    return;
  }
  const std::size_t end_of_turn = std::min(job.done + versions_per_turn, job.manifest.size());
  for (; job.done < end_of_turn; ++job.done) {
    auto& item = job.manifest[job.done];
    Replication::Failure failure;
    if (bucket == nullptr) {
      failure = "SrcBucketNotFound";
    } else if (fails_once(item)) {
      failure = "InternalError";
    } else {
      failure = replication.replicate(*bucket, item.key, item.version_id);
    }
    ++(failure ? job.failed : job.succeeded);
    item.failure = failure.value_or("");
    if (failure && job.failure_code.empty()) {
      job.failure_code = *failure;
      job.failure_reason = fmt::format("{}: {} version {}", *failure, item.key, item.version_id);
    }
  }
  const auto failed = static_cast<std::size_t>(job.failed);
  if (job.done < job.manifest.size() && job.done >= enough_to_tell && failed * 2 > job.done) {
    job.failure_code = "FailureThresholdExceeded";
    job.failure_reason = "More than half of the operations have failed; " + job.failure_reason;
    end(job, JobState::failed);
  } else if (job.done < job.manifest.size()) {
    plan(job, turn);
  } else {
    end(job, JobState::complete);
  }
}

// In times of trouble the first job that tries a version may fail with it; a later one does not.
bool S3Control::fails_once(const ReplicationJob::Item& item) {
  const double share = lab_.troubles().failing_objects;
  if (share <= 0) return false;
  const std::string name = item.key + " " + item.version_id;
  if (!lab_.world().random.fork("failing object " + name)->chance(share)) return false;
  return failed_once_.insert(name).second;
}

void S3Control::end(ReplicationJob& job, JobState state) {
  job.state = state;
  job.ended = lab_.now();
  if (job.done == 0 || report(job)) return;
  job.state = JobState::failed;
  job.failure_code = "NoSuchBucket";
  job.failure_reason = "The job report's bucket does not exist";
}

}  // namespace godwit::lab::services
