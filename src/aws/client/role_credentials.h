// Sessions that STS lends for a role.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
#pragma once

#include "aws/client/lent_credentials.h"
#include "aws/cloud.h"
#include "env/env.h"

namespace godwit::aws {

struct RoleRequest {
  std::string role_arn;
  std::string session_name;  // empty: "godwit-" and the time
  std::string external_id;
  std::string duration_seconds;  // 900 to 43200; empty: an hour
  std::string region;
  std::string source;  // "profile 'work'"
};

// ErrorKind::invalid where the duration cannot be.
Result<void> check_role_request(const RoleRequest& request);
// `cloud` signs with what vouches for the role.
Result<LentCredentials> assume_role(Cloud& cloud, const RoleRequest& request, Time now);

struct WebIdentity {
  std::string token_file;  // read each time: it is replaced before the token ends
  std::string role_arn;
  std::string session_name;
  std::string region;
  std::string source;
};

// `cloud` does not sign: the token is what vouches.
Result<LentCredentials> assume_role_with(Cloud& cloud, const Env& env, const WebIdentity& identity);

}  // namespace godwit::aws
