// Bucket policies: JSON that is kept. Nobody is let in or kept out by them here; what AWS refuses
// to keep is refused, and whether they make a bucket public is known.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
#pragma once

#include <string>
#include <string_view>

#include "aws/codec.h"

namespace godwit::lab::services {

// MalformedPolicy, or nothing.
std::expected<void, aws::ServiceError> check_policy(std::string_view json, std::string_view bucket);

// Does a policy that check_policy has passed let everybody in?
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
bool is_public_policy(std::string_view json);

}  // namespace godwit::lab::services
