// The lab's Secrets Manager: secrets with their versions and stages, encrypted under KMS's keys,
// and their replicas in other regions.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "lab/operation_table.h"
#include "lab/policy/document.h"
#include "lab/service.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

struct SecretVersion {
  std::string id;
  std::string sealed;  // by KMS, bound to the secret's ARN and the version's id
  std::string digest;  // SHA-256 of the value: what snapshots and repetitions are compared by
  std::string key;     // ARN of the key that sealed it
  bool binary = false;
  std::set<std::string> stages;  // none: deprecated
  Time created{};
};

struct SecretReplica {
  std::string region;
  std::string key;  // as given; empty: "aws/secretsmanager"
  std::string status = "InProgress";
  std::string message;
};

struct Secret {
  std::string name;
  std::string arn;
  std::string description;
  std::string key;  // as given; empty: "aws/secretsmanager"
  std::map<std::string, std::string> tags;
  std::map<std::string, SecretVersion> versions;  // by id
  Time created{};
  Time changed{};
  std::optional<Time> deletion;  // when it goes
  std::optional<Time> deleted;   // when that was asked for
  std::string policy;            // JSON, or empty
  policy::Document policy_document;
  std::string primary_region;                     // where it has replicas, or is one
  std::map<std::string, SecretReplica> replicas;  // by region; of a primary
};

class SecretsManager : public Service {
 public:
  explicit SecretsManager(Lab& lab);

  std::string_view name() const override { return "secretsmanager"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;
  std::string resource_arn(const std::string& region, const aws::Value& input) const override;
  const policy::Document* resource_policy(const std::string& region,
                                          const aws::Value& input) const override;

 private:
  using Region = std::map<std::string, Secret, std::less<>>;  // by name
  using Found = std::expected<Secret*, aws::ServiceError>;
  static const OperationEntry<SecretsManager> operations[];

  // secretsmanager.cc
  Answer create_secret(const Call& call);
  Answer describe_secret(const Call& call);
  Answer update_secret(const Call& call);
  Answer delete_secret(const Call& call);
  Answer restore_secret(const Call& call);
  // secretsmanager_values.cc
  Answer get_secret_value(const Call& call);
  Answer put_secret_value(const Call& call);
  Answer update_secret_version_stage(const Call& call);
  Answer list_secret_version_ids(const Call& call);
  Answer get_random_password(const Call& call);
  // secretsmanager_lists.cc
  Answer list_secrets(const Call& call);
  Answer tag_resource(const Call& call);
  Answer untag_resource(const Call& call);
  Answer get_resource_policy(const Call& call);
  Answer put_resource_policy(const Call& call);
  Answer delete_resource_policy(const Call& call);
  Answer validate_resource_policy(const Call& call);
  Answer rotate_secret(const Call& call);
  Answer cancel_rotate_secret(const Call& call);
  // secretsmanager_replicas.cc
  Answer replicate_secret_to_regions(const Call& call);
  Answer remove_regions_from_replication(const Call& call);
  Answer stop_replication_to_replica(const Call& call);
  aws::Value replication_status(const Secret& secret) const;
  std::expected<void, aws::ServiceError> add_replicas(const Call& call, Secret& secret,
                                                      const aws::Value& regions, bool force);
  void replicate_soon(const std::string& region, Secret& secret, bool force);
  void replicate(const std::string& region, const std::string& name, const std::string& to,
                 bool force);

  Found secret_of(const Call& call);
  // The same, of one that is neither about to be deleted nor a replica.
  Found changeable_secret_of(const Call& call);
  const Secret* find(const std::string& region, std::string_view name_or_arn) const;
  // A new version with these stages; nullptr where the request has no value.
  std::expected<const SecretVersion*, aws::ServiceError> add_version(
      const Call& call, Secret& secret, const std::set<std::string>& stages);
  void move_stage(Secret& secret, const std::string& stage, const std::string& version);
  std::string key_of(const std::string& region, const std::string& given);
  std::string new_token(const Call& call);

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;
  std::uint64_t made_ = 0;  // ARNs' endings, passwords and tokens so far
  std::map<std::string, Region, std::less<>> regions_;
};

// ---- shared by the handlers

// KMS's refusal as Secrets Manager passes it on.
aws::ServiceError secrets_key_error(const aws::ServiceError& error, bool encrypting);
std::expected<std::map<std::string, std::string>, aws::ServiceError> read_secret_tags(
    const aws::Value& list);
std::unexpected<aws::ServiceError> secrets_invalid_request(std::string message);
std::unexpected<aws::ServiceError> secrets_invalid_parameter(std::string message);

}  // namespace godwit::lab::services
