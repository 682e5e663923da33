// The lab's Key Management Service: keys and aliases of each region by itself (fact D14). It keeps
// no key material and encrypts nothing: what others need to know is whether a key can be used.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "account/account.h"
#include "lab/service.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

enum class KeyState { enabled, disabled, pending_deletion };

struct KmsKey {
  std::string id;
  std::string arn;
  std::string description;
  std::string policy;  // JSON, as given
  std::map<std::string, std::string> tags;
  Time created{};
  KeyState state = KeyState::enabled;
  bool rotation = false;
  bool managed_by_aws = false;  // "aws/s3" and its like: nobody may change those
  std::optional<Time> deletion;
  int pending_days = 0;
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

  // kms_keys.cc
  Answer create_key(const Call& call, Region& region);
  Answer describe_key(const Call& call, Region& region);
  Answer list_keys(const Call& call, Region& region);
  Answer update_key_description(const Call& call, Region& region);
  Answer get_key_policy(const Call& call, Region& region);
  Answer put_key_policy(const Call& call, Region& region);
  // kms_states.cc
  Answer enable_key(const Call& call, Region& region);
  Answer disable_key(const Call& call, Region& region);
  Answer enable_key_rotation(const Call& call, Region& region);
  Answer disable_key_rotation(const Call& call, Region& region);
  Answer get_key_rotation_status(const Call& call, Region& region);
  Answer schedule_key_deletion(const Call& call, Region& region);
  Answer cancel_key_deletion(const Call& call, Region& region);
  void delete_when_due(const std::string& region, const std::string& id);
  // kms_aliases.cc
  Answer create_alias(const Call& call, Region& region);
  Answer update_alias(const Call& call, Region& region);
  Answer delete_alias(const Call& call, Region& region);
  Answer list_aliases(const Call& call, Region& region);
  // kms_tags.cc
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

  std::string arn(const std::string& region, std::string_view resource) const;

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;
  std::map<std::string, Region, std::less<>> regions_;
};

std::string_view to_string(KeyState state);  // "PendingDeletion"

// ---- shared by the handlers

// Tags as KMS has them, or what is wrong with them (kms_tags.cc).
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
