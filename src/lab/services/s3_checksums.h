// Checksums that S3 verifies as it receives, and keeps where they were asked for.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
#pragma once

#include <string_view>

#include "aws/codec.h"
#include "lab/services/s3_object.h"

namespace godwit::lab::services {

// Verifies Content-MD5 and the one x-amz-checksum-* of an upload, and notes the latter in
// `content`, whose body and crc32c are set.
std::expected<void, aws::ServiceError> verify_checksums(const aws::Value& input,
                                                        ObjectContent& content);

// Computes one checksum of a body: "CRC32", "CRC32C", "SHA1" or "SHA256".
void add_checksum(std::string_view algorithm, ObjectContent& content);

// The checksums of a content, as members of an output.
void say_checksums(aws::Value& output, const ObjectContent& content);

// Requests that change a bucket's settings must come with a checksum of their XML, and it must be
// right. Nothing to do for the others.
std::expected<void, aws::ServiceError> verify_settings_checksum(const aws::Operation& operation,
                                                                const HttpRequest& request);

// The ETag of a content that S3 does not encrypt with KMS: its MD5 where it came in one piece, or
// "hash-N" where it came in N parts, as synthetic content is taken to have done.
std::string plain_etag(const ObjectContent& content);

}  // namespace godwit::lab::services
