// Objects of the lab's S3: contents, versions, and the history that one key has. A plain object's
// metadata fits into half a kilobyte: what few objects have is kept behind a pointer, what many
// share is shared.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/body.h"
#include "base/time.h"
#include "lab/services/s3/words.h"

namespace godwit::lab::services {

using Tags = std::map<std::string, std::string>;

// One checksum, as it was asked for or is S3's own.
struct Checksum {
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::crc64nvme;
  bool composite = false;  // of the parts' checksums, else of the whole object
  std::string value;       // base64, and "-N" where composite; empty: not worked out yet
};

// One part of an object that was uploaded in several.
struct ObjectPart {
  int number = 0;
  std::uint64_t size = 0;
  std::string checksum;  // base64, by the object's algorithm; empty: nobody asked
};

// What was said of an object beside its bytes.
struct ObjectHeaders {
  std::map<std::string, std::string> headers;   // "CacheControl" and its like, by S3's model
  std::map<std::string, std::string> metadata;  // "x-amz-meta-", without that prefix
  bool empty() const { return headers.empty() && metadata.empty(); }
};

// What an object is made of. Immutable and shared between a version and its replicas.
struct ObjectContent {
  Body body;
  std::uint32_t crc32c = 0;          // of the body, whether or not anybody asked for a checksum
  std::optional<Checksum> checksum;  // nullopt: S3's own, a CRC-64/NVME of the whole
  mutable std::string own_checksum;  // that one, in base64, once somebody has asked
  std::string content_type;          // empty: binary/octet-stream
  std::shared_ptr<const ObjectHeaders> described;             // nullptr: nothing
  std::shared_ptr<const std::vector<ObjectPart>> parts = {};  // nullptr: came in one piece

  const std::map<std::string, std::string>& headers() const;
  const std::map<std::string, std::string>& metadata() const;
};

// "crc32c:" or "sha256:" and base64; empty where nobody asked for a checksum.
std::string checksum_of(const ObjectContent& content);

// An MD5, or something of its form where the object is encrypted (fact D10); and of how many parts.
struct ETag {
  std::array<unsigned char, 16> digest{};
  std::uint32_t parts = 0;   // 0: one piece
  std::string text() const;  // with its quotes
  bool operator==(const ETag&) const = default;
};
ETag etag_of(std::string_view digest, std::size_t parts = 0);
// Is the ETag one that a condition names? With or without quotes, or "*".
bool names_etag(std::string_view condition, const ETag& etag);

// 32 letters, or "null" for what was written without versioning.
class VersionId {
 public:
  VersionId() = default;
  VersionId(std::string_view text);  // NOLINT(google-explicit-constructor): at most 32 letters
  VersionId(const std::string& text) : VersionId(std::string_view(text)) {}  // NOLINT
  VersionId(const char* text) : VersionId(std::string_view(text)) {}         // NOLINT
  std::string_view view() const { return {text_.data(), size_}; }
  std::string text() const { return std::string(view()); }
  bool empty() const { return size_ == 0; }
  friend bool operator==(const VersionId& a, std::string_view b) { return a.view() == b; }
  friend bool operator==(const VersionId& a, const char* b) { return a.view() == b; }
  friend bool operator==(const VersionId& a, const VersionId& b) { return a.view() == b.view(); }

 private:
  std::array<char, 32> text_{};
  std::uint8_t size_ = 0;
};

// A text that many objects have in common, such as a key's ARN.
class SharedText {
 public:
  SharedText() = default;
  SharedText(const std::string& text)  // NOLINT(google-explicit-constructor)
      : text_(text.empty() ? nullptr : std::make_shared<const std::string>(text)) {}
  bool empty() const { return text_ == nullptr; }
  const std::string& text() const;
  friend bool operator==(const SharedText& a, const SharedText& b) {
    return a.text_ == b.text_ || a.text() == b.text();
  }

 private:
  std::shared_ptr<const std::string> text_;
};

// Until when a version cannot be deleted.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
struct Retention {
  bool compliance = false;  // else GOVERNANCE, which can be bypassed
  Time until{};
  bool operator==(const Retention&) const = default;
};

struct AccessControl;

// What few versions have.
struct VersionExtras {
  Tags tags;
  std::string_view replication_failure;  // why it is FAILED: AWS's code
  std::optional<Time> restored_until;    // a copy of an archived version can be read until then
  bool restore_ongoing = false;
  std::optional<Retention> retention;
  std::optional<bool> legal_hold;                       // nullopt: never set
  std::shared_ptr<const AccessControl> access_control;  // nullptr: private
  std::string customer_key_md5;                         // SSE-C: base64; empty: none
  std::string replica_owner;  // an account, where AccessControlTranslation has changed it
};

struct ObjectVersion {
  VersionId version_id;
  StorageClass storage_class = StorageClass::standard;
  ReplicationStatus replication_status = ReplicationStatus::none;
  bool delete_marker = false;
  bool bucket_key = false;     // an S3 Bucket Key spares calls to KMS
  Time last_modified{};        // of a replica: when the source was written
  std::uint64_t sequence = 0;  // of writing, across all buckets; a replica has its source's
  std::uint32_t replications_begun = 0;
  std::uint16_t replications_outstanding = 0;
  ETag etag;
  SharedText key_arn;                            // SSE-KMS, or empty: SSE-S3
  std::shared_ptr<const ObjectContent> content;  // nullptr for a delete marker

  ObjectVersion() = default;
  ObjectVersion(const ObjectVersion& other);
  ObjectVersion& operator=(const ObjectVersion& other);
  ObjectVersion(ObjectVersion&&) = default;
  ObjectVersion& operator=(ObjectVersion&&) = default;
  ~ObjectVersion() = default;

  std::uint64_t size() const { return content ? content->body.size() : 0; }
  bool is_replica() const { return replication_status == ReplicationStatus::replica; }
  const VersionExtras& extras() const;
  bool has_extras() const { return extras_ != nullptr; }
  VersionExtras& change_extras();  // made where there are none
  const Tags& tags() const { return extras().tags; }
  void set_tags(Tags tags);

 private:
  std::unique_ptr<VersionExtras> extras_;
};

// In Glacier, without a copy that can be read (fact D5).
bool is_archived(const ObjectVersion& version, Time now);
bool is_archive_class(StorageClass storage_class);  // must be restored before it can be read

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
