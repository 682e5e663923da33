// Settings of a bucket that S3 keeps and gives back, and that nothing here acts on: one mechanism
// for all of them.
#pragma once

#include "lab/service.h"
#include "lab/services/s3/bucket.h"

namespace godwit::lab::services {

class S3;

// Is the operation about one of them? "PutBucketCors", "ListBucketInventoryConfigurations" ...
bool is_kept_setting(std::string_view operation);
Answer handle_kept_setting(const Call& call, Bucket& bucket, const S3& s3);

// What is wrong with a setting, where S3 looks (setting_checks.cc).
using SettingCheck = std::expected<void, aws::ServiceError> (*)(const aws::Value& given,
                                                                const Bucket& bucket, const S3& s3);
std::expected<void, aws::ServiceError> check_cors(const aws::Value&, const Bucket&, const S3&);
std::expected<void, aws::ServiceError> check_website(const aws::Value&, const Bucket&, const S3&);
std::expected<void, aws::ServiceError> check_notification(const aws::Value&, const Bucket&,
                                                          const S3&);
std::expected<void, aws::ServiceError> check_logging(const aws::Value&, const Bucket&, const S3&);
std::expected<void, aws::ServiceError> check_acceleration(const aws::Value&, const Bucket&,
                                                          const S3&);
std::expected<void, aws::ServiceError> check_payment(const aws::Value&, const Bucket&, const S3&);

// Does the bucket's notification configuration ask for an event? "s3:Replication:..."
bool notifies(const Bucket& bucket, std::string_view event);

}  // namespace godwit::lab::services
