// Lifecycles as they act: once a day, at midnight in UTC, where a bucket has one. Nothing that they
// do is replicated.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
#include "lab/services/s3/lifecycle.h"

#include "base/encoding.h"
#include "lab/lab.h"
#include "lab/services/s3/multipart.h"
#include "lab/services/s3/object_lock.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

// Smaller objects stay where they are, unless a rule speaks of sizes itself.
constexpr std::uint64_t smallest_transition = 128 * 1024;

int rank(StorageClass storage_class) {
  switch (storage_class) {
    case StorageClass::standard:
    case StorageClass::reduced_redundancy:
      return 0;
    case StorageClass::standard_ia:
      return 1;
    case StorageClass::intelligent_tiering:
      return 2;
    case StorageClass::onezone_ia:
      return 3;
    case StorageClass::glacier_ir:
      return 4;
    case StorageClass::glacier:
      return 5;
    case StorageClass::deep_archive:
      return 6;
  }
  return 0;
}

bool is_large_enough(const LifecycleConfiguration& configuration, const LifecycleRule& rule,
                     const LifecycleRule::Transition& transition, const ObjectVersion& version) {
  if (rule.larger_than || rule.smaller_than) return true;
  if (version.size() >= smallest_transition) return true;
  return configuration.transitions_small && is_archive_class(transition.storage_class);
}

// What is to be done with one key's versions.
class Keeper {
 public:
  Keeper(const LifecycleConfiguration& configuration, const std::string& key, Time now)
      : configuration_(configuration), key_(key), now_(now) {}

  // The class that a version should have by now.
  StorageClass due_class(const ObjectVersion& version, bool current, Time since, int newer) const {
    StorageClass best = version.storage_class;
    for (const LifecycleRule& rule : configuration_.rules) {
      if (!matches(rule, key_, version)) continue;
      for (const auto& one : current ? rule.transitions : rule.noncurrent_transitions) {
        const bool due = one.date ? *one.date <= now_ : lifecycle_due(since, *one.days) <= now_;
        if (due && newer >= one.newer_noncurrent_versions && moves_on(best, one.storage_class) &&
            is_large_enough(configuration_, rule, one, version)) {
          best = one.storage_class;
        }
      }
    }
    return best;
  }

  bool noncurrent_expires(const ObjectVersion& version, Time since, int newer) const {
    return std::ranges::any_of(configuration_.rules, [&](const LifecycleRule& rule) {
      return rule.noncurrent_days && matches(rule, key_, version) &&
             newer >= rule.newer_noncurrent_versions &&
             lifecycle_due(since, *rule.noncurrent_days) <= now_;
    });
  }

  // A marker that nothing is behind any more.
  bool lone_marker_expires(const ObjectVersion& marker) const {
    return std::ranges::any_of(configuration_.rules, [&](const LifecycleRule& rule) {
      if (!matches(rule, key_, marker)) return false;
      if (rule.expired_delete_markers) return true;
      if (rule.expiration_date) return *rule.expiration_date <= now_;
      return rule.expiration_days &&
             lifecycle_due(marker.last_modified, *rule.expiration_days) <= now_;
    });
  }

  bool current_expires(const ObjectVersion& version) const {
    const Expiry expiry = expiry_of(configuration_, key_, version);
    return expiry.rule != nullptr && expiry.when <= now_;
  }

 private:
  const LifecycleConfiguration& configuration_;
  const std::string& key_;
  Time now_;
};

}  // namespace

bool moves_on(StorageClass from, StorageClass to) { return rank(to) > rank(from); }

std::string describe_expiry(const Expiry& expiry) {
  return fmt::format(R"(expiry-date="{}", rule-id="{}")", format_http_date(expiry.when),
                     percent_encode(expiry.rule->id));
}

void say_abort(const Bucket& bucket, const std::string& key, const Upload& upload, Value& output) {
  if (bucket.lifecycle == nullptr) return;
  const LifecycleRule* soonest = nullptr;
  for (const LifecycleRule& rule : bucket.lifecycle->rules) {
    if (!rule.enabled || !rule.abort_uploads_days || !key.starts_with(rule.prefix)) continue;
    if (soonest == nullptr || *rule.abort_uploads_days < *soonest->abort_uploads_days) {
      soonest = &rule;
    }
  }
  if (soonest == nullptr) return;
  output.set("AbortDate", lifecycle_due(upload.initiated, *soonest->abort_uploads_days))
      .set("AbortRuleId", soonest->id);
}

// ---- the handlers

Answer S3::get_bucket_lifecycle(const Call&, Bucket& bucket) {
  if (bucket.lifecycle == nullptr) {
    return refuse(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist",
                  Value().set("BucketName", bucket.name));
  }
  return Value()
      .set("Rules", bucket.lifecycle->given)
      .set("TransitionDefaultMinimumObjectSize", bucket.lifecycle->transitions_small
                                                     ? "varies_by_storage_class"
                                                     : "all_storage_classes_128K");
}

Answer S3::put_bucket_lifecycle(const Call& call, Bucket& bucket) {
  auto configuration = TRY(read_lifecycle_configuration(call.input["LifecycleConfiguration"]));
  const std::string& smallest = call.input["TransitionDefaultMinimumObjectSize"].text();
  if (!smallest.empty() && smallest != "varies_by_storage_class" &&
      smallest != "all_storage_classes_128K") {
    return refuse(400, "InvalidRequest",
                  "Invalid value for x-amz-transition-default-minimum-object-size header");
  }
  configuration.transitions_small = smallest == "varies_by_storage_class";
  const std::string_view kept =
      configuration.transitions_small ? "varies_by_storage_class" : "all_storage_classes_128K";
  bucket.lifecycle = std::make_shared<const LifecycleConfiguration>(std::move(configuration));
  plan_lifecycle();
  return Value().set("TransitionDefaultMinimumObjectSize", kept);
}

Answer S3::delete_bucket_lifecycle(const Call&, Bucket& bucket) {
  bucket.lifecycle.reset();
  return Value();
}

// ---- acting

void S3::plan_lifecycle() {
  if (lifecycle_planned_) return;
  lifecycle_planned_ = true;
  const Time midnight = std::chrono::floor<std::chrono::days>(lab_.now()) + hours(24);
  tasks_.at(midnight, [this] {
    lifecycle_planned_ = false;
    run_lifecycle();
  });
}

void S3::run_lifecycle() {
  bool any = false;
  for (auto& [bucket_name, bucket] : buckets_) {
    if (bucket.lifecycle == nullptr) continue;
    any = true;
    if (!lab_.is_down(bucket.region)) run_lifecycle(bucket, lab_.now());
  }
  if (any) plan_lifecycle();
}

void S3::run_lifecycle(Bucket& bucket, Time now) {
  const auto configuration = bucket.lifecycle;  // stays, whatever happens to the bucket
  std::vector<std::string> emptied;
  for (auto& [key, history] : bucket.objects) {
    const Keeper keeper(*configuration, key, now);
    // Noncurrent versions, newest first: `since` is when each was covered by the next.
    const auto& versions = history.versions();
    std::vector<std::string> expired;
    int newer = 0;
    for (std::size_t i = versions.size(); i-- > 0;) {
      ObjectVersion* version = history.find(versions[i].version_id.view());
      const bool current = i + 1 == versions.size();
      const Time since = current ? version->last_modified : versions[i + 1].last_modified;
      if (!current && keeper.noncurrent_expires(*version, since, newer) &&
          !is_locked(*version, false, now)) {
        expired.push_back(version->version_id.text());
      } else if (!version->delete_marker) {
        version->storage_class = keeper.due_class(*version, current, since, newer);
      }
      if (!current) ++newer;
    }
    for (const std::string& version_id : expired) history.remove(version_id);
    const ObjectVersion& current = versions.back();
    if (current.delete_marker) {
      if (versions.size() == 1 && keeper.lone_marker_expires(current)) emptied.push_back(key);
      continue;
    }
    if (!keeper.current_expires(current)) continue;
    if (bucket.versioning == Versioning::never) {
      emptied.push_back(key);
      continue;
    }
    ObjectVersion marker;
    marker.last_modified = now;
    marker.delete_marker = true;
    write(bucket, key, std::move(marker));
  }
  for (const std::string& key : emptied) bucket.erase(key);

  for (const LifecycleRule& rule : configuration->rules) {
    if (!rule.enabled || !rule.abort_uploads_days) continue;
    for (auto& [key, uploads] : bucket.uploads.open) {
      if (!key.starts_with(rule.prefix)) continue;
      std::erase_if(uploads, [&](const Upload& upload) {
        return lifecycle_due(upload.initiated, *rule.abort_uploads_days) <= now;
      });
    }
    std::erase_if(bucket.uploads.open, [](const auto& one) { return one.second.empty(); });
  }
}

}  // namespace godwit::lab::services
