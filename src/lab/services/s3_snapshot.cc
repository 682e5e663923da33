// What S3 holds, without times and without what chance alone decides: how far replication is.
#include "base/digest.h"
#include "base/encoding.h"
#include "lab/services/s3.h"

namespace godwit::lab::services {

namespace {

boost::json::object to_json(const std::map<std::string, std::string>& map) {
  boost::json::object object;
  for (const auto& [key, value] : map) object[key] = value;
  return object;
}

std::string_view to_text(Versioning versioning) {
  switch (versioning) {
    case Versioning::never:
      return "never";
    case Versioning::enabled:
      return "enabled";
    case Versioning::suspended:
      return "suspended";
  }
  return "";
}

boost::json::value to_json(const ReplicationRule& rule) {
  return {{"id", rule.id},
          {"priority", rule.priority},
          {"enabled", rule.enabled},
          {"prefix", rule.prefix},
          {"tags", to_json(rule.tags)},
          {"destination", rule.destination},
          {"storage_class", rule.storage_class},
          {"replica_key", rule.replica_key},
          {"encrypted_objects", rule.encrypted_objects},
          {"replica_modifications", rule.replica_modifications},
          {"delete_markers", rule.delete_markers},
          {"time_control", rule.time_control}};
}

boost::json::value to_json(const ObjectVersion& version) {
  if (version.delete_marker) {
    return {{"version_id", version.version_id}, {"delete_marker", true}};
  }
  const ObjectContent& content = *version.content;
  // Tens of thousands of these are made: no copies, and nothing that is empty.
  boost::json::object all;
  all.reserve(9);
  all.emplace("version_id", version.version_id);
  all.emplace("size", version.size());
  all.emplace("checksum", "crc32c:" + to_base64(crc_bytes(content.crc32c)));
  if (!content.content_type.empty()) all.emplace("content_type", content.content_type);
  if (!content.headers.empty()) all.emplace("headers", to_json(content.headers));
  if (!content.metadata.empty()) all.emplace("metadata", to_json(content.metadata));
  if (!version.tags.empty()) all.emplace("tags", to_json(version.tags));
  all.emplace("storage_class", version.storage_class);
  if (!version.key_arn.empty()) all.emplace("key", version.key_arn);
  return all;
}

boost::json::value to_json(const Bucket& bucket) {
  boost::json::object all;
  all["region"] = bucket.region;
  all["versioning"] = to_text(bucket.versioning);
  all["encryption"] = {{"algorithm", bucket.encryption.kms ? "aws:kms" : "AES256"},
                       {"key", bucket.encryption.key},
                       {"bucket_key", bucket.encryption.bucket_key}};
  all["public_access_blocked"] = bucket.public_access && bucket.public_access->all();
  all["tags"] = to_json(bucket.tags);
  boost::json::array rules;
  if (bucket.replication != nullptr) {
    for (const auto& rule : bucket.replication->rules) rules.push_back(to_json(*rule));
  }
  all["replication"] = std::move(rules);
  boost::json::object objects;
  for (const auto& [key, history] : bucket.objects) {
    boost::json::array versions;
    versions.reserve(history.versions().size());
    for (const ObjectVersion& version : history.versions()) versions.push_back(to_json(version));
    objects[key] = std::move(versions);
  }
  all["objects"] = std::move(objects);
  return all;
}

}  // namespace

boost::json::value S3::snapshot() const {
  boost::json::object all;
  for (const auto& [bucket_name, bucket] : buckets_) all[bucket_name] = to_json(bucket);
  return all;
}

}  // namespace godwit::lab::services
