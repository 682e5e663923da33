// A bucket of the lab's S3, with its settings and objects.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "account/account.h"
#include "aws/value.h"
#include "lab/services/s3/lifecycle_rules.h"
#include "lab/services/s3/object.h"
#include "lab/services/s3/replication_rules.h"
#include "lab/services/s3/upload.h"

namespace godwit::lab::policy {
struct Document;
}

namespace godwit::lab::services {

using account::Versioning;

struct PublicAccessBlock {
  bool block_acls = true;
  bool ignore_acls = true;
  bool block_policy = true;
  bool restrict_buckets = true;
  bool all() const { return block_acls && ignore_acls && block_policy && restrict_buckets; }
};

// How new objects are encrypted where they do not say.
struct DefaultEncryption {
  bool kms = false;  // else SSE-S3: AES256
  std::string key;   // as given, which nobody checks; empty: the region's aws/s3
  bool bucket_key = false;
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
enum class Ownership { bucket_owner_enforced, bucket_owner_preferred, object_writer };

// Object Lock, once it is on: it cannot be turned off.
struct ObjectLock {
  bool default_compliance = false;
  int default_days = 0;   // for new versions; 0: none
  int default_years = 0;  // or this
};

// Stays where it is made: the index points into it.
struct Bucket {
  std::string name;
  std::string region;
  Time created{};
  Versioning versioning = Versioning::never;
  DefaultEncryption encryption;
  // New buckets block everything, as AWS's have since April 2023.
  std::optional<PublicAccessBlock> public_access = PublicAccessBlock{};
  Tags tags = {};
  std::shared_ptr<const ReplicationConfiguration> replication = {};  // nullptr: none
  std::shared_ptr<const LifecycleConfiguration> lifecycle = {};      // nullptr: none
  std::optional<Ownership> ownership = Ownership::bucket_owner_enforced;
  std::shared_ptr<const AccessControl> access_control = {};  // nullptr: private
  std::optional<ObjectLock> object_lock = {};
  std::string policy = {};                                       // JSON, as given; empty: none
  std::shared_ptr<const policy::Document> policy_document = {};  // what it says; nullptr: none
  // Settings that S3 keeps and gives back, by name (kept_settings.cc).
  std::map<std::string, aws::Value, std::less<>> kept = {};
  Uploads uploads = {};
  std::map<std::string, History, std::less<>> objects = {};  // by key; no history is empty
  // The same histories for who asks for one key, which is nearly everybody. Never walked.
  std::unordered_map<std::string_view, History*> index = {};

  History* find(std::string_view key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : found->second;
  }
  // Of this key; made, empty, where there is none: to be filled at once.
  History& history_of(const std::string& key) {
    if (History* known = find(key)) return *known;
    const auto made = objects.try_emplace(key).first;
    index.emplace(made->first, &made->second);
    return made->second;
  }
  void erase(const std::string& key) {
    index.erase(key);
    objects.erase(key);
  }
  const History* find(std::string_view key) const { return const_cast<Bucket*>(this)->find(key); }
  // The current version, unless it is a delete marker.
  const ObjectVersion* current(std::string_view key) const {
    const History* history = find(key);
    const ObjectVersion* newest = history == nullptr ? nullptr : history->current();
    return newest == nullptr || newest->delete_marker ? nullptr : newest;
  }
};

}  // namespace godwit::lab::services
