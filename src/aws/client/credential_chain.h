// Who lends credentials: the first of the CLI's providers that has been configured.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-authentication.html
//
//   1. the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; not where a
//      profile was named by an option
//   2. a role of the profile: role_arn, with source_profile or credential_source
//   3. a web identity: AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or the profile's
//   4. single sign-on, which the CLI does for us
//   5. keys in the credentials file
//   6. credential_process
//   7. keys in the config file
//   8. the container's endpoint
//   9. the instance's metadata service
#pragma once

#include "aws/client/cached_credentials.h"
#include "aws/client/shared_config.h"
#include "aws/cloud.h"
#include "env/env.h"

namespace godwit::aws {

// A cloud that signs with what `source` has, or not at all where that is nullptr: how providers ask
// STS. It lives as long as the lender that asked for it.
using CloudFor = std::function<std::shared_ptr<Cloud>(std::shared_ptr<CredentialsSource> source)>;

struct ChainWorld {
  Env env;
  Environment environment;
  std::shared_ptr<const SharedConfig> config;
  std::string region;  // whose STS is asked; a profile with a role may name its own
  CloudFor cloud_for;
};

// Nobody is asked yet, but for files. ErrorKind::invalid where what is configured cannot be: half
// of a pair of keys, roles that go round in a circle, a profile that is not there, a role that
// wants a code from a device.
Result<Lender> choose_lender(const ChainWorld& world);

}  // namespace godwit::aws
