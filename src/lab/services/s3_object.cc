#include "lab/services/s3_object.h"

namespace godwit::lab::services {

std::string checksum_of(const ObjectContent& content) {
  if (!content.checksum_crc32c.empty()) return "crc32c:" + content.checksum_crc32c;
  if (!content.checksum_sha256.empty()) return "sha256:" + content.checksum_sha256;
  if (!content.checksum_crc32.empty()) return "crc32:" + content.checksum_crc32;
  if (!content.checksum_sha1.empty()) return "sha1:" + content.checksum_sha1;
  return {};
}

// Glacier Instant Retrieval (GLACIER_IR) is read like any other class.
bool is_archive_class(std::string_view storage_class) {
  return storage_class == "GLACIER" || storage_class == "DEEP_ARCHIVE";
}

bool is_archived(const ObjectVersion& version, Time now) {
  if (!is_archive_class(version.storage_class)) return false;
  return !version.restored_until || *version.restored_until <= now;
}

ObjectVersion* History::find(std::string_view version_id) {
  for (auto version = versions_.rbegin(); version != versions_.rend(); ++version) {
    if (version->version_id == version_id) return &*version;
  }
  return nullptr;
}

const ObjectVersion* History::find(std::string_view version_id) const {
  return const_cast<History*>(this)->find(version_id);
}

ObjectVersion& History::add(ObjectVersion version) {
  auto place = versions_.end();
  const auto order = [](const ObjectVersion& one) {
    return std::pair(one.last_modified, one.sequence);
  };
  while (place != versions_.begin() && order(*std::prev(place)) > order(version)) --place;
  return *versions_.insert(place, std::move(version));
}

bool History::remove(std::string_view version_id) {
  return std::erase_if(versions_, [&](const ObjectVersion& version) {
           return version.version_id == version_id;
         }) > 0;
}

}  // namespace godwit::lab::services
