// What a server says about a signature that it does not accept: S3 in its own words, JSON services
// in others, and the rest in theirs.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/codec.h"

namespace godwit::aws {

enum class SignatureDialect { s3, json, everybody };

// By the host; or, where that is not AWS's, by the service that was signed for.
SignatureDialect dialect_of(const std::optional<Endpoint>& endpoint, std::string_view service);

// A request may be this much older or newer than the server's clock.
constexpr Duration allowed_skew = minutes(15);

ServiceError missing_token(SignatureDialect dialect);
ServiceError missing_date(SignatureDialect dialect);
ServiceError incomplete(SignatureDialect dialect, std::string message);
ServiceError unknown_key(SignatureDialect dialect);
ServiceError wrong_token(SignatureDialect dialect);
ServiceError bad_signature(SignatureDialect dialect, std::string message);
ServiceError does_not_match(SignatureDialect dialect);
ServiceError skewed(SignatureDialect dialect, Time time, Time now);
ServiceError wrong_region(SignatureDialect dialect, std::string_view region,
                          const std::string& expected);
ServiceError wrong_service(SignatureDialect dialect, std::string_view expected);
ServiceError header_not_signed(std::string_view header);  // S3 alone insists
ServiceError missing_payload_hash();                      // and on this
ServiceError wrong_payload_hash();

}  // namespace godwit::aws
