// SSE-C: keys that customers keep and send along. The lab notes only the key's MD5, as S3 keeps
// only an HMAC of it: enough to tell whether the right one comes again.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
#pragma once

#include <string>

#include "aws/codec.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

// The MD5 of the key that came with a request, in base64; empty where none came. `prefix` is
// "CopySource" for the key of a copy's source.
std::expected<std::string, aws::ServiceError> read_customer_key(const aws::Value& input,
                                                                std::string_view prefix = {});

// Can the version be read with what came along?
std::expected<void, aws::ServiceError> check_customer_key(const aws::Value& input,
                                                          const ObjectVersion& version,
                                                          std::string_view prefix = {});

}  // namespace godwit::lab::services
