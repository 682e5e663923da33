// RestoreObject: a copy of an archived version that can be read for some days (fact D5).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html
#include "lab/lab.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

struct Wait {
  Duration shortest;
  Duration longest;
};

// How long a retrieval takes, by tier and class; nullopt where there is no such tier.
std::optional<Wait> wait_of(std::string_view tier, bool deep_archive) {
  if (deep_archive) {
    if (tier == "Standard") return Wait{hours(9), hours(12)};
    if (tier == "Bulk") return Wait{hours(30), hours(48)};
    return std::nullopt;
  }
  if (tier == "Expedited") return Wait{minutes(1), minutes(5)};
  if (tier == "Standard") return Wait{hours(3), hours(5)};
  if (tier == "Bulk") return Wait{hours(5), hours(12)};
  return std::nullopt;
}

// Days are counted from now and rounded up to midnight in UTC.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
Time end_of_days(Time from, std::int64_t days) {
  return std::chrono::ceil<std::chrono::days>(from + hours(24 * days));
}

}  // namespace

Answer S3::restore_object(const Call& call, Bucket& bucket) {
  const Value& request = call.input["RestoreRequest"];
  ObjectVersion* version = TRY(version_of(call, bucket));
  if (request.has("Type") || request.has("SelectParameters")) {
    return refuse(501, "NotImplemented", "The lab's S3 has no SELECT restores");
  }
  if (!request.has("Days")) return malformed_xml();
  const std::int64_t days = request["Days"].integer();
  if (days < 1) {
    return refuse(400, "InvalidArgument", "restoration days should be at least 1",
                  Value().set("ArgumentName", "Days"));
  }
  std::string tier = request["GlacierJobParameters"]["Tier"].text();
  if (tier.empty()) tier = request["Tier"].text();
  if (tier.empty()) tier = "Standard";
  if (!is_archive_class(version->storage_class)) {
    return refuse(403, "InvalidObjectState",
                  "Restore is not allowed for the object's current storage class",
                  Value().set("StorageClass", to_string(version->storage_class)));
  }
  if (version->extras().restore_ongoing) {
    return refuse(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
  }
  const auto wait = wait_of(tier, version->storage_class == StorageClass::deep_archive);
  if (!wait) {
    return refuse(400, "InvalidArgument",
                  fmt::format("Retrieval option is not supported by this storage class: {}", tier));
  }
  // What is restored already only gets another end: 200, where a new restore is 202.
  VersionExtras& extras = version->change_extras();
  if (extras.restored_until && *extras.restored_until > call.now) {
    extras.restored_until = end_of_days(call.now, days);
    return Value();
  }
  extras.restore_ongoing = true;
  extras.restored_until.reset();
  const auto chance = lab_.world().random.fork("restore " + version->version_id.text());
  const Duration duration =
      wait->shortest + Duration(static_cast<std::int64_t>(chance->below(
                           static_cast<std::uint64_t>((wait->longest - wait->shortest).count()))));
  tasks_.at(call.now + duration,
            [this, days, bucket_name = bucket.name, key = call.input["Key"].text(),
             version_id = version->version_id.text()] {
              finish_restore(bucket_name, key, version_id, end_of_days(lab_.now(), days));
            });
  if (call.head != nullptr) call.head->status = 202;
  return Value();
}

void S3::finish_restore(const std::string& bucket_name, const std::string& key,
                        const std::string& version_id, Time until) {
  Bucket* bucket = find(bucket_name);
  History* history = bucket != nullptr ? bucket->find(key) : nullptr;
  ObjectVersion* version = history != nullptr ? history->find(version_id) : nullptr;
  if (version == nullptr || !version->extras().restore_ongoing) return;
  version->change_extras().restore_ongoing = false;
  version->change_extras().restored_until = until;
}

}  // namespace godwit::lab::services
