// Typed calls of S3. `region` is the bucket's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "base/body.h"
#include "base/time.h"

namespace godwit::aws::s3 {

using Tags = std::map<std::string, std::string>;
using Metadata = std::map<std::string, std::string>;

// A bucket in a region.
struct BucketName {
  std::string region;
  std::string name;
};

// ---- buckets

Result<void> create_bucket(Cloud& cloud, const BucketName& bucket);
Result<void> delete_bucket(Cloud& cloud,
                           const BucketName& bucket);  // BucketNotEmpty, while it holds any version
Result<void> head_bucket(Cloud& cloud, const BucketName& bucket,
                         const std::string& expected_owner = {});  // not_found where it is missing

// The account's buckets in that region, by name; all pages.
Result<std::vector<std::string>> list_buckets(Cloud& cloud, const std::string& region);

enum class Versioning { never, enabled, suspended };
Result<Versioning> get_bucket_versioning(Cloud& cloud, const BucketName& bucket);
Result<void> put_bucket_versioning(Cloud& cloud, const BucketName& bucket, Versioning versioning);

struct Encryption {
  std::string key_arn;  // empty: SSE-S3 (AES256)
  bool bucket_key = false;
  bool operator==(const Encryption&) const = default;
};
Result<Encryption> get_bucket_encryption(Cloud& cloud, const BucketName& bucket);
Result<void> put_bucket_encryption(Cloud& cloud, const BucketName& bucket,
                                   const Encryption& encryption);

// All four settings at once: true if every one of them is on.
Result<bool> get_public_access_block(Cloud& cloud, const BucketName& bucket);
Result<void> put_public_access_block(Cloud& cloud, const BucketName& bucket);

Result<Tags> get_bucket_tagging(Cloud& cloud,
                                const BucketName& bucket);  // empty where there are none
Result<void> put_bucket_tagging(Cloud& cloud, const BucketName& bucket, const Tags& tags);

// ---- replication

struct ReplicationRule {
  std::string id;
  int priority = 0;
  bool enabled = true;
  std::string prefix;                  // filter; empty: everything
  std::string destination_bucket_arn;  // "arn:aws:s3:::name"
  std::string replica_key_arn;         // empty: none
  bool encrypted_objects = false;      // SourceSelectionCriteria.SseKmsEncryptedObjects (fact D3)
  bool replica_modifications = false;  // SourceSelectionCriteria.ReplicaModifications (fact D7)
  bool delete_markers = false;         // (fact D8)
  bool time_control = false;  // Replication Time Control and its metrics, 15 minutes (fact D9)
  bool operator==(const ReplicationRule&) const = default;
};
struct ReplicationConfiguration {
  std::string role;  // ARN
  std::vector<ReplicationRule> rules;
  bool operator==(const ReplicationConfiguration&) const = default;
};
// nullopt where the bucket has none.
Result<std::optional<ReplicationConfiguration>> get_bucket_replication(Cloud& cloud,
                                                                       const BucketName& bucket);
Result<void> put_bucket_replication(Cloud& cloud, const BucketName& bucket,
                                    const ReplicationConfiguration& configuration);
Result<void> delete_bucket_replication(Cloud& cloud, const BucketName& bucket);

// ---- objects

struct PutObject {
  std::string key;
  Body body;
  std::string content_type;
  Metadata metadata;
  Tags tags;
};
struct PutResult {
  std::string version_id;
  std::string etag;
};
// Sends a CRC-32C of the content, so that it can be verified for ever.
Result<PutResult> put_object(Cloud& cloud, const BucketName& bucket, const PutObject& object);

struct ObjectInfo {
  std::uint64_t size = 0;
  std::string version_id;
  std::string etag;
  std::string checksum;            // "crc32c:…" or "sha256:…" in base64; empty where there is none
  std::string storage_class;       // "STANDARD" where the answer says nothing
  std::string restore;             // x-amz-restore as it is: 'ongoing-request="true"'
  std::string replication_status;  // PENDING, COMPLETED, FAILED, REPLICA, or empty
  std::string encryption_key_arn;  // empty where it is not SSE-KMS
  std::string content_type;
  Metadata metadata;
  Time last_modified{};
};
struct Object {
  ObjectInfo info;
  Body body;
};
// An empty `version_id` asks for the current version.
Result<Object> get_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                          const std::string& version_id = {});
Result<ObjectInfo> head_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                               const std::string& version_id = {});
// Without a version: adds a delete marker in a versioned bucket.
Result<void> delete_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                           const std::string& version_id = {});
Result<Tags> get_object_tagging(Cloud& cloud, const BucketName& bucket, const std::string& key,
                                const std::string& version_id = {});

struct Version {
  std::string key;
  std::string version_id;
  std::uint64_t size = 0;
  std::string etag;
  std::string storage_class;
  Time last_modified{};
  bool latest = false;
  bool delete_marker = false;
};
struct VersionPage {
  std::vector<Version> versions;  // by key, newest first, delete markers among them
  bool truncated = false;
  std::string next_key_marker;
  std::string next_version_id_marker;
};
Result<VersionPage> list_object_versions(Cloud& cloud, const BucketName& bucket,
                                         const std::string& key_marker = {},
                                         const std::string& version_id_marker = {});
// Every page of it.
Result<std::vector<Version>> list_all_versions(Cloud& cloud, const BucketName& bucket);

// Asks for an archived version back, for `days`, at the Standard tier. RestoreAlreadyInProgress is
// an error of kind conflict.
Result<void> restore_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                            const std::string& version_id, int days);

}  // namespace godwit::aws::s3
