// Access keys of users, who may sign with them at once.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_keys = 2;  // of one user

std::string_view status_of(const IamAccessKey& key) { return key.active ? "Active" : "Inactive"; }

std::unexpected<aws::ServiceError> no_such_key(const std::string& id) {
  return no_such_entity(fmt::format("The Access Key with id {} cannot be found.", id));
}

}  // namespace

Answer Iam::create_access_key(const Call& call) {
  IamUser* user = TRY(user_of(call));
  if (user->keys.size() >= most_keys) {
    return refuse(409, "LimitExceeded",
                  fmt::format("Cannot exceed quota for AccessKeysPerUser: {}", most_keys));
  }
  const std::string ordinal = fmt::format("{} key {}", user->id, made_++);
  IamAccessKey key;
  key.id = "AKIA" + derived_text(secret_, ordinal, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  key.created = call.now;
  key.credentials = {key.id,
                     derived_text(secret_, ordinal + " secret", 40,
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789+/"),
                     {}};
  lab_.identities().add({.credentials = key.credentials,
                         .arn = user->arn,
                         .user_id = user->id,
                         .expires = std::nullopt,
                         .role_arn = {},
                         .session_policy = {}});
  const auto& made = user->keys.emplace(key.id, std::move(key)).first->second;
  return Value().set("AccessKey", Value()
                                      .set("UserName", user->name)
                                      .set("AccessKeyId", made.id)
                                      .set("Status", "Active")
                                      .set("SecretAccessKey", made.credentials.secret_access_key)
                                      .set("CreateDate", made.created));
}

Answer Iam::list_access_keys(const Call& call) {
  const IamUser* user = TRY(user_of(call));
  aws::List keys;
  for (const auto& [id, key] : user->keys) {
    keys.push_back(Value()
                       .set("UserName", user->name)
                       .set("AccessKeyId", id)
                       .set("Status", status_of(key))
                       .set("CreateDate", key.created));
  }
  return Value().set("AccessKeyMetadata", std::move(keys)).set("IsTruncated", false);
}

Answer Iam::update_access_key(const Call& call) {
  IamUser* user = TRY(user_of(call));
  const std::string& id = call.input["AccessKeyId"].text();
  const auto key = user->keys.find(id);
  if (key == user->keys.end()) return no_such_key(id);
  key->second.active = call.input["Status"].text() == "Active";
  if (key->second.active) {
    lab_.identities().add({.credentials = key->second.credentials,
                           .arn = user->arn,
                           .user_id = user->id,
                           .expires = std::nullopt,
                           .role_arn = {},
                           .session_policy = {}});
  } else {
    lab_.identities().remove(id);
  }
  return Value();
}

Answer Iam::delete_access_key(const Call& call) {
  IamUser* user = TRY(user_of(call));
  const std::string& id = call.input["AccessKeyId"].text();
  if (user->keys.erase(id) == 0) return no_such_key(id);
  lab_.identities().remove(id);
  return Value();
}

}  // namespace godwit::lab::services
