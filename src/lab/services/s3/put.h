// What uploads and copies share.
#pragma once

#include "aws/codec.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

constexpr std::string_view default_content_type = "binary/octet-stream";
constexpr std::uint64_t largest_put = 5ULL << 30;  // bytes, in one piece

// Content-Type, the other headers that S3 keeps, and metadata.
void read_headers(const aws::Value& input, ObjectContent& content);

// What S3 refuses of an upload whatever the bucket: long keys, large bodies, much metadata.
std::expected<void, aws::ServiceError> check_upload(const aws::Value& input,
                                                    const ObjectContent& content);

}  // namespace godwit::lab::services
