// The lab's S3: buckets and objects of all regions in one name space, as AWS has them; replication
// that replicates. Facts D1-D15.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "base/body.h"
#include "lab/service.h"

namespace godwit::lab::services {

// What an object is made of. Immutable and shared between a version and its replicas.
struct ObjectContent {
  Body body;
  std::string etag;      // with its quotes; no content hash where the object is encrypted (fact D10)
  std::string checksum_crc32c;  // base64, or empty
  std::string checksum_sha256;
  std::string content_type;
  std::map<std::string, std::string> metadata;
};

struct ObjectVersion {
  std::string version_id;
  Time last_modified{};
  bool delete_marker = false;
  std::shared_ptr<const ObjectContent> content;  // nullptr for a delete marker
  std::map<std::string, std::string> tags;
  std::string storage_class = "STANDARD";
  std::string key_arn;             // SSE-KMS, or empty
  std::string replication_status;  // PENDING, COMPLETED, FAILED, REPLICA, or empty
  std::optional<Time> restored_until;
  bool restore_ongoing = false;
};

}  // namespace godwit::lab::services
