// Tags of buckets and objects on the wire.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
#pragma once

#include <string_view>

#include "aws/codec.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

constexpr std::size_t most_object_tags = 10;
constexpr std::size_t most_bucket_tags = 50;
constexpr std::size_t most_job_tags = 50;

// From a TagSet, or what is wrong with it.
std::expected<Tags, aws::ServiceError> read_tag_set(const aws::Value& tag_set, std::size_t most);

// From x-amz-tagging: "retention=7y&project=medzen".
std::expected<Tags, aws::ServiceError> read_tag_header(std::string_view header);

aws::Value tag_set(const Tags& tags);

}  // namespace godwit::lab::services
