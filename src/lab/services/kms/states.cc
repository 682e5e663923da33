// What becomes of a key: enabled, disabled, rotated, deleted after a wait (fact D14).
// https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

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

// Of a multi-Region family the primary's material is everybody's.
// https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
Answer Kms::enable_key_rotation(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (key->state == KeyState::disabled) {
    return refuse(400, "DisabledException", key->arn + " is disabled.");
  }
  if (&primary_of(*key) != key) {
    return refuse(400, "UnsupportedOperationException",
                  key->arn + " is a multi-Region replica key: its primary key rotates.");
  }
  if (!key->rotation) key->rotating_since = call.now;
  key->rotation = true;
  return Value();
}

Answer Kms::disable_key_rotation(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (key->state == KeyState::disabled) {
    return refuse(400, "DisabledException", key->arn + " is disabled.");
  }
  if (&primary_of(*key) != key) {
    return refuse(400, "UnsupportedOperationException",
                  key->arn + " is a multi-Region replica key: its primary key rotates.");
  }
  key->rotations = generation(*key);
  key->rotating_since.reset();
  key->rotation = false;
  return Value();
}

// A key that waits for its deletion does not rotate, and says so; taken back, it does as before.
Answer Kms::get_key_rotation_status(const Call& call, Region& region) {
  const KmsKey* key = TRY(key_of(call, region));
  return Value().set("KeyRotationEnabled", primary_of(*key).rotation &&
                                               key->state != KeyState::pending_deletion &&
                                               key->state != KeyState::pending_replica_deletion);
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
  key->pending_days = static_cast<int>(days);
  const bool has_replicas =
      key->multi_region && &primary_of(*key) == key && families_.at(key->id).regions.size() > 1;
  if (has_replicas) {
    key->state = KeyState::pending_replica_deletion;
  } else {
    begin_deletion(*key);
  }
  Value output;
  output.set("KeyId", key->arn);
  if (key->deletion) output.set("DeletionDate", *key->deletion);
  return output.set("KeyState", to_string(key->state))
      .set("PendingWindowInDays", key->pending_days);
}

void Kms::begin_deletion(KmsKey& key) {
  key.state = KeyState::pending_deletion;
  key.deletion = lab_.now() + hours(24 * key.pending_days);
  tasks_.at(*key.deletion,
            [this, region_name = key.region, id = key.id] { delete_when_due(region_name, id); });
}

// It may have been taken back since, or have been given another date.
void Kms::delete_when_due(const std::string& region_name, const std::string& id) {
  Region& region = regions_[region_name];
  const auto key = region.keys.find(id);
  if (key == region.keys.end() || key->second.state != KeyState::pending_deletion) return;
  if (*key->second.deletion > lab_.now()) return;
  std::erase_if(region.aliases, [&](const auto& alias) { return alias.second.key_id == id; });
  const KmsKey gone = std::move(key->second);
  region.keys.erase(key);
  leave_family(gone);
}

// A key that was taken back is disabled, whatever it was before.
Answer Kms::cancel_key_deletion(const Call& call, Region& region) {
  KmsKey* key = TRY(key_of(call, region));
  if (key->state != KeyState::pending_deletion &&
      key->state != KeyState::pending_replica_deletion) {
    return refuse(400, "KMSInvalidStateException", key->arn + " is not pending deletion.");
  }
  key->state = KeyState::disabled;
  key->deletion.reset();
  key->pending_days = 0;
  return Value().set("KeyId", key->arn);
}

}  // namespace godwit::lab::services
