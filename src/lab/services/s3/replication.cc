#include "lab/services/s3/replication.h"

#include "lab/authorizer.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/kept_settings.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

namespace {

// AWS promises 15 minutes for 99.99 % (fact D9); here nothing is later than this.
constexpr Duration time_control_limit = minutes(14);
constexpr Duration time_control_threshold = minutes(15);
constexpr Duration retry_interval = minutes(1);
constexpr std::size_t most_events = 10'000;

// One of a version's replications has ended; the version's status is that of all of them. A replica
// stays a replica.
void finish(ObjectVersion& version, Replication::Failure failure) {
  --version.replications_outstanding;
  if (failure) version.change_extras().replication_failure = *failure;
  if (version.is_replica() || version.replications_outstanding > 0) return;
  version.replication_status = version.extras().replication_failure.empty()
                                   ? ReplicationStatus::completed
                                   : ReplicationStatus::failed;
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

// Tags, retention, legal holds and ACLs replicate from what was replicated itself, or is about to
// be. Those of a replica go on, or back, only by a rule with replica modification sync (fact D7).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
void Replication::details_changed(const Bucket& bucket, const std::string& key,
                                  ObjectVersion& version) {
  if (bucket.replication == nullptr || version.replication_status == ReplicationStatus::none ||
      version.replication_status == ReplicationStatus::failed) {
    return;
  }
  for (const auto& rule : rules_for(*bucket.replication, key, version)) {
    if (version.is_replica() && !rule->replica_modifications) continue;
    if (selects(*rule, version)) schedule(bucket, key, version, rule, What::details);
  }
}

void Replication::schedule(const Bucket& bucket, const std::string& key, ObjectVersion& version,
                           const std::shared_ptr<const ReplicationRule>& rule, What what) {
  if (!version.is_replica()) version.replication_status = ReplicationStatus::pending;
  if (version.replications_outstanding++ == 0 && !version.extras().replication_failure.empty()) {
    version.change_extras().replication_failure = {};
  }
  // A delay of this version's own, so that no other's arrival moves it.
  const auto chance =
      lab_.world().random.fork(fmt::format("replicate {} {} {}", version.version_id.view(),
                                           rule->destination, version.replications_begun++));
  const account::Replication& pace = lab_.account().replication;
  Duration lag = chance->log_normal(pace.median, pace.p99);
  if (rule->time_control) lag = std::min(lag, time_control_limit);
  auto pending = std::make_shared<const Pending>(bucket.name, key, version.version_id.text(), rule,
                                                 what, version.size(), lab_.now());
  if (rule->metrics) count(*pending, true, false);
  tasks_.at(lab_.now() + lag, [this, pending] { attempt(pending); });
}

void Replication::attempt(const std::shared_ptr<const Pending>& pending) {
  Bucket* source = s3_.find(pending->bucket);
  History* history = source != nullptr ? source->find(pending->key) : nullptr;
  ObjectVersion* version = history != nullptr ? history->find(pending->version_id) : nullptr;
  if (version == nullptr) {  // deleted for good meanwhile: nothing is left to replicate
    if (pending->rule->metrics) count(*pending, false, false);
    return;
  }
  const Bucket* destination = s3_.find(pending->rule->destination);
  if (stands_still(*source) || (destination != nullptr && stands_still(*destination))) {
    if (pending->rule->time_control && !pending->late &&
        lab_.now() - pending->since >= time_control_threshold) {
      pending->late = true;
      tell(*pending, "s3:Replication:OperationMissedThreshold");
    }
    const bool may_be_late = pending->rule->time_control && !pending->late;
    if (!may_be_late) return hold(pending);
    tasks_.at(lab_.now() + retry_interval, [this, pending] { attempt(pending); });
    return;
  }
  const Failure failure = pending->what == What::details
                              ? copy_details(pending->key, *version, *pending->rule)
                              : copy(*source, pending->key, *version, *pending->rule);
  finish(*version, failure);
  if (pending->rule->metrics) count(*pending, false, failure.has_value());
  if (failure) tell(*pending, "s3:Replication:OperationFailedReplication", *failure);
  if (!failure && pending->late) {
    tell(*pending, "s3:Replication:OperationReplicatedAfterThreshold");
  }
}

// Until neither side stands still; then it goes on at its own minute, as if it had looked all the
// time.
void Replication::hold(const std::shared_ptr<const Pending>& pending) {
  held_[{pending->bucket, pending->rule->destination}].push_back({pending, lab_.now()});
  if (!listening_) lab_.internet().when_changed([this] { release(); });
  listening_ = true;
  if (!looking_) look_again();
}

// Nobody tells when a stall is over.
void Replication::look_again() {
  looking_ = true;
  tasks_.at(lab_.now() + retry_interval, [this] {
    release();
    looking_ = false;
    if (!held_.empty()) look_again();
  });
}

void Replication::release() {
  const Time now = lab_.now();
  std::erase_if(held_, [&](const auto& entry) {
    const auto& [between, waiting] = entry;
    for (const std::string& name : {between.first, between.second}) {
      const Bucket* bucket = s3_.find(name);
      if (bucket != nullptr && stands_still(*bucket)) return false;
    }
    for (const Held& held : waiting) {
      const Duration waited = now - held.looked;
      const auto minutes_on = (waited + retry_interval - Duration(1)) / retry_interval;
      const Time when = held.looked + retry_interval * std::max<std::int64_t>(1, minutes_on);
      tasks_.at(when, [this, pending = held.pending] { attempt(pending); });
    }
    return true;
  });
}

void Replication::count(const Pending& pending, bool begins, bool failed) {
  Metrics& metrics = metrics_[{pending.bucket, pending.rule->destination, pending.rule->id}];
  if (begins) {
    metrics.bytes_pending += pending.size;
    ++metrics.operations_pending;
    metrics.pending_since.insert(pending.since);
    return;
  }
  metrics.bytes_pending -= pending.size;
  --metrics.operations_pending;
  metrics.pending_since.erase(metrics.pending_since.find(pending.since));
  if (failed) ++metrics.operations_failed;
}

void Replication::tell(const Pending& pending, std::string_view event, std::string_view reason) {
  const Bucket* source = s3_.find(pending.bucket);
  if (source == nullptr || !notifies(*source, event)) return;
  events_.push_back({event, pending.bucket, pending.key, pending.version_id, pending.rule->id,
                     reason, lab_.now()});
  if (events_.size() > most_events) events_.pop_front();
}

namespace {

// What can change of a version without a new one. A replica that belongs to somebody else has its
// own ACL.
void bring_details(ObjectVersion& replica, const ObjectVersion& version) {
  if (!version.has_extras() && !replica.has_extras()) return;
  VersionExtras& there = replica.change_extras();
  const VersionExtras& here = version.extras();
  there.tags = here.tags;
  there.retention = here.retention;
  there.legal_hold = here.legal_hold;
  if (there.replica_owner.empty()) there.access_control = here.access_control;
}

}  // namespace

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html
Replication::Failure Replication::copy(const Bucket& source, const std::string& key,
                                       const ObjectVersion& version, const ReplicationRule& rule) {
  Bucket* destination = s3_.find(rule.destination);
  if (destination == nullptr) return "DstBucketNotFound";
  if (destination->versioning != Versioning::enabled) return "DstBucketUnversioned";
  if (const Failure failure = role_failure(source, key, version, rule)) return failure;
  const VersionExtras& extras = version.extras();
  if ((source.object_lock || extras.retention || extras.legal_hold) && !destination->object_lock) {
    return "DstBucketObjectLockConfigMissing";  // (fact D6)
  }
  ObjectVersion replica = version;
  if (!version.key_arn.empty()) {
    const Kms& keys = lab_.kms();
    if (!keys.usable(source.region, version.key_arn.text())) return "SrcGetObjectNotPermitted";
    const KmsKey* key_there = keys.find(destination->region, rule.replica_key);
    if (key_there == nullptr) return "DstKmsKeyNotFound";
    if (key_there->state != KeyState::enabled) return "DstKmsKeyInvalidState";
    replica.key_arn = s3_.share(key_there->arn);
    replica.bucket_key = destination->encryption.bucket_key;
    replica.etag = s3_.encrypted_etag(replica);
  }
  if (!rule.storage_class.empty() && !version.delete_marker) {
    replica.storage_class = *storage_class_of(rule.storage_class);
  }
  // Same id, metadata, tags and time as at the source; the rest is the replica's own.
  replica.replication_status = ReplicationStatus::replica;
  replica.replications_outstanding = 0;
  replica.replications_begun = 0;
  if (version.has_extras()) {
    VersionExtras& own = replica.change_extras();
    own.replication_failure = {};
    own.restored_until.reset();
    own.restore_ongoing = false;
  }
  if (!rule.replica_owner.empty()) {
    replica.change_extras().replica_owner = rule.replica_owner;
    replica.change_extras().access_control.reset();
  }
  History& there = destination->history_of(key);
  if (ObjectVersion* known = there.find(version.version_id.view())) {
    bring_details(*known, version);
  } else {
    there.add(std::move(replica));
  }
  return std::nullopt;
}

// What the role that S3 assumes may not do. Of one that IAM does not know, as those of an account
// file, nobody can say: it may.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
Replication::Failure Replication::role_failure(const Bucket& source, const std::string& key,
                                               const ObjectVersion& version,
                                               const ReplicationRule& rule) const {
  if (source.replication == nullptr) return std::nullopt;
  const auto& iam = static_cast<const Iam&>(*lab_.find_service("iam"));
  const std::string& arn = source.replication->role;
  const IamRole* role = iam.find_role(std::string_view(arn).substr(arn.rfind('/') + 1));
  if (role == nullptr || role->arn != arn) return std::nullopt;
  const policy::Keys keys = Authorizer(lab_).common_keys(nullptr, source.region);
  policy::Principal s3;
  s3.service = "s3.amazonaws.com";
  if (evaluate(role->trust.document, {s3, "sts:AssumeRole", arn, keys}) !=
      policy::Decision::allow) {
    return "AssumeRoleNotPermitted";
  }
  Identity session;
  session.arn = session.role_arn = arn;
  const auto may = [&](const char* action, const std::string& resource) {
    return iam.decide(&session, {iam.principal_of(&session), action, resource, keys}) ==
           policy::Decision::allow;
  };
  const std::string here = fmt::format("arn:aws:s3:::{}/{}", source.name, key);
  const std::string there = fmt::format("arn:aws:s3:::{}/{}", rule.destination, key);
  if (version.delete_marker) {
    return may("s3:ReplicateDelete", there) ? Failure() : Failure("DstDelObjNotPermitted");
  }
  if (!may("s3:GetObjectVersionForReplication", here)) return "SrcGetObjectNotPermitted";
  if (!may("s3:ReplicateObject", there)) return "DstPutObjectNotPermitted";
  if (version.key_arn.empty()) return std::nullopt;
  if (!may("kms:Decrypt", version.key_arn.text())) return "SrcKmsKeyNotPermitted";
  if (!may("kms:Encrypt", rule.replica_key)) return "DstKmsKeyNotPermitted";
  return std::nullopt;
}

// Only to where the version is; what was deleted there stays deleted.
Replication::Failure Replication::copy_details(const std::string& key, const ObjectVersion& version,
                                               const ReplicationRule& rule) {
  Bucket* destination = s3_.find(rule.destination);
  if (destination == nullptr) return "DstBucketNotFound";
  History* history = destination->find(key);
  ObjectVersion* there = history != nullptr ? history->find(version.version_id.view()) : nullptr;
  if (there != nullptr) bring_details(*there, version);
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
    version->replication_status =
        failure ? ReplicationStatus::failed : ReplicationStatus::completed;
    if (failure || version->has_extras()) {
      version->change_extras().replication_failure = failure.value_or("");
    }
  }
  return failure;
}

bool Replication::stands_still(const Bucket& bucket) const {
  const std::set<std::string>& stalled = lab_.troubles().replication;
  return lab_.is_dark(bucket.region) || stalled.contains(bucket.region) ||
         stalled.contains(bucket.name);
}

bool Replication::is_held_up(const Bucket& bucket) const {
  if (stands_still(bucket)) return true;
  if (bucket.replication == nullptr) return false;
  return std::ranges::any_of(bucket.replication->rules, [&](const auto& rule) {
    const Bucket* destination = s3_.find(rule->destination);
    return destination != nullptr && stands_still(*destination);
  });
}

}  // namespace godwit::lab::services
