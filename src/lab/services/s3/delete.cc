// DeleteObject and DeleteObjects: markers and versions.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
#include "lab/lab.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/conditions.h"
#include "lab/services/s3/object_lock.h"
#include "lab/services/s3/replication.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_keys = 1000;  // of one DeleteObjects

}  // namespace

// What is not there is deleted too, as far as S3 is concerned. A version goes for good, here alone:
// that never replicates (fact D8).
S3::Deleted S3::delete_version(Bucket& bucket, const std::string& key,
                               const std::string& version_id, Time now) {
  History* history = bucket.find(key);
  if (!version_id.empty() || bucket.versioning == Versioning::never) {
    Deleted deleted{false, version_id};
    if (history == nullptr) return deleted;
    const std::string_view which = version_id.empty() ? "null" : std::string_view(version_id);
    if (const ObjectVersion* version = history->find(which)) {
      deleted.delete_marker = version->delete_marker;
      history->remove(which);
    }
    if (history->empty()) bucket.erase(key);
    return deleted;
  }
  ObjectVersion marker;
  marker.last_modified = now;
  marker.delete_marker = true;
  const ObjectVersion& written = write_and_replicate(bucket, key, std::move(marker));
  return {true, written.version_id.text()};
}

namespace {

// What keeps a version from being deleted for good: nothing keeps a marker from being put on top.
std::expected<void, aws::ServiceError> check_locks(const Bucket& bucket, const std::string& key,
                                                   const std::string& version_id, bool bypass,
                                                   Time now) {
  if (version_id.empty() || !bucket.object_lock) return {};
  const History* history = bucket.find(key);
  const ObjectVersion* version = history == nullptr ? nullptr : history->find(version_id);
  if (version == nullptr || !is_locked(*version, bypass, now)) return {};
  return refuse(403, "AccessDenied", "Access Denied because object protected by object lock.");
}

}  // namespace

Answer S3::delete_object(const Call& call, Bucket& bucket) {
  const std::string& key = call.input["Key"].text();
  const std::string& version_id = call.input["VersionId"].text();
  if (call.input.has("VersionId") && !is_version_id(version_id)) {
    return bad_version_id(version_id);
  }
  if (const auto match = asked(call, "IfMatch", "If-Match")) {
    TRY_VOID(check_delete_condition(bucket, key, *match));
  }
  TRY_VOID(check_locks(bucket, key, version_id, call.input["BypassGovernanceRetention"].flag(),
                       call.now));
  const Deleted deleted = delete_version(bucket, key, version_id, call.now);
  Value output = Value::structure();
  if (deleted.delete_marker) output.set("DeleteMarker", true);
  if (!deleted.version_id.empty()) output.set("VersionId", deleted.version_id);
  return output;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
Answer S3::delete_objects(const Call& call, Bucket& bucket) {
  const Value& request = call.input["Delete"];
  const aws::List& objects = request["Objects"].list();
  if (objects.empty() || objects.size() > most_keys) return malformed_xml();
  aws::List deleted_list;
  aws::List errors;
  for (const Value& object : objects) {
    const std::string& key = object["Key"].text();
    const std::string& version_id = object["VersionId"].text();
    const auto fails = [&](std::string_view code, std::string_view message) {
      Value entry;
      entry.set("Key", key);
      if (!version_id.empty()) entry.set("VersionId", version_id);
      entry.set("Code", code).set("Message", message);
      errors.push_back(std::move(entry));
    };
    if (key.empty()) {
      fails("UserKeyMustBeSpecified", "Your request was missing a required key");
      continue;
    }
    if (!version_id.empty() && !is_version_id(version_id)) {
      fails("NoSuchVersion", "The specified version does not exist.");
      continue;
    }
    if (const Value& match = object["ETag"]) {
      const auto holds = check_delete_condition(bucket, key, match.text());
      if (!holds) {
        fails(holds.error().code, holds.error().message);
        continue;
      }
    }
    const auto unlocked = check_locks(bucket, key, version_id,
                                      call.input["BypassGovernanceRetention"].flag(), call.now);
    if (!unlocked) {
      fails(unlocked.error().code, unlocked.error().message);
      continue;
    }
    const Deleted deleted = delete_version(bucket, key, version_id, call.now);
    if (request["Quiet"].flag()) continue;
    Value entry;
    entry.set("Key", key);
    if (!version_id.empty()) entry.set("VersionId", version_id);
    if (deleted.delete_marker) {
      entry.set("DeleteMarker", true).set("DeleteMarkerVersionId", deleted.version_id);
    }
    deleted_list.push_back(std::move(entry));
  }
  Value output = Value::structure();
  if (!deleted_list.empty()) output.set("Deleted", std::move(deleted_list));
  if (!errors.empty()) output.set("Errors", std::move(errors));
  return output;
}

}  // namespace godwit::lab::services
