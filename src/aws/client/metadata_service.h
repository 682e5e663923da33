// What stands beside a program that runs at AWS: the instance metadata service, and the one of
// containers. Both lend credentials over plain HTTP.
#pragma once

#include "aws/client/lent_credentials.h"
#include "env/env.h"
#include "env/environment.h"

namespace godwit::aws {

// IMDSv2: a token first, then with it the rest. Version 1, which needs no token, is never used.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
class InstanceMetadata {
 public:
  // AWS_EC2_METADATA_DISABLED, AWS_EC2_METADATA_SERVICE_ENDPOINT and _MODE, and
  // AWS_METADATA_SERVICE_TIMEOUT (seconds) are heeded.
  InstanceMetadata(const Env& env, const Environment& environment);

  bool is_disabled() const { return disabled_; }
  // Of the instance's role.
  Result<LentCredentials> credentials() const;
  Result<std::string> region() const;

 private:
  Result<std::string> token() const;
  Result<std::string> get(const std::string& token, const std::string& path) const;
  Result<std::string> send(HttpRequest request) const;

  Env env_;
  std::string scheme_ = "http";
  std::string host_;
  std::string path_;  // before "/latest", mostly nothing
  Duration timeout_ = seconds(1);
  bool disabled_ = false;
};

// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
bool has_container_credentials(const Environment& environment);
// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI, with the authorization token in
// AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or _TOKEN. Without TLS only hosts that are the machine's
// own or AWS's agents are asked.
Result<LentCredentials> container_credentials(const Env& env, const Environment& environment);

}  // namespace godwit::aws
