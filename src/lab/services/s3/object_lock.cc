#include "lab/services/s3/object_lock.h"

#include "base/text.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::int64_t most_days = 36'500;
constexpr std::int64_t most_years = 100;

std::unexpected<aws::ServiceError> bad_argument(std::string message) {
  return refuse(400, "InvalidArgument", std::move(message));
}
std::unexpected<aws::ServiceError> not_configured() {
  return refuse(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
}
std::unexpected<aws::ServiceError> nothing_set() {
  return refuse(404, "NoSuchObjectLockConfiguration",
                "The specified object does not have a ObjectLock configuration");
}
std::unexpected<aws::ServiceError> locked() {
  return refuse(403, "AccessDenied", "Access Denied because object protected by object lock.");
}

// What nobody can delete should at least be what was meant.
std::expected<void, aws::ServiceError> check_integrity(const Call& call) {
  if (call.http == nullptr || call.operation.name != "PutObject") return {};
  constexpr std::string_view prefix = "x-amz-checksum-";
  for (const auto& [name, value] : call.http->headers) {
    if (equal_ignoring_case(name, "Content-MD5")) return {};
    if (equal_ignoring_case(std::string_view(name).substr(0, prefix.size()), prefix)) return {};
  }
  return refuse(400, "InvalidRequest",
                "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests "
                "with Object Lock parameters");
}

std::optional<bool> compliance_of(std::string_view mode) {
  if (mode == "COMPLIANCE") return true;
  if (mode == "GOVERNANCE") return false;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(const Retention& retention) {
  return retention.compliance ? "COMPLIANCE" : "GOVERNANCE";
}

bool is_locked(const ObjectVersion& version, bool bypass_governance, Time now) {
  const VersionExtras& extras = version.extras();
  if (extras.legal_hold.value_or(false)) return true;
  if (!extras.retention || extras.retention->until <= now) return false;
  return extras.retention->compliance || !bypass_governance;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
std::expected<void, aws::ServiceError> read_object_lock(const Call& call, const Bucket& bucket,
                                                        ObjectVersion& version) {
  const Value& mode = call.input["ObjectLockMode"];
  const Value& until = call.input["ObjectLockRetainUntilDate"];
  const Value& hold = call.input["ObjectLockLegalHoldStatus"];
  if (!mode && !until && !hold) {
    if (!bucket.object_lock) return {};
    const ObjectLock& lock = *bucket.object_lock;
    if (lock.default_days == 0 && lock.default_years == 0) return {};
    TRY_VOID(check_integrity(call));
    const Time end =
        version.last_modified + hours(24) * (lock.default_days + 365 * lock.default_years);
    version.change_extras().retention = Retention{lock.default_compliance, end};
    return {};
  }
  if (!bucket.object_lock) return not_configured();
  if (mode.present() != until.present()) {
    return bad_argument(
        "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
  }
  TRY_VOID(check_integrity(call));
  if (mode) {
    const auto compliance = compliance_of(mode.text());
    if (!compliance) return bad_argument("Unknown wormMode directive.");
    if (until.time() <= call.now) {
      return bad_argument("The retain until date must be in the future!");
    }
    version.change_extras().retention = Retention{*compliance, until.time()};
  }
  if (hold) {
    if (hold.text() != "ON" && hold.text() != "OFF") {
      return bad_argument("Legal Hold must be either of 'ON' or 'OFF'");
    }
    version.change_extras().legal_hold = hold.text() == "ON";
  }
  return {};
}

// ---- the bucket's

Answer S3::get_object_lock_configuration(const Call&, Bucket& bucket) {
  if (!bucket.object_lock) {
    return refuse(404, "ObjectLockConfigurationNotFoundError",
                  "Object Lock configuration does not exist for this bucket",
                  Value().set("BucketName", bucket.name));
  }
  const ObjectLock& lock = *bucket.object_lock;
  Value configuration;
  configuration.set("ObjectLockEnabled", "Enabled");
  if (lock.default_days != 0 || lock.default_years != 0) {
    Value retention;
    retention.set("Mode", lock.default_compliance ? "COMPLIANCE" : "GOVERNANCE");
    if (lock.default_days != 0) retention.set("Days", lock.default_days);
    if (lock.default_years != 0) retention.set("Years", lock.default_years);
    configuration.set("Rule", Value().set("DefaultRetention", std::move(retention)));
  }
  return Value().set("ObjectLockConfiguration", std::move(configuration));
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html
Answer S3::put_object_lock_configuration(const Call& call, Bucket& bucket) {
  const Value& given = call.input["ObjectLockConfiguration"];
  if (given["ObjectLockEnabled"].text() != "Enabled") return malformed_xml();
  ObjectLock lock;
  if (const Value& rule = given["Rule"]) {
    const Value& retention = rule["DefaultRetention"];
    const auto compliance = compliance_of(retention["Mode"].text());
    if (!compliance || retention.has("Days") == retention.has("Years")) return malformed_xml();
    const std::int64_t days = retention["Days"].integer();
    const std::int64_t years = retention["Years"].integer();
    if (days + years < 1) {
      return bad_argument("Default retention period must be a positive integer value.");
    }
    if (days > most_days || years > most_years) {
      return bad_argument("Default retention period too large");
    }
    lock = {*compliance, static_cast<int>(days), static_cast<int>(years)};
  }
  if (bucket.versioning != Versioning::enabled) {
    return refuse(
        409, "InvalidBucketState",
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
  }
  bucket.object_lock = lock;
  return Value::structure();
}

// ---- a version's

Answer S3::get_object_retention(const Call& call, Bucket& bucket) {
  if (!bucket.object_lock) return not_configured();
  const ObjectVersion* version = TRY(version_of(call, bucket));
  const auto& retention = version->extras().retention;
  if (!retention) return nothing_set();
  return Value().set(
      "Retention",
      Value().set("Mode", to_string(*retention)).set("RetainUntilDate", retention->until));
}

// A retention can always be made longer; anything else is a bypass of governance, or impossible.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html
Answer S3::put_object_retention(const Call& call, Bucket& bucket) {
  if (!bucket.object_lock) return not_configured();
  ObjectVersion* version = TRY(version_of(call, bucket));
  const Value& given = call.input["Retention"];
  std::optional<Retention> wanted;
  if (!given.members().empty()) {
    const auto compliance = compliance_of(given["Mode"].text());
    if (!compliance || !given.has("RetainUntilDate")) return malformed_xml();
    wanted = Retention{*compliance, given["RetainUntilDate"].time()};
    if (wanted->until <= call.now) {
      return bad_argument("The retain until date must be in the future!");
    }
  }
  const auto& now_set = version->extras().retention;
  if (now_set && now_set->until > call.now) {
    const bool stricter =
        wanted && wanted->until >= now_set->until && wanted->compliance == now_set->compliance;
    const bool bypass = call.input["BypassGovernanceRetention"].flag() && !now_set->compliance;
    if (!stricter && !bypass) return locked();
  }
  version->change_extras().retention = wanted;
  details_changed(bucket, call.input["Key"].text(), *version);
  return Value::structure();
}

Answer S3::get_object_legal_hold(const Call& call, Bucket& bucket) {
  if (!bucket.object_lock) return not_configured();
  const ObjectVersion* version = TRY(version_of(call, bucket));
  const auto& hold = version->extras().legal_hold;
  if (!hold) return nothing_set();
  return Value().set("LegalHold", Value().set("Status", *hold ? "ON" : "OFF"));
}

Answer S3::put_object_legal_hold(const Call& call, Bucket& bucket) {
  if (!bucket.object_lock) return not_configured();
  ObjectVersion* version = TRY(version_of(call, bucket));
  const std::string& status = call.input["LegalHold"]["Status"].text();
  if (status != "ON" && status != "OFF") return malformed_xml();
  version->change_extras().legal_hold = status == "ON";
  details_changed(bucket, call.input["Key"].text(), *version);
  return Value::structure();
}

}  // namespace godwit::lab::services
