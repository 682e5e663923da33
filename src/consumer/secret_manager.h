// Typed calls of Google's Secret Manager, from which Firebase's functions take their parameters
// (fact E6), through Cloud: unsigned, with a bearer token that TokenCloud adds.
// https://cloud.google.com/secret-manager/docs/reference/rest
#pragma once

#include <string>
#include <vector>

#include "aws/cloud.h"
#include "base/result.h"

namespace godwit::consumer::secret_manager {

inline constexpr std::string_view host = "secretmanager.googleapis.com";

struct SecretVersion {
  int number = 0;
  std::string state;    // "ENABLED", "DISABLED", "DESTROYED"
  std::string payload;  // only of get_latest()
};

// The newest version, with its payload. not_found: there is no such secret, or it has no version.
Result<SecretVersion> get_latest(aws::Cloud& cloud, const std::string& project,
                                 const std::string& secret);
Result<std::vector<SecretVersion>> list_versions(aws::Cloud& cloud, const std::string& project,
                                                 const std::string& secret);  // newest first
Result<void> create_secret(aws::Cloud& cloud, const std::string& project,
                           const std::string& secret);  // conflict: it is there already
Result<SecretVersion> add_version(aws::Cloud& cloud, const std::string& project,
                                  const std::string& secret, const std::string& payload);
Result<void> delete_secret(aws::Cloud& cloud, const std::string& project,
                           const std::string& secret);

}  // namespace godwit::consumer::secret_manager
