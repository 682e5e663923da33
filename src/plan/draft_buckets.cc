#include <fmt/format.h>

#include "plan/drafts.h"

namespace godwit::plan {

namespace {

enum class Direction { forward, back };

std::string id_of(const Bucket& bucket, std::string_view step) {
  return fmt::format("bucket/{}/{}", bucket.name, step);
}

bool replicates(const Bucket& bucket) { return bucket.replicate != Replicate::none; }

// What the backfill waits for, or whatever comes next in its stead.
std::vector<std::string> before_backfill(const Bucket& bucket) {
  std::vector<std::string> ids;
  if (replicates(bucket)) {
    ids.push_back(id_of(bucket, "replicate"));
  } else {
    ids.push_back(id_of(bucket, "create"));
  }
  if (bucket.replicate == Replicate::both) ids.push_back(id_of(bucket, "replicate-back"));
  if (bucket.restore_archived) ids.push_back(id_of(bucket, "restore"));
  return ids;
}

std::vector<std::string> before_verify(const Bucket& bucket) {
  if (bucket.backfill) return {id_of(bucket, "backfill")};
  return before_backfill(bucket);
}

void draft_create(const Plan& plan, const Bucket& bucket, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(bucket, "create"), "bucket", "prepare");
  const std::string& key = bucket.key.name;
  draft.step.title =
      fmt::format("create {} in {}, encrypted {}", bucket.target, plan.target,
                  key.empty() ? "by S3's own key" : fmt::format("with the key {}", key));
  draft.step.way_back = "delete it if it is empty, else keep it";
  wait_for(draft, account_step);
  wait_for(draft, key_step(key));
  draft.after.insert(draft.after.end(), bucket.after.begin(), bucket.after.end());

  Parameters& parameters = draft.step.parameters;
  parameters.set("region", plan.target);
  parameters.set("name", bucket.target);
  parameters.set("owner", plan.account);
  parameters.set("key_arn", key.empty() ? "" : remembered(key_step(key), "arn"));
}

void draft_version_source(const Plan& plan, const Bucket& bucket, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(bucket, "version-source"), "versioning", "prepare");
  draft.step.title =
      fmt::format("keep versions in {}, which replication asks for", bucket.source.name);
  wait_for(draft, account_step);
  Parameters& parameters = draft.step.parameters;
  parameters.set("region", plan.source);
  parameters.set("name", bucket.source.name);
  parameters.set("owner", plan.account);
}

void draft_replicate(const Plan& plan, const Bucket& bucket, Direction direction, Drafts& drafts) {
  const bool forward = direction == Direction::forward;
  const std::string& from_region = forward ? plan.source : plan.target;
  const std::string& to_region = forward ? plan.target : plan.source;
  Draft& draft =
      drafts.add(id_of(bucket, forward ? "replicate" : "replicate-back"), "replicate", "copy");
  draft.step.title =
      fmt::format("replicate what is written in {} from now on to {}", from_region, to_region);
  const Duration quiet = longest_quiet(plan);
  if (forward) {
    draft.step.way_back = "put the source's earlier replication configuration back";
    wait_for(draft, {id_of(bucket, "create"), id_of(bucket, "version-source")});
  } else {
    draft.step.way_back = fmt::format(
        "wait until {} has been quiet for {} and "
        "all has arrived, then remove it",
        plan.target, format_duration(quiet));
    wait_for(draft, id_of(bucket, "replicate"));
  }

  Parameters& parameters = draft.step.parameters;
  parameters.set("from_region", from_region);
  parameters.set("from_bucket", forward ? bucket.source.name : bucket.target);
  parameters.set("to_region", to_region);
  parameters.set("to_bucket", forward ? bucket.target : bucket.source.name);
  parameters.set("role", plan.replication_role);
  parameters.set("account", plan.account);
  parameters.set("rule_id", fmt::format("godwit-{}-{}", bucket.name, forward ? "forward" : "back"));
  parameters.set("direction", forward ? "forward" : "back");
  parameters.set("encrypted_objects", bucket.encrypted_objects);
  parameters.set("delete_markers", bucket.delete_markers);
  parameters.set("time_control", bucket.time_control);
  parameters.set("replica_modifications", bucket.replicate == Replicate::both);
  parameters.set("quiet", quiet);
  if (!forward) {
    std::vector<std::string> records;
    for (const Traffic& traffic : plan.traffic) {
      records.push_back(fmt::format("traffic/{}/records", traffic.name));
    }
    parameters.set("records", records);
  }
}

void draft_restore(const Plan& plan, const Bucket& bucket, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(bucket, "restore"), "restore", "copy");
  draft.step.title =
      "restore the archived versions for 30 days, so that they "
      "can be replicated";
  wait_for(draft, replicates(bucket) ? id_of(bucket, "version-source") : account_step);
  Parameters& parameters = draft.step.parameters;
  parameters.set("region", plan.source);
  parameters.set("bucket", bucket.source.name);
  parameters.set("days", 30);
}

void draft_backfill(const Plan& plan, const Bucket& bucket, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(bucket, "backfill"), "backfill", "copy");
  draft.step.title = "replicate the versions that were there before the rules";
  wait_for(draft, before_backfill(bucket));
  Parameters& parameters = draft.step.parameters;
  parameters.set("region", plan.source);
  parameters.set("account", plan.account);
  parameters.set("bucket", bucket.source.name);
  parameters.set("role", plan.replication_role);
}

void draft_verify(const Plan& plan, const Bucket& bucket, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(bucket, "verify"), "verify", "copy");
  draft.step.title = fmt::format("compare {} and {}, version by version", plan.source, plan.target);
  wait_for(draft, before_verify(bucket));
  Parameters& parameters = draft.step.parameters;
  parameters.set("from_region", plan.source);
  parameters.set("from_bucket", bucket.source.name);
  parameters.set("to_region", plan.target);
  parameters.set("to_bucket", bucket.target);
}

}  // namespace

std::vector<std::string> last_steps(const Bucket& bucket) {
  if (bucket.verify) return {id_of(bucket, "verify")};
  return before_verify(bucket);
}

void draft_buckets(const Plan& plan, Drafts& drafts) {
  for (const Bucket& bucket : plan.buckets) {
    draft_create(plan, bucket, drafts);
    if (replicates(bucket)) {
      draft_version_source(plan, bucket, drafts);
      draft_replicate(plan, bucket, Direction::forward, drafts);
    }
    if (bucket.replicate == Replicate::both) {
      draft_replicate(plan, bucket, Direction::back, drafts);
    }
    if (bucket.restore_archived) draft_restore(plan, bucket, drafts);
    if (bucket.backfill) draft_backfill(plan, bucket, drafts);
    if (bucket.verify) draft_verify(plan, bucket, drafts);
  }
}

}  // namespace godwit::plan
