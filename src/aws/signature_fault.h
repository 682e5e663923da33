// What a server says about a signature that it does not accept: S3 in its own words, JSON services
// in others, and the rest in theirs.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/authorization.h"
#include "aws/codec.h"

namespace godwit::aws {

enum class SignatureDialect { s3, json, rest_json, everybody };

// By the host; or, where that is not AWS's, by the service that was signed for and by how the
// request is written: the same service may take several protocols.
SignatureDialect dialect_of(const HttpRequest& request, const std::optional<Endpoint>& endpoint,
                            std::string_view service);

// A request may be this much older or newer than the server's clock.
constexpr Duration allowed_skew = minutes(15);

// ---- where it is, and how it is written
ServiceError missing_token(SignatureDialect dialect);
ServiceError missing_date(SignatureDialect dialect);
ServiceError malformed(SignatureDialect dialect, AuthorizationFault fault, std::string_view header);
ServiceError malformed_query(SignatureDialect dialect, std::string message,
                             std::string_view missing_field);
ServiceError two_mechanisms(std::string_view header);  // S3 alone minds
ServiceError unsupported_mechanism(SignatureDialect dialect);
ServiceError wrong_date(SignatureDialect dialect, bool presigned, std::string_view scope_date,
                        std::string_view time);
ServiceError wrong_region(SignatureDialect dialect, bool presigned, std::string_view region,
                          const std::string& expected);
ServiceError wrong_service(SignatureDialect dialect, bool presigned, std::string_view service,
                           std::string_view expected);

// ---- whose it is, and when
ServiceError unknown_key(SignatureDialect dialect, std::string_view access_key_id);
ServiceError wrong_token(SignatureDialect dialect);
ServiceError expired_token(SignatureDialect dialect);
ServiceError skewed(SignatureDialect dialect, Time time, Time now);
ServiceError expired_url(SignatureDialect dialect, Time time, Duration lifetime, Time now);
ServiceError early_url(SignatureDialect dialect, Time time, Time now);

// ---- what it covers
ServiceError bad_signature(SignatureDialect dialect, std::string message);
ServiceError does_not_match(SignatureDialect dialect, std::string_view access_key_id,
                            std::string_view signature);
ServiceError header_not_signed(std::string_view header);  // S3 alone insists
ServiceError missing_payload_hash();                      // and on this
ServiceError bad_payload_hash(std::string_view value);
ServiceError wrong_payload_hash(std::string_view given, std::string_view computed);

// ---- chunks, which are S3's
ServiceError missing_decoded_length();
ServiceError broken_chunks();
ServiceError small_chunk(std::size_t number, std::size_t bytes);
ServiceError malformed_trailer();

}  // namespace godwit::aws
