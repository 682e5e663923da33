#include "lab/services/s3control/job.h"

#include "lab/service.h"
#include "lab/services/s3/replication_rules.h"
#include "lab/services/s3/tag_set.h"

namespace godwit::lab::services {

using aws::Value;

std::string_view to_string(JobState state) {
  switch (state) {
    case JobState::created:
      return "New";
    case JobState::preparing:
      return "Preparing";
    case JobState::suspended:
      return "Suspended";
    case JobState::ready:
      return "Ready";
    case JobState::active:
      return "Active";
    case JobState::complete:
      return "Complete";
    case JobState::cancelled:
      return "Cancelled";
    case JobState::failed:
      return "Failed";
  }
  return "";
}

bool lists(const ManifestFilter& filter, const ObjectVersion& version) {
  const std::string_view status = to_string(version.replication_status);
  if (!filter.statuses.empty() &&
      !filter.statuses.contains(std::string(status.empty() ? "NONE" : status))) {
    return false;
  }
  if (filter.created_after && version.last_modified <= *filter.created_after) return false;
  return !filter.created_before || version.last_modified < *filter.created_before;
}

namespace {

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "InvalidRequest", std::move(message));
}

std::expected<ManifestFilter, aws::ServiceError> read_filter(const Value& given) {
  ManifestFilter filter;
  filter.eligible_only = given["EligibleForReplication"].flag();
  for (const Value& status : given["ObjectReplicationStatuses"].list()) {
    const std::string& text = status.text();
    if (text != "NONE" && text != "FAILED" && text != "COMPLETED" && text != "REPLICA") {
      return invalid("Invalid object replication status: " + text);
    }
    filter.statuses.insert(text);
  }
  if (given.has("CreatedAfter")) filter.created_after = given["CreatedAfter"].time();
  if (given.has("CreatedBefore")) filter.created_before = given["CreatedBefore"].time();
  return filter;
}

}  // namespace

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
std::expected<ReplicationJob, aws::ServiceError> read_replication_job(const Value& input) {
  const auto& operation = input["Operation"].members();
  if (operation.size() != 1) return invalid("Exactly one operation must be specified");
  if (operation.front().first != "S3ReplicateObject") {
    return invalid(fmt::format("The lab's Batch Operations has no {}, only S3ReplicateObject",
                               operation.front().first));
  }
  if (input.has("Manifest") && input.has("ManifestGenerator")) {
    return invalid("Only one of Manifest and ManifestGenerator can be specified");
  }
  if (input.has("Manifest")) {
    return invalid("The lab's Batch Operations reads no manifests: use a ManifestGenerator");
  }
  const Value& generator = input["ManifestGenerator"]["S3JobManifestGenerator"];
  if (!generator) return invalid("Manifest or ManifestGenerator must be specified");
  if (generator["EnableManifestOutput"].flag() && !generator.has("ManifestOutputLocation")) {
    return invalid("ManifestOutputLocation must be specified if EnableManifestOutput is true");
  }
  if (!input["RoleArn"].text().starts_with("arn:aws:iam::")) {
    return invalid("Invalid role ARN: " + input["RoleArn"].text());
  }
  if (input["ClientRequestToken"].text().empty() ||
      input["ClientRequestToken"].text().size() > 64) {
    return invalid("ClientRequestToken must have 1 to 64 characters");
  }
  const Value& report = input["Report"];
  if (report["Enabled"].flag() &&
      (bucket_of_arn(report["Bucket"].text()).empty() || !report.has("ReportScope"))) {
    return invalid("Job report must have Bucket, Format and ReportScope if it is enabled");
  }
  if (input["Priority"].integer() < 0) return invalid("Priority must not be negative");

  ReplicationJob job;
  job.request = input;
  job.tags = TRY(read_tag_set(input["Tags"], most_job_tags));
  job.bucket = bucket_of_arn(generator["SourceBucket"].text());
  if (job.bucket.empty()) return invalid("Invalid bucket ARN: " + generator["SourceBucket"].text());
  job.filter = TRY(read_filter(generator["Filter"]));
  job.description = input["Description"].text();
  job.priority = input["Priority"].integer();
  job.confirmation_required = input["ConfirmationRequired"].flag();
  return job;
}

}  // namespace godwit::lab::services
