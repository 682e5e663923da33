// What S3 holds, without times and without what chance alone decides: how far replication is.
#include "base/digest.h"
#include "base/encoding.h"
#include "lab/services/s3/acl.h"
#include "lab/services/s3/object_lock.h"
#include "lab/services/s3/put.h"
#include "lab/services/s3/s3.h"

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

boost::json::array to_json(const AccessControl& access_control) {
  boost::json::array grants;
  for (const Grant& grant : access_control.grants) {
    grants.push_back({{"grantee", grant.grantee}, {"permission", grant.permission}});
  }
  return grants;
}

// A value of the codec's, in its own order, which is the request's.
boost::json::value to_json(const aws::Value& value) {
  if (value.is_members()) {
    boost::json::object object;
    for (const auto& [name, member] : value.members()) object[name] = to_json(member);
    return object;
  }
  if (value.is_list()) {
    boost::json::array array;
    for (const aws::Value& one : value.list()) array.push_back(to_json(one));
    return array;
  }
  if (value.is_flag()) return value.flag();
  if (value.is_integer()) return value.integer();
  if (value.is_number()) return value.number();
  if (value.is_time()) return boost::json::value_from(format_time(value.time()));
  return boost::json::value_from(value.text());
}

// What only buckets have that were given it.
void add_settings(const Bucket& bucket, boost::json::object& all) {
  if (bucket.lifecycle != nullptr) all["lifecycle"] = to_json(bucket.lifecycle->given);
  if (bucket.ownership != Ownership::bucket_owner_enforced) {
    all["ownership"] = bucket.ownership ? to_string(*bucket.ownership) : std::string_view();
  }
  if (bucket.access_control != nullptr) all["grants"] = to_json(*bucket.access_control);
  if (bucket.object_lock) {
    all["object_lock"] = {{"compliance", bucket.object_lock->default_compliance},
                          {"days", bucket.object_lock->default_days},
                          {"years", bucket.object_lock->default_years}};
  }
  if (!bucket.policy.empty()) all["policy"] = bucket.policy;
  if (!bucket.kept.empty()) {
    boost::json::object kept;
    for (const auto& [name, value] : bucket.kept) kept[name] = to_json(value);
    all["settings"] = std::move(kept);
  }
  if (!bucket.uploads.empty()) {
    boost::json::array uploads;
    for (const auto& [key, open] : bucket.uploads.open) {
      for (const Upload& upload : open) {
        boost::json::object parts;
        for (const auto& [number, part] : upload.parts) {
          parts[std::to_string(number)] = part.etag.text();
        }
        uploads.push_back({{"key", key}, {"parts", std::move(parts)}});
      }
    }
    all["uploads"] = std::move(uploads);
  }
}

boost::json::value to_json(const ObjectVersion& version) {
  if (version.delete_marker) {
    return {{"version_id", version.version_id.view()}, {"delete_marker", true}};
  }
  const ObjectContent& content = *version.content;
  // Tens of thousands of these are made: no copies, and nothing that is empty.
  boost::json::object all;
  all.reserve(9);
  all.emplace("version_id", version.version_id.view());
  all.emplace("size", version.size());
  all.emplace("checksum", "crc32c:" + to_base64(crc_bytes(content.crc32c)));
  all.emplace("content_type",
              content.content_type.empty() ? default_content_type : content.content_type);
  if (!content.headers().empty()) all.emplace("headers", to_json(content.headers()));
  if (!content.metadata().empty()) all.emplace("metadata", to_json(content.metadata()));
  if (!version.tags().empty()) all.emplace("tags", to_json(version.tags()));
  all.emplace("storage_class", to_string(version.storage_class));
  if (!version.key_arn.empty()) all.emplace("key", version.key_arn.text());
  if (content.parts != nullptr) all.emplace("parts", content.parts->size());
  const VersionExtras& extras = version.extras();
  if (!extras.customer_key_md5.empty()) all.emplace("customer_key", extras.customer_key_md5);
  if (extras.retention) {
    all.emplace("retention", to_string(*extras.retention));
  }
  if (extras.legal_hold) all.emplace("legal_hold", *extras.legal_hold);
  if (extras.access_control != nullptr) all.emplace("grants", to_json(*extras.access_control));
  if (!extras.replica_owner.empty()) all.emplace("owner", extras.replica_owner);
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
  add_settings(bucket, all);
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
