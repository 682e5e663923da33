#include "lab/services/kms/kms.h"

#include "base/encoding.h"
#include "lab/arn.h"
#include "lab/identifiers.h"
#include "lab/lab.h"

namespace godwit::lab::services {

using aws::Value;

const Kms::Entry Kms::handlers[] = {
    {"CancelKeyDeletion", &Kms::cancel_key_deletion},
    {"CreateAlias", &Kms::create_alias},
    {"CreateGrant", &Kms::create_grant},
    {"CreateKey", &Kms::create_key},
    {"Decrypt", &Kms::decrypt},
    {"DeleteAlias", &Kms::delete_alias},
    {"DescribeKey", &Kms::describe_key},
    {"DisableKey", &Kms::disable_key},
    {"DisableKeyRotation", &Kms::disable_key_rotation},
    {"EnableKey", &Kms::enable_key},
    {"EnableKeyRotation", &Kms::enable_key_rotation},
    {"Encrypt", &Kms::encrypt},
    {"GenerateDataKey", &Kms::generate_data_key},
    {"GenerateDataKeyWithoutPlaintext", &Kms::generate_data_key_without_plaintext},
    {"GenerateRandom", &Kms::generate_random},
    {"GetKeyPolicy", &Kms::get_key_policy},
    {"GetKeyRotationStatus", &Kms::get_key_rotation_status},
    {"ListAliases", &Kms::list_aliases},
    {"ListGrants", &Kms::list_grants},
    {"ListKeyPolicies", &Kms::list_key_policies},
    {"ListKeys", &Kms::list_keys},
    {"ListResourceTags", &Kms::list_resource_tags},
    {"ListRetirableGrants", &Kms::list_retirable_grants},
    {"PutKeyPolicy", &Kms::put_key_policy},
    {"ReEncrypt", &Kms::re_encrypt},
    {"ReplicateKey", &Kms::replicate_key},
    {"RetireGrant", &Kms::retire_grant},
    {"RevokeGrant", &Kms::revoke_grant},
    {"ScheduleKeyDeletion", &Kms::schedule_key_deletion},
    {"TagResource", &Kms::tag_resource},
    {"UntagResource", &Kms::untag_resource},
    {"UpdateAlias", &Kms::update_alias},
    {"UpdateKeyDescription", &Kms::update_key_description},
    {"UpdatePrimaryRegion", &Kms::update_primary_region},
};

Kms::Kms(Lab& lab)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      secret_(lab.world().random.fork("kms")->next()),
      default_document_(policy::read(default_policy(), policy::Kind::resource).value()) {}

Answer Kms::handle(const Call& call) {
  for (const Entry& entry : handlers) {
    if (entry.operation == call.operation.name) {
      return (this->*entry.handler)(call, regions_[call.region]);
    }
  }
  return refuse(400, "UnsupportedOperationException",
                fmt::format("The lab's KMS has no {}", call.operation.name));
}

void Kms::add(const account::Key& given, Time created) {
  Region& region = regions_[given.region];
  KmsKey key{.id = given.id,
             .arn = arn(given.region, "key/" + given.id),
             .description = given.description,
             .policy = {},
             .policy_document = default_document_,
             .tags = given.tags,
             .created = created,
             .rotation = given.rotation,
             .region = given.region};
  if (given.rotation) key.rotating_since = created;
  region.keys.emplace(given.id, std::move(key));
  if (!given.alias.empty()) region.aliases[given.alias] = {given.id, created, created};
}

const KmsKey& Kms::managed_key(const std::string& region_name, const std::string& service) {
  Region& region = regions_[region_name];
  const std::string alias = "alias/aws/" + service;
  if (const auto known = region.aliases.find(alias); known != region.aliases.end()) {
    return region.keys.find(known->second.key_id)->second;
  }
  const std::string id = derived_uuid(secret_, region_name + " " + alias);
  const Time now = lab_.now();
  region.aliases[alias] = {id, now, now};
  std::string_view protects = "data";
  if (service == "s3") protects = "S3 objects";
  if (service == "ssm") protects = "SSM parameters";
  if (service == "secretsmanager") protects = "Secrets Manager data";
  KmsKey key{.id = id,
             .arn = arn(region_name, "key/" + id),
             .description = fmt::format(
                 "Default key that protects my {} when no other key is defined", protects),
             .policy_document = default_document_,
             .created = now,
             .rotation = true,
             .managed_by_aws = true,
             .region = region_name,
             .rotating_since = now};
  return region.keys.emplace(id, std::move(key)).first->second;
}

std::string Kms::arn(const std::string& region, std::string_view resource) const {
  return fmt::format("arn:aws:kms:{}:{}:{}", region, lab_.account().id, resource);
}

const KmsKey* Kms::find(const std::string& region_name, const std::string& text) const {
  const auto region = regions_.find(region_name);
  if (region == regions_.end()) return nullptr;
  std::string_view id = text;
  if (const auto arn = read_arn(text)) {
    if (arn->region != region_name || arn->account != lab_.account().id) return nullptr;
    id = arn->resource;
  }
  if (id.starts_with("alias/")) {
    const auto alias = region->second.aliases.find(id);
    if (alias == region->second.aliases.end()) return nullptr;
    id = alias->second.key_id;
  } else if (id.starts_with("key/")) {
    id.remove_prefix(4);
  }
  const auto key = region->second.keys.find(id);
  return key == region->second.keys.end() ? nullptr : &key->second;
}

// S3 passes on what KMS says, with "KMS." before the code.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
std::optional<aws::ServiceError> Kms::refusal(const std::string& region,
                                              const std::string& text) const {
  const KmsKey* key = find(region, text);
  if (key == nullptr) {
    const auto arn_given = read_arn(text);
    // A key of another region is not even looked for (fact D14).
    if (arn_given && arn_given->region != region) {
      return aws::ServiceError{
          400, "KMS.NotFoundException", fmt::format("Invalid arn {}", arn_given->region), {}};
    }
    return aws::ServiceError{
        400,
        "KMS.NotFoundException",
        fmt::format("Key '{}' does not exist", arn_given ? text : arn(region, "key/" + text)),
        {}};
  }
  auto by_state = refusal_by_state(*key);
  if (by_state) by_state->code.insert(0, "KMS.");
  return by_state;
}

std::optional<aws::ServiceError> refusal_by_state(const KmsKey& key) {
  switch (key.state) {
    case KeyState::enabled:
      return std::nullopt;
    case KeyState::disabled:
      return aws::ServiceError{400, "DisabledException", key.arn + " is disabled.", {}};
    case KeyState::creating:
      return aws::ServiceError{400, "KMSInvalidStateException", key.arn + " is creating.", {}};
    case KeyState::pending_deletion:
    case KeyState::pending_replica_deletion:
      return aws::ServiceError{
          400, "KMSInvalidStateException", key.arn + " is pending deletion.", {}};
  }
  return std::nullopt;
}

Kms::Found Kms::key_of(const Call& call, Region& region, std::string_view member, Naming naming) {
  const std::string& text = call.input[member].text();
  if (text.empty()) {
    return refuse(400, "ValidationException",
                  fmt::format("1 validation error detected: Value at '{}' failed to satisfy "
                              "constraint: Member must have length greater than or equal to 1",
                              member));
  }
  std::string_view id = text;
  if (text.starts_with("arn:")) {
    const auto arn_given = read_arn(text);
    if (!arn_given) return refuse(400, "InvalidArnException", "Invalid arn " + text);
    if (arn_given->region != call.region) {
      return refuse(400, "NotFoundException", fmt::format("Invalid arn {}", arn_given->region));
    }
    if (arn_given->account != lab_.account().id) {
      return refuse(400, "AccessDeniedException",
                    fmt::format("The ciphertext refers to a customer master key that does not "
                                "exist, does not exist in this region, or you are not allowed to "
                                "access: {}",
                                text));
    }
    id = arn_given->resource;
    if (!id.starts_with("key/") && !id.starts_with("alias/")) {
      return refuse(400, "InvalidArnException", "Invalid arn " + text);
    }
    if (id.starts_with("key/")) id.remove_prefix(4);
  }
  if (id.starts_with("alias/")) {
    if (naming == Naming::id_or_arn) {
      return refuse(400, text.starts_with("arn:") ? "InvalidArnException" : "NotFoundException",
                    fmt::format("Invalid keyId '{}'", text));
    }
    const auto alias = region.aliases.find(id);
    if (alias == region.aliases.end()) {
      return refuse(400, "NotFoundException",
                    fmt::format("Alias {} is not found.", arn(call.region, id)));
    }
    id = alias->second.key_id;
  }
  const auto key = region.keys.find(id);
  if (key == region.keys.end()) {
    return refuse(
        400, "NotFoundException",
        fmt::format("Key '{}' does not exist", arn(call.region, "key/" + std::string(id))));
  }
  const EncryptionContext context = read_context(call.input["EncryptionContext"]);
  if (auto denied = denial(key->second, {.caller = call.caller,
                                         .through = {},
                                         .operation = call.operation.name,
                                         .context = &context,
                                         .keys = {}})) {
    return std::unexpected(std::move(*denied));
  }
  return &key->second;
}

Kms::Found Kms::changeable_key_of(const Call& call, Region& region, std::string_view member) {
  KmsKey* key = TRY(key_of(call, region, member));
  if (key->state == KeyState::pending_deletion ||
      key->state == KeyState::pending_replica_deletion) {
    return refuse(400, "KMSInvalidStateException", key->arn + " is pending deletion.");
  }
  if (key->state == KeyState::creating) {
    return refuse(400, "KMSInvalidStateException", key->arn + " is creating.");
  }
  return key;
}

Kms::Found Kms::usable_key_of(const Call& call, Region& region, std::string_view member) {
  KmsKey* key = TRY(key_of(call, region, member, Naming::id_arn_or_alias));
  if (auto refusal = refusal_by_state(*key)) return std::unexpected(std::move(*refusal));
  return key;
}

std::string_view to_string(KeyState state) {
  switch (state) {
    case KeyState::creating:
      return "Creating";
    case KeyState::enabled:
      return "Enabled";
    case KeyState::disabled:
      return "Disabled";
    case KeyState::pending_deletion:
      return "PendingDeletion";
    case KeyState::pending_replica_deletion:
      return "PendingReplicaDeletion";
  }
  return "";
}

std::expected<KmsPage, aws::ServiceError> read_kms_page(const Value& input, int standard,
                                                        int most) {
  KmsPage page{static_cast<std::size_t>(standard), {}};
  if (const Value& limit = input["Limit"]) {
    if (limit.integer() < 1 || limit.integer() > most) {
      return refuse(400, "ValidationException",
                    fmt::format("1 validation error detected: Value '{}' at 'limit' failed to "
                                "satisfy constraint: Member must have value between 1 and {}",
                                limit.integer(), most));
    }
    page.limit = static_cast<std::size_t>(limit.integer());
  }
  if (const Value& marker = input["Marker"]) {
    const auto after = from_base64(marker.text());
    if (!after || !after->starts_with("after ")) {
      return refuse(400, "InvalidMarkerException", "Could not deserialize marker");
    }
    page.after = after->substr(6);
  }
  return page;
}

std::string kms_marker(std::string_view last) { return to_base64(fmt::format("after {}", last)); }

}  // namespace godwit::lab::services
