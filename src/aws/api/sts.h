// Typed calls of the Security Token Service.
#pragma once

#include <string>

#include "aws/cloud.h"

namespace godwit::aws::sts {

struct CallerIdentity {
  std::string account;
  std::string arn;
  std::string user_id;
};
Result<CallerIdentity> get_caller_identity(Cloud& cloud, const std::string& region);

}  // namespace godwit::aws::sts
