// Credentials as providers lend them: for a while, or for good.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "aws/signature.h"
#include "base/result.h"

namespace godwit::aws {

// Has no way to be printed, nor has what it holds: errors and logs name the source.
struct LentCredentials {
  Credentials credentials;
  std::optional<Time> expires;  // nullopt: never
};

// Asks a provider. Errors name the provider, and the profile where it is one's; never what it said.
using Lender = std::function<Result<LentCredentials>()>;

// About credentials: nothing has been sent with them, so nothing has happened (unreachable) unless
// it is the user's to mend (invalid).
std::unexpected<Error> no_credentials(const std::string& source, std::string cause,
                                      std::string remedy, ErrorKind kind = ErrorKind::invalid);

// The JSON document in which programs, containers and instances answer: AccessKeyId,
// SecretAccessKey, then `token_name` and Expiration where there are such.
Result<LentCredentials> parse_lent_credentials(std::string_view json, const std::string& source,
                                               std::string_view token_name);

}  // namespace godwit::aws
