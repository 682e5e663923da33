// Multipart uploads that have begun, and those that lately ended.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lab/services/s3/object.h"

namespace godwit::lab::services {

struct UploadedPart {
  Body body;
  ETag etag;
  std::uint32_t crc32c = 0;
  std::string checksum;  // base64, by the upload's algorithm; empty: nobody gave one
  Time last_modified{};
};

struct Upload {
  std::string id;
  Time initiated{};
  ObjectVersion draft;          // encryption, storage class, tags, locks: as given at creation
  ObjectContent content;        // headers and metadata, likewise
  bool checksum_asked = false;  // else S3 makes its own CRC-64/NVME
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::crc64nvme;
  bool composite = false;
  std::map<int, UploadedPart> parts;  // by number
};

// A completion that is repeated finds what the first one made.
struct CompletedUpload {
  std::string key;
  std::string version_id;
  ETag etag;
  std::optional<Checksum> checksum;
  Time completed{};
};

struct Uploads {
  std::map<std::string, std::vector<Upload>, std::less<>> open;  // by key; oldest first, none empty
  std::map<std::string, CompletedUpload, std::less<>> completed;  // by upload id

  bool empty() const { return open.empty(); }
  Upload* find(std::string_view key, std::string_view id);  // nullptr: there is none
  void remove(std::string_view key, std::string_view id);
};

}  // namespace godwit::lab::services
