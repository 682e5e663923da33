// Objects of the lab's S3: contents, versions, and the history that one key has.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/body.h"
#include "base/time.h"

namespace godwit::lab::services {

using Tags = std::map<std::string, std::string>;

// What an object is made of. Immutable and shared between a version and its replicas.
struct ObjectContent {
  Body body;
  std::uint32_t crc32c = 0;  // of the body, whether or not anybody asked for a checksum
  // What was asked for, in base64, or empty.
  std::string checksum_crc32;
  std::string checksum_crc32c;
  std::string checksum_sha1;
  std::string checksum_sha256;
  std::string content_type;
  std::map<std::string, std::string>
      headers;  // "CacheControl" and its like, by their names in S3's model
  std::map<std::string, std::string> metadata;  // "x-amz-meta-", without that prefix
};

// "crc32c:" or "sha256:" and base64; empty where nobody asked for a checksum.
std::string checksum_of(const ObjectContent& content);

struct ObjectVersion {
  std::string version_id;      // "null" for what was written without versioning
  Time last_modified{};        // of a replica: when the source was written
  std::uint64_t sequence = 0;  // of writing, across all buckets; a replica has its source's
  bool delete_marker = false;
  std::shared_ptr<const ObjectContent> content;  // nullptr for a delete marker
  std::string etag;  // with its quotes; no content hash where the object is encrypted (fact D10)
  Tags tags;
  std::string storage_class = "STANDARD";
  std::string key_arn;              // SSE-KMS, or empty: SSE-S3
  bool bucket_key = false;          // an S3 Bucket Key spares calls to KMS
  std::string replication_status;   // PENDING, COMPLETED, FAILED, REPLICA, or empty
  std::string replication_failure;  // why it is FAILED: AWS's code
  int replications_outstanding = 0;
  int replications_begun = 0;
  std::optional<Time> restored_until;  // a copy of an archived version can be read until then
  bool restore_ongoing = false;

  std::uint64_t size() const { return content ? content->body.size() : 0; }
  bool is_replica() const { return replication_status == "REPLICA"; }
};

// In Glacier, without a copy that can be read (fact D5).
bool is_archived(const ObjectVersion& version, Time now);
bool is_archive_class(std::string_view storage_class);  // must be restored before it can be read

// All versions of one key, oldest first.
class History {
 public:
  const std::vector<ObjectVersion>& versions() const { return versions_; }
  bool empty() const { return versions_.empty(); }

  ObjectVersion* current() { return versions_.empty() ? nullptr : &versions_.back(); }
  const ObjectVersion* current() const { return versions_.empty() ? nullptr : &versions_.back(); }
  ObjectVersion* find(std::string_view version_id);
  const ObjectVersion* find(std::string_view version_id) const;

  // In the order of writing, so that replicas, which arrive in any order, stand as at the source.
  // The reference is good until the next change.
  ObjectVersion& add(ObjectVersion version);
  bool remove(std::string_view version_id);

 private:
  std::vector<ObjectVersion> versions_;
};

// What S3 tells of a time: whole seconds.
inline Time shown_time(Time time) { return std::chrono::floor<std::chrono::seconds>(time); }

}  // namespace godwit::lab::services
