// What becomes of a key: enabled, disabled, rotated, deleted after a wait (fact D14).
// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#include "lab/lab.h"
#include "lab/services/kms.h"

namespace godwit::lab::services {

using aws::Value;

Answer Kms::enable_key(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  key->state = KeyState::enabled;
  return Value();
}

Answer Kms::disable_key(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  key->state = KeyState::disabled;
  return Value();
}

Answer Kms::enable_key_rotation(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (key->state == KeyState::disabled) {
    return refuse(400, "DisabledException", key->arn + " is disabled.");
  }
  key->rotation = true;
  return Value();
}

Answer Kms::disable_key_rotation(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (key->state == KeyState::disabled) {
    return refuse(400, "DisabledException", key->arn + " is disabled.");
  }
  key->rotation = false;
  return Value();
}

// A key that waits for its deletion does not rotate, and says so; taken back, it does as before.
Answer Kms::get_key_rotation_status(const Call& call, Region& region) {
  const KmsKey* key = TRY(key_of(call, region));
  return Value().set("KeyRotationEnabled",
                     key->rotation && key->state != KeyState::pending_deletion);
}

Answer Kms::schedule_key_deletion(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  const Value& window = call.input["PendingWindowInDays"];
  const std::int64_t days = window ? window.integer() : 30;
  if (days < 7 || days > 30) {
    return refuse(400, "ValidationException",
                  fmt::format("1 validation error detected: Value '{}' at 'pendingWindowInDays' "
                              "failed to satisfy constraint: Member must have value between 7 "
                              "and 30",
                              days));
  }
  key->state = KeyState::pending_deletion;
  key->deletion = call.now + hours(24 * days);
  key->pending_days = static_cast<int>(days);
  tasks_.at(*key->deletion,
            [this, region_name = call.region, id = key->id] { delete_when_due(region_name, id); });
  return Value()
      .set("KeyId", key->arn)
      .set("DeletionDate", *key->deletion)
      .set("KeyState", to_string(key->state))
      .set("PendingWindowInDays", key->pending_days);
}

// It may have been taken back since, or have been given another date.
void Kms::delete_when_due(const std::string& region_name, const std::string& id) {
  Region& region = regions_[region_name];
  const auto key = region.keys.find(id);
  if (key == region.keys.end() || key->second.state != KeyState::pending_deletion) return;
  if (*key->second.deletion > lab_.now()) return;
  std::erase_if(region.aliases, [&](const auto& alias) { return alias.second.key_id == id; });
  region.keys.erase(key);
}

// A key that was taken back is disabled, whatever it was before.
Answer Kms::cancel_key_deletion(const Call& call, Region& region) {
  KmsKey* key = TRY(key_of(call, region));
  if (key->state != KeyState::pending_deletion) {
    return refuse(400, "KMSInvalidStateException", key->arn + " is not pending deletion.");
  }
  key->state = KeyState::disabled;
  key->deletion.reset();
  key->pending_days = 0;
  return Value().set("KeyId", key->arn);
}

}  // namespace godwit::lab::services
