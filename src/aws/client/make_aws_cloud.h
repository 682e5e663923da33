// AwsCloud as a user has configured it: files, environment and options, as the CLI reads them.
#pragma once

#include <memory>
#include <string>

#include "aws/client/aws_cloud.h"
#include "env/env.h"
#include "env/environment.h"

namespace godwit::aws {

// Options of the command line; empty where they were not given.
struct AwsCloudOptions {
  std::string profile;
  std::string region;
  std::string endpoint_url;
};

struct ConfiguredCloud {
  std::unique_ptr<AwsCloud> cloud;
  // Where calls go that name no region: the option, AWS_REGION, AWS_DEFAULT_REGION, the profile's;
  // empty where nobody says.
  std::string region;
  // Of the credentials, for people: "profile 'work'", "the environment".
  std::string profile;
};

// Reads files, and asks nobody for credentials yet. What `env` refers to outlives the cloud.
// ErrorKind::invalid or not_found where something in them cannot be used, with its place.
Result<ConfiguredCloud> make_aws_cloud(const Env& env, const Environment& environment,
                                       const AwsCloudOptions& options);

// The instance's region, for whoever has found none elsewhere.
Result<std::string> region_of_instance(const Env& env, const Environment& environment);

}  // namespace godwit::aws
