// Object Lock: versions that cannot be deleted before their time, or while a legal hold is on.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
#pragma once

#include "lab/service.h"
#include "lab/services/s3/bucket.h"

namespace godwit::lab::services {

std::string_view to_string(const Retention& retention);  // "GOVERNANCE" or "COMPLIANCE"

// Can nobody delete it, not even who may bypass governance?
bool is_locked(const ObjectVersion& version, bool bypass_governance, Time now);

// What an upload's headers ask for, or else the bucket's default retention, into a new version.
std::expected<void, aws::ServiceError> read_object_lock(const Call& call, const Bucket& bucket,
                                                        ObjectVersion& version);

}  // namespace godwit::lab::services
