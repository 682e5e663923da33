// What uploads and copies share.
#pragma once

#include "aws/codec.h"
#include "lab/services/s3_object.h"

namespace godwit::lab::services {

// Content-Type, the other headers that S3 keeps, and metadata.
void read_headers(const aws::Value& input, ObjectContent& content);

// What S3 refuses of an upload whatever the bucket: long keys, large bodies, ACLs ...
std::expected<void, aws::ServiceError> check_upload(const aws::Value& input,
                                                    const ObjectContent& content);

}  // namespace godwit::lab::services
