// Where a bucket stands in an S3 request: in the host, or at the start of the path.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
#pragma once

#include <string_view>

namespace godwit::aws {

// May the name be one at all? Old buckets of us-east-1 have names that new ones may not have.
bool is_bucket_name(std::string_view name);

// May the name be a host's first label? With dots it could, but no certificate would cover it.
bool fits_host(std::string_view bucket);

// The bucket of "bucket.s3.eu-west-1.amazonaws.com"; empty for "s3.eu-west-1.amazonaws.com", and
// for hosts that are not S3's own, where the path says it.
std::string_view bucket_in_host(std::string_view host);

}  // namespace godwit::aws
