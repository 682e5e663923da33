// Checksums that travel with a body: Content-MD5, and S3's x-amz-checksum-*.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
#pragma once

#include <optional>

#include "aws/codec.h"

namespace godwit::aws {

// The client's side: the checksum that x-amz-sdk-checksum-algorithm asks for; or Content-MD5 where
// the operation must have one. Leaves alone what the caller has given.
void add_checksum(const Operation& operation, HttpRequest& request);

// The server's side: BadDigest or InvalidDigest where a checksum is not that of the body;
// InvalidRequest where one is missing that must be there. Synthetic bodies are checked by their
// CRC-32C only.
std::optional<ServiceError> find_checksum_fault(const Operation& operation,
                                                const HttpRequest& request);

}  // namespace godwit::aws
