// A signature in the query, as presigned URLs carry it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "aws/authorization.h"
#include "aws/query_string.h"
#include "base/time.h"

namespace godwit::aws {

// Is any field of Signature Version 4 in the query? Costs one search.
bool is_presigned(std::string_view query);
// Is it signed as Signature Version 2 did: AWSAccessKeyId, Signature, Expires?
bool is_signed_by_version_2(std::string_view query);

// Refers to the query.
struct QueryAuthorization {
  Authorization authorization;
  std::string_view date;            // X-Amz-Date: "20130524T000000Z"
  std::string_view security_token;  // empty where there is none
  std::string_view payload_hash;    // X-Amz-Content-Sha256, empty where there is none
  std::optional<Duration> lifetime;
};

// What is wrong: for people, in S3's words; and the field, where it is missing.
struct QueryFault {
  std::string message;
  std::string_view missing;
};

// X-Amz-Expires may be missing: only S3 insists on it.
std::expected<QueryAuthorization, QueryFault> parse_query_authorization(const QueryString& query);

}  // namespace godwit::aws
