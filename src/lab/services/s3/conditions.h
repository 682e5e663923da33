// Preconditions of reads, writes and deletions.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
#pragma once

#include <expected>
#include <string_view>

#include "lab/service.h"
#include "lab/services/s3/bucket.h"

namespace godwit::lab::services {

std::unexpected<aws::ServiceError> precondition_failed(std::string_view condition);

// If-Match before If-Unmodified-Since, then If-None-Match before If-Modified-Since: 412 or 304.
std::expected<void, aws::ServiceError> check_read_conditions(const Call& call,
                                                             const ObjectVersion& version);

// The same of a copy's source, by its own headers: always 412.
std::expected<void, aws::ServiceError> check_copy_conditions(const aws::Value& input,
                                                             const ObjectVersion& source);

// "If-None-Match: *" where nothing may be there, "If-Match" where something must be.
std::expected<void, aws::ServiceError> check_write_conditions(const Call& call,
                                                              const Bucket& bucket);

// If-Match on the current version, whatever version is to be deleted.
std::expected<void, aws::ServiceError> check_delete_condition(const Bucket& bucket,
                                                              std::string_view key,
                                                              std::string_view match);

}  // namespace godwit::lab::services
