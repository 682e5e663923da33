// Identities: who may sign requests to the lab, by access key id: the account file's own user,
// users that IAM has made keys for, and sessions that STS has lent for a while.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "aws/signature.h"
#include "base/time.h"

namespace godwit::lab {

struct Identity {
  aws::Credentials credentials;
  std::string arn;              // "arn:aws:iam::558069890522:user/godwit", or an assumed role's
  std::string user_id;          // "AIDA...", or "AROA...:session"
  std::optional<Time> expires;  // a session's end, in the lab's time
  std::string role_arn;         // of a session that a role lent: its policies count; else empty
  std::string session_policy;   // JSON that narrows what a session may do, or empty
  std::string name;             // as whom the lab introduced it: "engine"; or empty
};

class Identities {
 public:
  // Replaces one with the same access key id.
  void add(Identity identity);
  void remove(std::string_view access_key_id);
  // nullptr: nobody. Expired ones are still found. Valid until that identity is changed.
  const Identity* find(std::string_view access_key_id) const;

 private:
  std::map<std::string, Identity, std::less<>> by_key_;
};

}  // namespace godwit::lab
