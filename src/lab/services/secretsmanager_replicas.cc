// Replicas of secrets: read in their own region, written in the primary's.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
#include "catalog/catalog.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/secretsmanager.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr Duration replication_time = seconds(2);  // AWS promises no number

}  // namespace

Value SecretsManager::replication_status(const Secret& secret) const {
  aws::List list;
  for (const auto& [region, replica] : secret.replicas) {
    Value shown = Value().set("Region", region);
    shown.set("KmsKeyId", replica.key.empty() ? "alias/aws/secretsmanager" : replica.key);
    shown.set("Status", replica.status);
    if (!replica.message.empty()) shown.set("StatusMessage", replica.message);
    list.push_back(std::move(shown));
  }
  return list;
}

std::expected<void, aws::ServiceError> SecretsManager::add_replicas(const Call& call,
                                                                    Secret& secret,
                                                                    const Value& regions,
                                                                    bool force) {
  const auto& enabled = lab_.account().regions;
  for (const Value& entry : regions.list()) {
    const std::string& region = entry["Region"].text();
    if (region == call.region) {
      return secrets_invalid_parameter("Invalid replica region: it is the primary region.");
    }
    if (!catalog::is_region(region) || std::ranges::find(enabled, region) == enabled.end()) {
      return secrets_invalid_parameter(
          fmt::format("Invalid replica region {}: it is not enabled for the account.", region));
    }
    const auto known = secret.replicas.find(region);
    if (known != secret.replicas.end() && known->second.status != "Failed") {
      return secrets_invalid_parameter(
          fmt::format("The secret is already replicated to region {}.", region));
    }
  }
  for (const Value& entry : regions.list()) {
    const std::string& region = entry["Region"].text();
    secret.replicas[region] = {.region = region, .key = entry["KmsKeyId"].text(), .message = {}};
  }
  if (!regions.list().empty()) secret.primary_region = call.region;
  replicate_soon(call.region, secret, force);
  return {};
}

void SecretsManager::replicate_soon(const std::string& region, Secret& secret, bool force) {
  for (auto& [to, replica] : secret.replicas) {
    replica.status = "InProgress";
    replica.message.clear();
    tasks_.at(lab_.now() + replication_time, [this, region, name = secret.name, to, force] {
      replicate(region, name, to, force);
    });
  }
}

void SecretsManager::replicate(const std::string& region, const std::string& name,
                               const std::string& to, bool force) {
  const auto primary = regions_[region].find(name);
  if (primary == regions_[region].end()) return;
  const auto replica = primary->second.replicas.find(to);
  if (replica == primary->second.replicas.end()) return;
  const auto fail_with = [&](std::string message) {
    replica->second.status = "Failed";
    replica->second.message = std::move(message);
  };
  // A region that is down gets it when it is back.
  if (lab_.is_down(to) || lab_.is_down(region)) {
    tasks_.at(lab_.now() + minutes(1),
              [this, region, name, to, force] { replicate(region, name, to, force); });
    return;
  }
  Secret copy = primary->second;
  copy.arn = fmt::format("arn:aws:secretsmanager:{}:{}", to,
                         copy.arn.substr(fmt::format("arn:aws:secretsmanager:{}:", region).size()));
  const auto there = regions_[to].find(name);
  if (there != regions_[to].end() && there->second.arn != copy.arn && !force) {
    return fail_with(
        fmt::format("Replication failed: Secret name {} already exists in region {}.", name, to));
  }
  copy.replicas.clear();
  copy.key = replica->second.key;
  copy.policy = there != regions_[to].end() ? there->second.policy : std::string();
  const std::string key = key_of(to, copy.key);
  for (auto& [id, version] : copy.versions) {
    const auto context = [&](const std::string& arn) {
      return EncryptionContext{{"SecretARN", arn}, {"SecretVersionId", id}};
    };
    const auto value = lab_.kms().open(
        region,
        {.caller = nullptr, .through = "secretsmanager", .context = context(primary->second.arn)},
        version.sealed);
    if (!value) return fail_with("Replication failed: " + value.error().message);
    auto sealed = lab_.kms().seal(
        to, key, {.caller = nullptr, .through = "secretsmanager", .context = context(copy.arn)},
        *value);
    if (!sealed) return fail_with("Replication failed: " + sealed.error().message);
    version.sealed = std::move(*sealed);
    version.key = lab_.kms().find(to, key)->arn;
  }
  regions_[to].insert_or_assign(name, std::move(copy));
  replica->second.status = "InSync";
}

Answer SecretsManager::replicate_secret_to_regions(const Call& call) {
  Secret* secret = TRY(changeable_secret_of(call));
  TRY_VOID(add_replicas(call, *secret, call.input["AddReplicaRegions"],
                        call.input["ForceOverwriteReplicaSecret"].flag()));
  return Value().set("ARN", secret->arn).set("ReplicationStatus", replication_status(*secret));
}

Answer SecretsManager::remove_regions_from_replication(const Call& call) {
  Secret* secret = TRY(changeable_secret_of(call));
  for (const Value& region : call.input["RemoveReplicaRegions"].list()) {
    if (!secret->replicas.contains(region.text())) {
      return secrets_invalid_parameter(
          fmt::format("The secret is not replicated to region {}.", region.text()));
    }
  }
  for (const Value& region : call.input["RemoveReplicaRegions"].list()) {
    const auto there = regions_[region.text()].find(secret->name);
    if (there != regions_[region.text()].end() && there->second.primary_region == call.region) {
      regions_[region.text()].erase(there);
    }
    secret->replicas.erase(region.text());
  }
  if (secret->replicas.empty()) secret->primary_region.clear();
  return Value().set("ARN", secret->arn).set("ReplicationStatus", replication_status(*secret));
}

// Asked in the replica's region: it stands on its own from now on.
Answer SecretsManager::stop_replication_to_replica(const Call& call) {
  Secret* secret = TRY(secret_of(call));
  if (secret->primary_region.empty() || secret->primary_region == call.region) {
    return secrets_invalid_request("The secret is not a replica.");
  }
  const auto primary = regions_[secret->primary_region].find(secret->name);
  if (primary != regions_[secret->primary_region].end()) {
    primary->second.replicas.erase(call.region);
    if (primary->second.replicas.empty()) primary->second.primary_region.clear();
  }
  secret->primary_region.clear();
  return Value().set("ARN", secret->arn);
}

}  // namespace godwit::lab::services
