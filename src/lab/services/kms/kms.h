// The lab's Key Management Service: symmetric keys and aliases of each region by itself (fact D14),
// key policies and grants, and ciphertext that only its own key, in its own context, opens again.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "account/account.h"
#include "lab/policy/evaluate.h"
#include "lab/service.h"
#include "lab/services/kms/cipher.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

// `pending_replica_deletion`: a multi-Region primary that waits for its replicas to go first.
enum class KeyState { creating, enabled, disabled, pending_deletion, pending_replica_deletion };

// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
struct KmsGrant {
  std::string id;
  std::string token;
  std::string name;
  std::string grantee;   // an ARN, or a service's name
  std::string retiring;  // likewise, or empty
  std::set<std::string> operations;
  std::optional<EncryptionContext> context_equals;
  std::optional<EncryptionContext> context_subset;
  std::string issuer;  // the account that made it
  Time created{};
};

// What the keys of one multi-Region family share, by their common id.
struct KmsFamily {
  std::string primary_region;
  std::set<std::string> regions;  // the primary's too
};

struct KmsKey {
  std::string id;
  std::string arn;
  std::string description;
  std::string policy;  // JSON, as given
  policy::Document policy_document;
  std::map<std::string, std::string> tags;
  Time created{};
  KeyState state = KeyState::enabled;
  bool rotation = false;
  bool managed_by_aws = false;  // "aws/s3" and its like: nobody may change those
  std::optional<Time> deletion;
  int pending_days = 0;
  std::map<std::string, KmsGrant> grants;  // by id
  bool multi_region = false;
  std::string region;
  // Material: how often it was rotated before `rotating_since`, from which on it is every year.
  std::uint32_t rotations = 0;
  std::optional<Time> rotating_since;
  std::uint64_t sealed = 0;  // so far: nonces come from it
};

struct KmsAlias {
  std::string key_id;
  Time created{};
  Time updated{};
};

class Kms : public Service {
 public:
  explicit Kms(Lab& lab);

  std::string_view name() const override { return "kms"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

  // A key that was there before, with its own id.
  void add(const account::Key& key, Time created);

  // `key` is an id, an ARN or an alias. nullptr: the region has none of that name.
  const KmsKey* find(const std::string& region, const std::string& key) const;

  // Why an encrypted object cannot be written or read with it, in S3's words; nullopt where it can.
  std::optional<aws::ServiceError> refusal(const std::string& region, const std::string& key) const;
  bool usable(const std::string& region, const std::string& key) const {
    return !refusal(region, key);
  }

  // ---- for other services, which ask for somebody

  // Who asks, through which service, with what context.
  struct Use {
    const Identity* caller = nullptr;
    std::string_view through;  // "secretsmanager"
    EncryptionContext context;
  };
  // KMS's own refusals. `key` as in find(); the blob says its own.
  std::expected<std::string, aws::ServiceError> seal(const std::string& region,
                                                     const std::string& key, const Use& use,
                                                     std::string_view plaintext);
  std::expected<std::string, aws::ServiceError> open(const std::string& region, const Use& use,
                                                     std::string_view blob) const;
  // Only whether it would be allowed now: "Decrypt", "GenerateDataKey", with the key that `key`
  // names. Beside the key's state, it looks at policies, grants and IAM.
  std::optional<aws::ServiceError> refusal(const std::string& region, const std::string& key,
                                           const Use& use, std::string_view operation) const;

  // The key that AWS makes by itself when a service first needs one: "s3" -> "alias/aws/s3".
  const KmsKey& managed_key(const std::string& region, const std::string& service);

 private:
  struct Region {
    std::map<std::string, KmsKey, std::less<>> keys;       // by id
    std::map<std::string, KmsAlias, std::less<>> aliases;  // by name, "alias/..."
    int created = 0;                                       // ids come from it
  };
  using Handler = Answer (Kms::*)(const Call&, Region&);
  struct Entry {
    std::string_view operation;
    Handler handler;
  };
  static const Entry handlers[];

  // crypto.cc
  Answer encrypt(const Call& call, Region& region);
  Answer decrypt(const Call& call, Region& region);
  Answer re_encrypt(const Call& call, Region& region);
  Answer generate_data_key(const Call& call, Region& region);
  Answer generate_data_key_without_plaintext(const Call& call, Region& region);
  Answer generate_random(const Call& call, Region& region);
  // grants.cc
  Answer create_grant(const Call& call, Region& region);
  Answer list_grants(const Call& call, Region& region);
  Answer list_retirable_grants(const Call& call, Region& region);
  Answer retire_grant(const Call& call, Region& region);
  Answer revoke_grant(const Call& call, Region& region);
  // multi_region.cc
  Answer replicate_key(const Call& call, Region& region);
  Answer update_primary_region(const Call& call, Region& region);
  // keys.cc
  Answer create_key(const Call& call, Region& region);
  Answer describe_key(const Call& call, Region& region);
  Answer list_keys(const Call& call, Region& region);
  Answer update_key_description(const Call& call, Region& region);
  // policies.cc
  Answer get_key_policy(const Call& call, Region& region);
  Answer put_key_policy(const Call& call, Region& region);
  Answer list_key_policies(const Call& call, Region& region);
  // states.cc
  Answer enable_key(const Call& call, Region& region);
  Answer disable_key(const Call& call, Region& region);
  Answer enable_key_rotation(const Call& call, Region& region);
  Answer disable_key_rotation(const Call& call, Region& region);
  Answer get_key_rotation_status(const Call& call, Region& region);
  Answer schedule_key_deletion(const Call& call, Region& region);
  Answer cancel_key_deletion(const Call& call, Region& region);
  void delete_when_due(const std::string& region, const std::string& id);
  // aliases.cc
  Answer create_alias(const Call& call, Region& region);
  Answer update_alias(const Call& call, Region& region);
  Answer delete_alias(const Call& call, Region& region);
  Answer list_aliases(const Call& call, Region& region);
  // tags.cc
  Answer list_resource_tags(const Call& call, Region& region);
  Answer tag_resource(const Call& call, Region& region);
  Answer untag_resource(const Call& call, Region& region);

  // The key that `input.KeyId` names. Only some operations take aliases.
  enum class Naming { id_or_arn, id_arn_or_alias };
  using Found = std::expected<KmsKey*, aws::ServiceError>;
  Found key_of(const Call& call, Region& region, std::string_view member = "KeyId",
               Naming naming = Naming::id_or_arn);
  // The same, of a customer's key that is not about to be deleted.
  Found changeable_key_of(const Call& call, Region& region, std::string_view member = "KeyId");

  // A key that can be used for what the call asks, by its state.
  Found usable_key_of(const Call& call, Region& region, std::string_view member = "KeyId");

  // access.cc: may they? By key policy, grants and, where the policy leaves it to the account,
  // IAM. `through` is the service that asks for them, or empty.
  struct Request {
    const Identity* caller = nullptr;
    std::string_view through;
    std::string_view operation;  // "Decrypt"
    const EncryptionContext* context = nullptr;
    policy::Keys keys;  // further ones
  };
  std::optional<aws::ServiceError> denial(const KmsKey& key, const Request& request) const;
  bool granted(const KmsKey& key, const policy::Principal& who, const Request& request) const;
  // A policy that can be a key's, and leaves its caller able to change it again.
  std::expected<policy::Document, aws::ServiceError> read_policy(const Call& call,
                                                                 const std::string& key_arn) const;
  std::string default_policy() const;

  // crypto.cc
  std::string material(const KmsKey& key, std::uint32_t generation) const;
  std::uint32_t generation(const KmsKey& key) const;
  std::string seal_with(KmsKey& key, const EncryptionContext& context, std::string_view plaintext);
  // The key of this region that a blob names, or what KMS says where there is none.
  std::expected<const KmsKey*, aws::ServiceError> key_of_blob(const std::string& region,
                                                              std::string_view blob) const;
  std::expected<std::string, aws::ServiceError> open_with(const KmsKey& key,
                                                          const EncryptionContext& context,
                                                          std::string_view blob) const;
  struct DataKey {
    const KmsKey* key;
    std::string plaintext;
    std::string blob;
  };
  std::expected<DataKey, aws::ServiceError> make_data_key(const Call& call, Region& region);

  // multi_region.cc
  aws::Value describe(const KmsKey& key) const;
  void begin_deletion(KmsKey& key);
  void leave_family(const KmsKey& key);
  const KmsKey& primary_of(const KmsKey& key) const;

  std::string arn(const std::string& region, std::string_view resource) const;

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;
  std::map<std::string, Region, std::less<>> regions_;
  std::map<std::string, KmsFamily, std::less<>> families_;  // of multi-Region keys, by id
  policy::Document default_document_;
  std::uint64_t made_ = 0;  // random bytes and data keys so far: they come from it
};

std::string_view to_string(KeyState state);  // "PendingDeletion"

// ---- shared by the handlers

// Why a key cannot be used in its state; nullopt where it can.
std::optional<aws::ServiceError> refusal_by_state(const KmsKey& key);

EncryptionContext read_context(const aws::Value& map);

// Tags as KMS has them, or what is wrong with them (tags.cc).
std::expected<std::map<std::string, std::string>, aws::ServiceError> read_kms_tags(
    const aws::Value& list);

// One page of a list: members `first` to `last`, and whether there is more. The marker is the name
// of the last item that was shown (kms.cc).
struct KmsPage {
  std::size_t limit = 0;
  std::string after;  // empty: from the beginning
};
std::expected<KmsPage, aws::ServiceError> read_kms_page(const aws::Value& input, int standard,
                                                        int most);
std::string kms_marker(std::string_view last);

}  // namespace godwit::lab::services
