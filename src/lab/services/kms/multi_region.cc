// Multi-Region keys: one primary and its replicas, with one id and one material between them, and
// everything else each for itself.
// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
#include "catalog/catalog.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr Duration creation = seconds(3);  // of a replica: AWS promises no number

}  // namespace

const KmsKey& Kms::primary_of(const KmsKey& key) const {
  if (!key.multi_region) return key;
  const KmsFamily& family = families_.at(key.id);
  return regions_.at(family.primary_region).keys.find(key.id)->second;
}

Value Kms::describe(const KmsKey& key) const {
  Value metadata;
  metadata.set("AWSAccountId", lab_.account().id)
      .set("KeyId", key.id)
      .set("Arn", key.arn)
      .set("CreationDate", key.created)
      .set("Enabled", key.state == KeyState::enabled)
      .set("Description", key.description)
      .set("KeyUsage", "ENCRYPT_DECRYPT")
      .set("KeyState", to_string(key.state))
      .set("Origin", "AWS_KMS")
      .set("KeyManager", key.managed_by_aws ? "AWS" : "CUSTOMER")
      .set("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
      .set("KeySpec", "SYMMETRIC_DEFAULT")
      .set("EncryptionAlgorithms", aws::List{"SYMMETRIC_DEFAULT"})
      .set("MultiRegion", key.multi_region);
  if (key.deletion) metadata.set("DeletionDate", *key.deletion);
  if (key.state == KeyState::pending_replica_deletion) {
    metadata.set("PendingDeletionWindowInDays", key.pending_days);
  }
  if (key.multi_region) {
    const KmsFamily& family = families_.at(key.id);
    const auto member = [&](const std::string& region) {
      return Value().set("Arn", arn(region, "key/" + key.id)).set("Region", region);
    };
    aws::List replicas;
    for (const std::string& region : family.regions) {
      if (region != family.primary_region) replicas.push_back(member(region));
    }
    metadata.set(
        "MultiRegionConfiguration",
        Value()
            .set("MultiRegionKeyType", family.primary_region == key.region ? "PRIMARY" : "REPLICA")
            .set("PrimaryKey", member(family.primary_region))
            .set("ReplicaKeys", std::move(replicas)));
  }
  return Value().set("KeyMetadata", std::move(metadata));
}

Answer Kms::replicate_key(const Call& call, Region& region) {
  const Value& input = call.input;
  const KmsKey* key = TRY(changeable_key_of(call, region));
  const std::string& there = input["ReplicaRegion"].text();
  if (!key->multi_region || &primary_of(*key) != key) {
    return refuse(400, "UnsupportedOperationException",
                  key->arn + " is not a multi-Region primary key.");
  }
  if (auto refusal = refusal_by_state(*key)) return std::unexpected(std::move(*refusal));
  // A region that the account has not opted into cannot have a replica either.
  const auto& regions = lab_.account().regions;
  if (!catalog::is_region(there) || std::ranges::find(regions, there) == regions.end()) {
    return refuse(400, "ValidationException",
                  fmt::format("Invalid replica region {}: it does not exist or is not enabled for "
                              "the account.",
                              there));
  }
  KmsFamily& family = families_.at(key->id);
  if (family.regions.contains(there)) {
    return refuse(400, "AlreadyExistsException",
                  fmt::format("{} already exists.", arn(there, "key/" + key->id)));
  }
  auto tags = TRY(read_kms_tags(input["Tags"]));
  KmsKey replica{.id = key->id,
                 .arn = arn(there, "key/" + key->id),
                 .description = input["Description"].text(),
                 .policy = input["Policy"].text(),
                 .policy_document = default_document_,
                 .tags = std::move(tags),
                 .created = call.now,
                 .state = KeyState::creating,
                 .multi_region = true,
                 .region = there};
  if (input.has("Policy")) replica.policy_document = TRY(read_policy(call, replica.arn));
  family.regions.insert(there);
  const std::string replica_policy = replica.policy.empty() ? default_policy() : replica.policy;
  const KmsKey& made =
      regions_[there].keys.insert_or_assign(key->id, std::move(replica)).first->second;
  tasks_.at(call.now + creation, [this, there, id = key->id] {
    auto& keys = regions_[there].keys;
    const auto found = keys.find(id);
    if (found != keys.end() && found->second.state == KeyState::creating) {
      found->second.state = KeyState::enabled;
    }
  });
  aws::List shown_tags;
  for (const auto& [name, value] : made.tags) {
    shown_tags.push_back(Value().set("TagKey", name).set("TagValue", value));
  }
  return Value()
      .set("ReplicaKeyMetadata", describe(made)["KeyMetadata"])
      .set("ReplicaPolicy", replica_policy)
      .set("ReplicaTags", std::move(shown_tags));
}

// Asked in the primary's region; the two change places. The rotation goes with the role.
Answer Kms::update_primary_region(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (!key->multi_region || &primary_of(*key) != key) {
    return refuse(400, "UnsupportedOperationException",
                  key->arn + " is not a multi-Region primary key.");
  }
  if (auto refusal = refusal_by_state(*key)) return std::unexpected(std::move(*refusal));
  const std::string& there = call.input["PrimaryRegion"].text();
  KmsFamily& family = families_.at(key->id);
  if (!family.regions.contains(there)) {
    return refuse(400, "NotFoundException",
                  fmt::format("Key '{}' does not exist", arn(there, "key/" + key->id)));
  }
  KmsKey& replica = regions_[there].keys.find(key->id)->second;
  if (&replica == key) return Value();
  if (auto refusal = refusal_by_state(replica)) return std::unexpected(std::move(*refusal));
  replica.rotation = key->rotation;
  replica.rotations = key->rotations;
  replica.rotating_since = key->rotating_since;
  key->rotation = false;
  key->rotating_since.reset();
  family.primary_region = there;
  return Value();
}

// After the last replica the primary's own wait begins, if it waits.
void Kms::leave_family(const KmsKey& key) {
  const auto family = families_.find(key.id);
  if (!key.multi_region || family == families_.end()) return;
  family->second.regions.erase(key.region);
  if (family->second.regions.empty()) {
    families_.erase(family);
    return;
  }
  KmsKey& primary = regions_[family->second.primary_region].keys.find(key.id)->second;
  if (family->second.regions.size() == 1 && primary.state == KeyState::pending_replica_deletion) {
    begin_deletion(primary);
  }
}

}  // namespace godwit::lab::services
