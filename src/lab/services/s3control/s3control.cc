// Jobs: made, described, listed, cancelled.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
#include "lab/services/s3control/s3control.h"

#include "base/encoding.h"
#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t longest_page = 1000;

Value progress(const ReplicationJob& job) {
  Value summary;
  summary.set("TotalNumberOfTasks", static_cast<std::int64_t>(job.manifest.size()))
      .set("NumberOfTasksSucceeded", job.succeeded)
      .set("NumberOfTasksFailed", job.failed);
  return summary;
}

}  // namespace

S3Control::S3Control(Lab& lab)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      secret_(lab.world().random.fork("s3control")->next()) {}

Answer S3Control::handle(const Call& call) {
  if (call.input["AccountId"].text() != lab_.account().id) {
    return refuse(403, "AccessDenied", "Access Denied");
  }
  const std::string_view operation = call.operation.name;
  if (operation == "CreateJob") return create_job(call);
  if (operation == "DeleteJobTagging") return delete_job_tagging(call);
  if (operation == "DeletePublicAccessBlock") return delete_public_access_block(call);
  if (operation == "GetJobTagging") return get_job_tagging(call);
  if (operation == "GetPublicAccessBlock") return get_public_access_block(call);
  if (operation == "PutJobTagging") return put_job_tagging(call);
  if (operation == "PutPublicAccessBlock") return put_public_access_block(call);
  if (operation == "DescribeJob") return describe_job(call);
  if (operation == "ListJobs") return list_jobs(call);
  if (operation == "UpdateJobPriority") return update_job_priority(call);
  if (operation == "UpdateJobStatus") return update_job_status(call);
  return refuse(501, "NotImplemented", fmt::format("The lab's S3 Control has no {}", operation));
}

// Idempotent by its token: the same request again is the same job, whatever has become of it.
Answer S3Control::create_job(const Call& call) {
  ReplicationJob job = TRY(read_replication_job(call.input));
  const std::string& token = call.input["ClientRequestToken"].text();
  job.id = derived_uuid(secret_, fmt::format("{} {}", call.region, token));
  if (const auto known = jobs_.find(job.id); known != jobs_.end()) {
    if (known->second.request != call.input) {
      return refuse(400, "IdempotencyException",
                    "The request token was used before with other parameters");
    }
    return Value().set("JobId", job.id);
  }
  const Bucket* bucket = lab_.s3().find(job.bucket);
  if (bucket == nullptr) {
    return refuse(400, "InvalidRequest", "The specified source bucket does not exist");
  }
  // The manifest is made where the bucket is.
  if (bucket->region != call.region) {
    return refuse(400, "InvalidRequest",
                  fmt::format("The source bucket is in {}: create the job there", bucket->region));
  }
  const Value& generator = call.input["ManifestGenerator"]["S3JobManifestGenerator"];
  const std::string& owner = generator["ExpectedBucketOwner"].text();
  if (!owner.empty() && owner != lab_.account().id) {
    return refuse(403, "AccessDenied", "Access Denied");
  }
  job.region = call.region;
  job.created = call.now;
  const auto added = jobs_.emplace(job.id, std::move(job)).first;
  created_.push_back(added->first);
  plan(added->second, {});
  return Value().set("JobId", added->first);
}

std::expected<ReplicationJob*, aws::ServiceError> S3Control::job_of(const Call& call) {
  const auto job = jobs_.find(call.input["JobId"].text());
  if (job == jobs_.end() || job->second.region != call.region) {
    return refuse(404, "NoSuchJob", "The specified job does not exist");
  }
  return &job->second;
}

Answer S3Control::describe_job(const Call& call) {
  const ReplicationJob* job = TRY(job_of(call));
  Value summary = progress(*job);
  if (job->became_active) {
    const auto elapsed = job->ended.value_or(call.now) - *job->became_active;
    summary.set(
        "Timers",
        Value().set("ElapsedTimeInActiveSeconds",
                    static_cast<std::int64_t>(std::chrono::floor<seconds>(elapsed).count())));
  }
  const Value& request = job->request;
  Value described;
  described.set("JobId", job->id)
      .set("ConfirmationRequired", job->confirmation_required)
      .set("Description", request["Description"])
      .set("JobArn",
           fmt::format("arn:aws:s3:{}:{}:job/{}", job->region, lab_.account().id, job->id))
      .set("Status", to_string(job->state))
      .set("Operation", request["Operation"])
      .set("Priority", job->priority)
      .set("ProgressSummary", std::move(summary))
      .set("Report", request["Report"])
      .set("CreationTime", job->created)
      .set("RoleArn", request["RoleArn"])
      .set("ManifestGenerator", request["ManifestGenerator"]);
  if (!job->status_update_reason.empty()) {
    described.set("StatusUpdateReason", job->status_update_reason);
  }
  if (!job->failure_code.empty()) {
    Value failure;
    failure.set("FailureCode", job->failure_code).set("FailureReason", job->failure_reason);
    described.set("FailureReasons", aws::List{std::move(failure)});
  }
  if (job->ended) described.set("TerminationDate", *job->ended);
  if (job->state == JobState::suspended) {
    described.set("SuspendedCause", "AWAITING_CONFIRMATION");
  }
  return Value().set("Job", std::move(described));
}

// Newest first.
Answer S3Control::list_jobs(const Call& call) {
  std::size_t first = 0;
  if (const Value& token = call.input["NextToken"]) {
    const auto decoded = from_base64(token.text());
    const auto number = decoded ? parse_integer(*decoded) : std::nullopt;
    if (!number || *number < 0) {
      return refuse(400, "InvalidNextTokenException", "The next token is not valid");
    }
    first = static_cast<std::size_t>(*number);
  }
  std::size_t most = longest_page;
  if (const Value& asked = call.input["MaxResults"]) {
    most = static_cast<std::size_t>(std::clamp<std::int64_t>(asked.integer(), 1, longest_page));
  }
  std::set<std::string> wanted;
  for (const Value& status : call.input["JobStatuses"].list()) wanted.insert(status.text());

  aws::List jobs;
  std::size_t seen = first;
  for (; seen < created_.size() && jobs.size() < most; ++seen) {
    const ReplicationJob& job = jobs_.find(created_[created_.size() - 1 - seen])->second;
    if (job.region != call.region) continue;
    if (!wanted.empty() && !wanted.contains(std::string(to_string(job.state)))) continue;
    Value listed;
    listed.set("JobId", job.id)
        .set("Description", job.request["Description"])
        .set("Operation", "S3ReplicateObject")
        .set("Priority", job.priority)
        .set("Status", to_string(job.state))
        .set("CreationTime", job.created)
        .set("ProgressSummary", progress(job));
    if (job.ended) listed.set("TerminationDate", *job.ended);
    jobs.push_back(std::move(listed));
  }
  Value output;
  output.set("Jobs", std::move(jobs));
  if (seen < created_.size()) output.set("NextToken", to_base64(std::to_string(seen)));
  return output;
}

Answer S3Control::update_job_status(const Call& call) {
  ReplicationJob* job = TRY(job_of(call));
  const std::string& wanted = call.input["RequestedJobStatus"].text();
  const bool cancels = wanted == "Cancelled";
  if (!cancels && wanted != "Ready") {
    return refuse(400, "InvalidRequest", "Requested job status must be Cancelled or Ready");
  }
  const bool possible = cancels ? !is_final(job->state) : job->state == JobState::suspended;
  if (!possible) {
    return refuse(
        400, "JobStatusException",
        fmt::format("Job with status {} cannot be updated to {}", to_string(job->state), wanted));
  }
  job->status_update_reason = call.input["StatusUpdateReason"].text();
  if (cancels) {
    end(*job, JobState::cancelled);
  } else {
    job->state = JobState::ready;
    plan(*job, {});
  }
  Value output;
  output.set("JobId", job->id).set("Status", to_string(job->state));
  output.set("StatusUpdateReason", call.input["StatusUpdateReason"]);
  return output;
}

Answer S3Control::update_job_priority(const Call& call) {
  ReplicationJob* job = TRY(job_of(call));
  if (is_final(job->state)) {
    return refuse(400, "JobStatusException", "The job has ended");
  }
  job->priority = call.input["Priority"].integer();
  return Value().set("JobId", job->id).set("Priority", job->priority);
}

}  // namespace godwit::lab::services
