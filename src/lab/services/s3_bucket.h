// A bucket of the lab's S3, with its settings and objects.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "account/account.h"
#include "lab/services/s3_object.h"
#include "lab/services/s3_replication_rules.h"

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

// Stays where it is made: the index points into it.
struct Bucket {
  std::string name;
  std::string region;
  Time created{};
  Versioning versioning = Versioning::never;
  DefaultEncryption encryption;
  // New buckets block everything, as AWS's have since April 2023.
  std::optional<PublicAccessBlock> public_access = PublicAccessBlock{};
  Tags tags;
  std::shared_ptr<const ReplicationConfiguration> replication;  // nullptr: none
  std::map<std::string, History, std::less<>> objects;          // by key; no history is empty
  // The same histories for who asks for one key, which is nearly everybody. Never walked.
  std::unordered_map<std::string_view, History*> index;

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
};

}  // namespace godwit::lab::services
