#include "lab/services/secretsmanager.h"

#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<SecretsManager> SecretsManager::operations[] = {
    {"CancelRotateSecret", &SecretsManager::cancel_rotate_secret},
    {"CreateSecret", &SecretsManager::create_secret},
    {"DeleteResourcePolicy", &SecretsManager::delete_resource_policy},
    {"DeleteSecret", &SecretsManager::delete_secret},
    {"DescribeSecret", &SecretsManager::describe_secret},
    {"GetRandomPassword", &SecretsManager::get_random_password},
    {"GetResourcePolicy", &SecretsManager::get_resource_policy},
    {"GetSecretValue", &SecretsManager::get_secret_value},
    {"ListSecretVersionIds", &SecretsManager::list_secret_version_ids},
    {"ListSecrets", &SecretsManager::list_secrets},
    {"PutResourcePolicy", &SecretsManager::put_resource_policy},
    {"PutSecretValue", &SecretsManager::put_secret_value},
    {"RemoveRegionsFromReplication", &SecretsManager::remove_regions_from_replication},
    {"ReplicateSecretToRegions", &SecretsManager::replicate_secret_to_regions},
    {"RestoreSecret", &SecretsManager::restore_secret},
    {"RotateSecret", &SecretsManager::rotate_secret},
    {"StopReplicationToReplica", &SecretsManager::stop_replication_to_replica},
    {"TagResource", &SecretsManager::tag_resource},
    {"UntagResource", &SecretsManager::untag_resource},
    {"UpdateSecret", &SecretsManager::update_secret},
    {"UpdateSecretVersionStage", &SecretsManager::update_secret_version_stage},
    {"ValidateResourcePolicy", &SecretsManager::validate_resource_policy},
};

SecretsManager::SecretsManager(Lab& lab)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      secret_(lab.world().random.fork("secretsmanager")->next()) {}

Answer SecretsManager::handle(const Call& call) {
  return dispatch<SecretsManager>(*this, operations, call);
}

std::unexpected<aws::ServiceError> secrets_invalid_request(std::string message) {
  return refuse(400, "InvalidRequestException", std::move(message));
}

std::unexpected<aws::ServiceError> secrets_invalid_parameter(std::string message) {
  return refuse(400, "InvalidParameterException", std::move(message));
}

aws::ServiceError secrets_key_error(const aws::ServiceError& error, bool encrypting) {
  if (error.code == "AccessDeniedException") {
    return {400, "AccessDeniedException", "Access to KMS is not allowed", {}};
  }
  return {400,
          encrypting ? "EncryptionFailure" : "DecryptionFailure",
          fmt::format("Secrets Manager can't {} the secret value: {}",
                      encrypting ? "encrypt" : "decrypt", error.message),
          {}};
}

// ---- finding

const Secret* SecretsManager::find(const std::string& region, std::string_view text) const {
  const auto secrets = regions_.find(region);
  if (secrets == regions_.end()) return nullptr;
  if (!text.starts_with("arn:")) {
    const auto found = secrets->second.find(text);
    return found == secrets->second.end() ? nullptr : &found->second;
  }
  for (const auto& [name, secret] : secrets->second) {
    // An ARN without its last seven letters will do.
    if (secret.arn == text || std::string_view(secret.arn).substr(0, secret.arn.size() - 7) == text)
      return &secret;
  }
  return nullptr;
}

SecretsManager::Found SecretsManager::secret_of(const Call& call) {
  const Secret* secret = find(call.region, call.input["SecretId"].text());
  if (secret == nullptr) {
    return refuse(400, "ResourceNotFoundException",
                  "Secrets Manager can't find the specified secret.");
  }
  return &regions_[call.region].find(secret->name)->second;
}

SecretsManager::Found SecretsManager::changeable_secret_of(const Call& call) {
  Secret* secret = TRY(secret_of(call));
  if (secret->deletion) {
    return secrets_invalid_request(
        "You can't perform this operation on the secret because it was marked for deletion.");
  }
  if (!secret->primary_region.empty() && secret->primary_region != call.region) {
    return secrets_invalid_request(
        "Operation not permitted on a replica secret. Call must be made in primary secret's "
        "region.");
  }
  return secret;
}

std::string SecretsManager::resource_arn(const std::string& region, const Value& input) const {
  const std::string& id = input["SecretId"].text();
  if (const Secret* secret = id.empty() ? nullptr : find(region, id)) return secret->arn;
  if (id.starts_with("arn:")) return id;
  const std::string& name = id.empty() ? input["Name"].text() : id;
  if (name.empty()) return "*";
  return fmt::format("arn:aws:secretsmanager:{}:{}:secret:{}", region, lab_.account().id, name);
}

const policy::Document* SecretsManager::resource_policy(const std::string& region,
                                                        const Value& input) const {
  const std::string& id = input["SecretId"].text();
  const Secret* secret = id.empty() ? nullptr : find(region, id);
  return secret == nullptr || secret->policy.empty() ? nullptr : &secret->policy_document;
}

std::string SecretsManager::key_of(const std::string& region, const std::string& given) {
  return given.empty() ? lab_.kms().managed_key(region, "secretsmanager").arn : given;
}

// Clients send one; whoever does not gets a new version each time.
std::string SecretsManager::new_token(const Call& call) {
  const std::string& given = call.input["ClientRequestToken"].text();
  return given.empty() ? derived_uuid(secret_, fmt::format("token {}", made_++)) : given;
}

// ---- secrets

namespace {

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= 512 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-/_+=.@!").find(c) != std::string_view::npos;
  });
}

}  // namespace

Answer SecretsManager::create_secret(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["Name"].text();
  if (!is_name(name)) {
    return refuse(
        400, "ValidationException",
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of "
        "the following: -/_+=.@!");
  }
  auto tags = TRY(read_secret_tags(input["Tags"]));
  Region& region = regions_[call.region];
  if (const auto found = region.find(name); found != region.end()) {
    if (found->second.deletion) {
      return secrets_invalid_request(
          "You can't create this secret because a secret with this name is already scheduled for "
          "deletion.");
    }
    // The same request again is answered again.
    const auto version = found->second.versions.find(input["ClientRequestToken"].text());
    if (version != found->second.versions.end()) {
      return Value()
          .set("ARN", found->second.arn)
          .set("Name", name)
          .set("VersionId", version->first);
    }
    return refuse(400, "ResourceExistsException",
                  fmt::format("The operation failed because the secret {} already exists.", name));
  }
  Secret secret;
  secret.name = name;
  secret.arn =
      fmt::format("arn:aws:secretsmanager:{}:{}:secret:{}-{}", call.region, lab_.account().id, name,
                  derived_text(secret_, fmt::format("{} {}", name, made_++), 6,
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"));
  secret.description = input["Description"].text();
  secret.key = input["KmsKeyId"].text();
  secret.tags = std::move(tags);
  secret.created = secret.changed = call.now;
  const SecretVersion* version = TRY(add_version(call, secret, {"AWSCURRENT"}));
  Value output = Value().set("ARN", secret.arn).set("Name", name);
  if (version != nullptr) output.set("VersionId", version->id);
  Secret& added = region.emplace(name, std::move(secret)).first->second;
  if (!input["AddReplicaRegions"].list().empty()) {
    const auto replicas = add_replicas(call, added, input["AddReplicaRegions"],
                                       input["ForceOverwriteReplicaSecret"].flag());
    if (!replicas) {
      region.erase(region.find(name));
      return std::unexpected(replicas.error());
    }
    output.set("ReplicationStatus", replication_status(added));
  }
  return output;
}

Answer SecretsManager::describe_secret(const Call& call) {
  const Secret* secret = TRY(secret_of(call));
  Value output;
  output.set("ARN", secret->arn).set("Name", secret->name);
  if (!secret->description.empty()) output.set("Description", secret->description);
  if (!secret->key.empty()) output.set("KmsKeyId", secret->key);
  output.set("LastChangedDate", secret->changed).set("CreatedDate", secret->created);
  if (secret->deleted) output.set("DeletedDate", *secret->deleted);
  aws::List tags;
  for (const auto& [key, value] : secret->tags) {
    tags.push_back(Value().set("Key", key).set("Value", value));
  }
  output.set("Tags", std::move(tags));
  Value stages = Value::structure();
  for (const auto& [id, version] : secret->versions) {
    if (version.stages.empty()) continue;
    aws::List names;
    for (const std::string& stage : version.stages) names.push_back(stage);
    stages.set(id, std::move(names));
  }
  output.set("VersionIdsToStages", std::move(stages));
  if (!secret->primary_region.empty()) {
    output.set("PrimaryRegion", secret->primary_region);
    if (!secret->replicas.empty()) output.set("ReplicationStatus", replication_status(*secret));
  }
  return output;
}

Answer SecretsManager::update_secret(const Call& call) {
  const Value& input = call.input;
  Secret* secret = TRY(changeable_secret_of(call));
  Secret changed = *secret;
  if (input.has("KmsKeyId")) changed.key = input["KmsKeyId"].text();
  if (input.has("Description")) changed.description = input["Description"].text();
  const SecretVersion* version = TRY(add_version(call, changed, {"AWSCURRENT"}));
  Value output = Value().set("ARN", secret->arn).set("Name", secret->name);
  if (version != nullptr) output.set("VersionId", version->id);
  changed.changed = call.now;
  *secret = std::move(changed);
  replicate_soon(call.region, *secret, false);
  return output;
}

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
Answer SecretsManager::delete_secret(const Call& call) {
  const Value& input = call.input;
  const bool force = input["ForceDeleteWithoutRecovery"].flag();
  const Value& window = input["RecoveryWindowInDays"];
  if (force && window) {
    return secrets_invalid_parameter(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  const std::int64_t days = window ? window.integer() : 30;
  if (days < 7 || days > 30) {
    return secrets_invalid_parameter(
        "RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  }
  const std::string& id = input["SecretId"].text();
  if (force && find(call.region, id) == nullptr) {
    // By AWS's documentation no error: whoever wants it gone has what they want.
    return Value()
        .set("ARN", resource_arn(call.region, input))
        .set("Name", id)
        .set("DeletionDate", call.now);
  }
  Secret* secret = TRY(secret_of(call));
  if (secret->deletion && !force) {
    return secrets_invalid_request(
        "You can't perform this operation on the secret because it was already scheduled for "
        "deletion.");
  }
  if (!secret->primary_region.empty() && secret->primary_region != call.region) {
    return secrets_invalid_request(
        "Operation not permitted on a replica secret. Call must be made in primary secret's "
        "region.");
  }
  if (!secret->replicas.empty()) {
    std::vector<std::string> regions;
    for (const auto& [region, replica] : secret->replicas) regions.push_back(region);
    return secrets_invalid_request(
        fmt::format("You can't delete secret {} that still has replica regions [{}]", secret->name,
                    join(regions, ", ")));
  }
  Value output = Value().set("ARN", secret->arn).set("Name", secret->name);
  if (force) {
    regions_[call.region].erase(secret->name);
    return output.set("DeletionDate", call.now);
  }
  secret->deleted = call.now;
  secret->deletion = call.now + hours(24 * days);
  output.set("DeletionDate", *secret->deletion);
  tasks_.at(*secret->deletion, [this, region_name = call.region, name = secret->name] {
    Region& region = regions_[region_name];
    const auto found = region.find(name);
    if (found == region.end() || !found->second.deletion) return;
    if (*found->second.deletion <= lab_.now()) region.erase(found);
  });
  return output;
}

Answer SecretsManager::restore_secret(const Call& call) {
  Secret* secret = TRY(secret_of(call));
  secret->deletion.reset();
  secret->deleted.reset();
  return Value().set("ARN", secret->arn).set("Name", secret->name);
}

// Digests instead of values: they say whether two are the same, and nothing else.
boost::json::value SecretsManager::snapshot() const {
  boost::json::object all;
  for (const auto& [region_name, region] : regions_) {
    boost::json::object secrets;
    for (const auto& [name, secret] : region) {
      boost::json::object stages;
      for (const auto& [id, version] : secret.versions) {
        for (const std::string& stage : version.stages) stages[stage] = version.digest;
      }
      boost::json::object sorted;
      std::set<std::string> names;
      for (const auto& stage : stages) names.emplace(stage.key());
      for (const std::string& stage : names) sorted[stage] = stages[stage];
      boost::json::object shown = {{"values", std::move(sorted)}};
      if (!secret.description.empty()) shown["description"] = secret.description;
      if (!secret.key.empty()) shown["key"] = secret.key;
      if (!secret.tags.empty()) {
        boost::json::object tags;
        for (const auto& [key, value] : secret.tags) tags[key] = value;
        shown["tags"] = std::move(tags);
      }
      if (!secret.policy.empty()) shown["policy"] = boost::json::parse(secret.policy);
      if (!secret.primary_region.empty()) shown["primary_region"] = secret.primary_region;
      if (!secret.replicas.empty()) {
        boost::json::object replicas;
        for (const auto& [where, replica] : secret.replicas) replicas[where] = replica.status;
        shown["replicas"] = std::move(replicas);
      }
      if (secret.deletion) shown["deleted"] = true;
      secrets[name] = std::move(shown);
    }
    if (!secrets.empty()) all[region_name] = std::move(secrets);
  }
  return all;
}

}  // namespace godwit::lab::services
