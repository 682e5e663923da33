// Completion reports: a manifest, and a table each of what was done and what failed.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
#include "base/digest.h"
#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/s3/replication_rules.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3control/s3control.h"

namespace godwit::lab::services {

namespace {

constexpr std::string_view format_name = "Report_CSV_20180820";
constexpr std::string_view schema =
    "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage";

std::string quoted(std::string_view text) {
  std::string all = "\"";
  for (const char letter : text) {
    if (letter == '"') all += '"';
    all += letter;
  }
  return all + '"';
}

// Keys are percent-encoded, so that a line is a line.
std::string table(const ReplicationJob& job, bool failed) {
  std::string csv;
  for (std::size_t i = 0; i < job.done; ++i) {
    const auto& item = job.manifest[i];
    if (item.failure.empty() == failed) continue;
    csv += fmt::format("{},{},{},{},{},{},{}\n", job.bucket, percent_encode(item.key, true),
                       item.version_id, failed ? "failed" : "succeeded", item.failure,
                       failed ? "" : "200", quoted(failed ? item.failure : "Successful"));
  }
  return csv;
}

}  // namespace

bool S3Control::report(const ReplicationJob& job) {
  const aws::Value& asked_for = job.request["Report"];
  if (!asked_for["Enabled"].flag()) return true;
  S3& s3 = lab_.s3();
  const std::string bucket = bucket_of_arn(asked_for["Bucket"].text());
  if (s3.find(bucket) == nullptr) return false;
  std::string folder = asked_for["Prefix"].text();
  if (!folder.empty() && !folder.ends_with('/')) folder += '/';
  folder += fmt::format("job-{}/", job.id);
  const bool failures_only = asked_for["ReportScope"].text() == "FailedTasksOnly";

  boost::json::array results;
  for (const bool failed : {false, true}) {
    if (!failed && failures_only) continue;
    std::string csv = table(job, failed);
    if (csv.empty()) continue;
    const std::string_view status = failed ? "failed" : "succeeded";
    const std::string key = fmt::format(
        "{}results/{}.csv", folder, derived_hex(secret_, fmt::format("{} {}", job.id, status), 40));
    results.push_back({{"TaskExecutionStatus", status},
                       {"Bucket", bucket},
                       {"MD5Checksum", to_hex(md5(csv))},
                       {"Key", key}});
    s3.put_for_service(bucket, key, Body(std::move(csv)), "text/csv");
  }
  const boost::json::object manifest{{"Format", format_name},
                                     {"ReportCreationDate", format_time_ms(lab_.now())},
                                     {"Results", std::move(results)},
                                     {"ReportSchema", schema}};
  s3.put_for_service(bucket, folder + "manifest.json", Body(boost::json::serialize(manifest)),
                     "application/json");
  return true;
}

}  // namespace godwit::lab::services
