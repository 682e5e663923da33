#include "rehearse/marks.h"

#include <set>

#include "aws/api/kms.h"
#include "aws/api/route53.h"
#include "aws/api/s3.h"
#include "aws/api/s3control.h"
#include "aws/call.h"

namespace godwit::rehearse {
namespace {

const std::string& tag_in(const std::map<std::string, std::string>& tags, const char* name) {
  static const std::string none;
  const auto tag = tags.find(name);
  return tag == tags.end() ? none : tag->second;
}

bool is_of(const std::string& run, const std::map<std::string, std::string>& tags) {
  return tag_in(tags, "godwit:run") == run;
}

void find_keys(aws::Cloud& cloud, const std::string& region, const std::string& run,
               std::vector<MarkedResource>& found) {
  using namespace aws::kms;
  std::set<std::string> ours;
  for (const std::string& id : list_keys(cloud, region).value_or(std::vector<std::string>())) {
    const auto tags = list_resource_tags(cloud, region, id);
    if (!tags || !is_of(run, *tags)) continue;
    const auto key = describe_key(cloud, region, id);
    ours.insert(id);
    found.push_back({"key " + id, region, tag_in(*tags, "godwit:step"),
                     key && key->state == "PendingDeletion"});
  }
  if (ours.empty()) return;
  for (const Alias& alias : list_aliases(cloud, region).value_or(std::vector<Alias>())) {
    if (!ours.contains(alias.target_key_id)) continue;
    const std::string key = "key " + alias.target_key_id;
    const auto owner = std::ranges::find(found, key, &MarkedResource::what);
    found.push_back({"alias " + alias.name, region, owner->step, false});
  }
}

void find_buckets(aws::Cloud& cloud, const std::vector<std::string>& regions,
                  const std::string& run, std::vector<MarkedResource>& found) {
  const auto list = aws::call(cloud, "s3", "ListBuckets", regions.front(), aws::Value::structure(),
                              "all buckets");
  if (!list) return;
  for (const aws::Value& bucket : (*list)["Buckets"].list()) {
    const std::string& name = bucket["Name"].text();
    for (const std::string& region : regions) {
      if (!aws::s3::head_bucket(cloud, {region, name})) continue;
      const auto tags = aws::s3::get_bucket_tagging(cloud, {region, name});
      if (tags && is_of(run, *tags)) {
        found.push_back({"bucket " + name, region, tag_in(*tags, "godwit:step"), false});
      }
      break;
    }
  }
}

// References begin with the token that is derived from run and step (step/ours.h).
void find_health_checks(aws::Cloud& cloud, std::vector<MarkedResource>& found) {
  using namespace aws::route53;
  for (const HealthCheck& check : list_health_checks(cloud).value_or(std::vector<HealthCheck>())) {
    if (!check.caller_reference.starts_with("godwit-")) continue;
    found.push_back({"health check " + check.id, {}, {}, false});
  }
}

void find_alarms(aws::Cloud& cloud, const std::string& region, const std::string& run,
                 std::vector<MarkedResource>& found) {
  const std::string prefix = fmt::format("godwit {} ", run);
  aws::Value input;
  input.set("AlarmNamePrefix", prefix);
  const auto list = aws::call(cloud, "cloudwatch", "DescribeAlarms", region, input, prefix);
  if (!list) return;
  for (const aws::Value& alarm : (*list)["MetricAlarms"].list()) {
    found.push_back({"alarm " + alarm["AlarmName"].text(), region, {}, false});
  }
}

// Jobs that are over are a record and nothing else.
void find_jobs(aws::Cloud& cloud, const std::string& region, const std::string& account,
               std::vector<MarkedResource>& found) {
  using namespace aws::s3control;
  static const std::set<std::string> over = {"Complete", "Failed", "Cancelled"};
  for (const JobStatus& job :
       list_jobs(cloud, region, account).value_or(std::vector<JobStatus>())) {
    if (over.contains(job.status)) continue;
    found.push_back({"batch job " + job.id, region, job.description, false});
  }
}

}  // namespace

std::vector<MarkedResource> marked_resources(aws::Cloud& cloud, const std::string& account,
                                             const std::vector<std::string>& regions,
                                             const std::string& run) {
  std::vector<MarkedResource> found;
  for (const std::string& region : regions) find_keys(cloud, region, run, found);
  if (!regions.empty()) find_buckets(cloud, regions, run, found);
  find_health_checks(cloud, found);
  for (const std::string& region : regions) find_alarms(cloud, region, run, found);
  for (const std::string& region : regions) find_jobs(cloud, region, account, found);
  return found;
}

}  // namespace godwit::rehearse
