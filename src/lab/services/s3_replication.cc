#include "lab/services/s3_replication.h"

#include "lab/lab.h"
#include "lab/services/kms.h"
#include "lab/services/s3.h"

namespace godwit::lab::services {

namespace {

// AWS promises 15 minutes for 99.99 % (fact D9); here nothing is later than this.
constexpr Duration time_control_limit = minutes(14);
constexpr Duration retry_interval = minutes(1);

// One of a version's replications has ended; the version's status is that of all of them. A replica
// stays a replica.
void finish(ObjectVersion& version, Replication::Failure failure) {
  --version.replications_outstanding;
  if (failure) version.replication_failure = *failure;
  if (version.is_replica() || version.replications_outstanding > 0) return;
  version.replication_status = version.replication_failure.empty() ? "COMPLETED" : "FAILED";
}

}  // namespace

Replication::Replication(Lab& lab, S3& s3) : lab_(lab), s3_(s3), tasks_(lab.world().scheduler) {}

// What is not selected gets no status at all, as if there were no rule: SSE-KMS objects without
// SourceSelectionCriteria (fact D3), delete markers (fact D8), what is written straight into an
// archive (fact D5).
void Replication::written(const Bucket& bucket, const std::string& key, ObjectVersion& version) {
  if (bucket.replication == nullptr || is_archived(version, lab_.now())) return;
  for (const auto& rule : rules_for(*bucket.replication, key, version)) {
    if (selects(*rule, version)) schedule(bucket, key, version, rule, What::version);
  }
}

// Tags replicate from what was replicated itself, or is about to be. Those of a replica go on, or
// back, only by a rule with replica modification sync (fact D7).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
void Replication::tags_changed(const Bucket& bucket, const std::string& key,
                               ObjectVersion& version) {
  if (bucket.replication == nullptr || version.replication_status.empty() ||
      version.replication_status == "FAILED") {
    return;
  }
  for (const auto& rule : rules_for(*bucket.replication, key, version)) {
    if (version.is_replica() && !rule->replica_modifications) continue;
    if (selects(*rule, version)) schedule(bucket, key, version, rule, What::tags);
  }
}

void Replication::schedule(const Bucket& bucket, const std::string& key, ObjectVersion& version,
                           const std::shared_ptr<const ReplicationRule>& rule, What what) {
  if (!version.is_replica()) version.replication_status = "PENDING";
  if (version.replications_outstanding++ == 0) version.replication_failure.clear();
  // A delay of this version's own, so that no other's arrival moves it.
  const auto chance = lab_.world().random.fork(fmt::format(
      "replicate {} {} {}", version.version_id, rule->destination, version.replications_begun++));
  const account::Replication& pace = lab_.account().replication;
  Duration lag = chance->log_normal(pace.median, pace.p99);
  if (rule->time_control) lag = std::min(lag, time_control_limit);
  auto pending = std::make_shared<const Pending>(bucket.name, key, version.version_id, rule, what);
  tasks_.at(lab_.now() + lag, [this, pending] { attempt(pending); });
}

void Replication::attempt(const std::shared_ptr<const Pending>& pending) {
  Bucket* source = s3_.find(pending->bucket);
  History* history = source != nullptr ? source->find(pending->key) : nullptr;
  ObjectVersion* version = history != nullptr ? history->find(pending->version_id) : nullptr;
  if (version == nullptr) return;  // deleted for good meanwhile: nothing is left to replicate
  const Bucket* destination = s3_.find(pending->rule->destination);
  if (lab_.is_down(source->region) ||
      (destination != nullptr && lab_.is_down(destination->region))) {
    tasks_.at(lab_.now() + retry_interval, [this, pending] { attempt(pending); });
    return;
  }
  finish(*version, pending->what == What::tags
                       ? copy_tags(pending->key, *version, *pending->rule)
                       : copy(*source, pending->key, *version, *pending->rule));
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html
Replication::Failure Replication::copy(const Bucket& source, const std::string& key,
                                       const ObjectVersion& version, const ReplicationRule& rule) {
  Bucket* destination = s3_.find(rule.destination);
  if (destination == nullptr) return "DstBucketNotFound";
  if (destination->versioning != Versioning::enabled) return "DstBucketUnversioned";
  ObjectVersion replica = version;
  if (!version.key_arn.empty()) {
    const Kms& keys = lab_.kms();
    if (!keys.usable(source.region, version.key_arn)) return "SrcGetObjectNotPermitted";
    const KmsKey* key_there = keys.find(destination->region, rule.replica_key);
    if (key_there == nullptr) return "DstKmsKeyNotFound";
    if (key_there->state != KeyState::enabled) return "DstKmsKeyInvalidState";
    replica.key_arn = key_there->arn;
    replica.bucket_key = destination->encryption.bucket_key;
    replica.etag = s3_.encrypted_etag(replica);
  }
  if (!rule.storage_class.empty() && !version.delete_marker) {
    replica.storage_class = rule.storage_class;
  }
  // Same id, metadata, tags and time as at the source; the rest is the replica's own.
  replica.replication_status = "REPLICA";
  replica.replication_failure.clear();
  replica.replications_outstanding = 0;
  replica.replications_begun = 0;
  replica.restored_until.reset();
  replica.restore_ongoing = false;
  History& there = destination->history_of(key);
  if (ObjectVersion* known = there.find(version.version_id)) {
    known->tags = version.tags;
  } else {
    there.add(std::move(replica));
  }
  return std::nullopt;
}

// Only to where the version is; what was deleted there stays deleted.
Replication::Failure Replication::copy_tags(const std::string& key, const ObjectVersion& version,
                                            const ReplicationRule& rule) {
  Bucket* destination = s3_.find(rule.destination);
  if (destination == nullptr) return "DstBucketNotFound";
  History* history = destination->find(key);
  ObjectVersion* there = history != nullptr ? history->find(version.version_id) : nullptr;
  if (there != nullptr) there->tags = version.tags;
  return std::nullopt;
}

bool Replication::is_eligible(const Bucket& bucket, const std::string& key,
                              const ObjectVersion& version) const {
  if (bucket.replication == nullptr) return false;
  const Rules rules = rules_for(*bucket.replication, key, version);
  return std::ranges::any_of(
      rules, [&](const auto& rule) { return !version.delete_marker || rule->delete_markers; });
}

Replication::Failure Replication::replicate(Bucket& bucket, const std::string& key,
                                            const std::string& version_id) {
  if (bucket.replication == nullptr) return "SrcBucketReplicationConfigMissing";
  History* history = bucket.find(key);
  ObjectVersion* version = history != nullptr ? history->find(version_id) : nullptr;
  if (version == nullptr) return "SrcObjectNotFound";
  Failure failure;
  bool selected = false;
  if (!is_archived(*version, lab_.now())) {
    for (const auto& rule : rules_for(*bucket.replication, key, *version)) {
      if (!selects(*rule, *version)) continue;
      selected = true;
      if (const Failure one = copy(bucket, key, *version, *rule)) failure = one;
    }
  }
  if (!selected) failure = "SrcObjectNotEligible";
  if (!version->is_replica() && version->replications_outstanding == 0) {
    version->replication_status = failure ? "FAILED" : "COMPLETED";
    version->replication_failure = failure.value_or("");
  }
  return failure;
}

bool Replication::is_held_up(const Bucket& bucket) const {
  if (lab_.is_down(bucket.region)) return true;
  if (bucket.replication == nullptr) return false;
  return std::ranges::any_of(bucket.replication->rules, [&](const auto& rule) {
    const Bucket* destination = s3_.find(rule->destination);
    return destination != nullptr && lab_.is_down(destination->region);
  });
}

}  // namespace godwit::lab::services
