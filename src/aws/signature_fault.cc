#include "aws/signature_fault.h"

#include <fmt/format.h>

namespace godwit::aws {

namespace {

// One row per failure, one column per dialect. Services of rest-json say what those of json say,
// with the status of the rest.
struct Words {
  int status;
  std::string_view code;
};

ServiceError say(SignatureDialect dialect, Words s3, Words json, Words everybody,
                 std::string message, Value details = {}) {
  switch (dialect) {
    case SignatureDialect::s3:
      return {s3.status, std::string(s3.code), std::move(message), std::move(details)};
    case SignatureDialect::json:
      return {json.status, std::string(json.code), std::move(message), {}};
    case SignatureDialect::rest_json:
      return {403, std::string(json.code), std::move(message), {}};
    case SignatureDialect::everybody:
      break;
  }
  return {everybody.status, std::string(everybody.code), std::move(message), {}};
}

Value one_detail(std::string_view name, std::string_view value) {
  Value details = Value::structure();
  details.set(name, value);
  return details;
}

// Something of S3's that has no form in the other dialects.
ServiceError s3_error(int status, std::string_view code, std::string message, Value details = {}) {
  return {status, std::string(code), std::move(message), std::move(details)};
}

ServiceError incomplete(SignatureDialect dialect, std::string message) {
  return say(dialect, {400, "AuthorizationHeaderMalformed"}, {400, "IncompleteSignatureException"},
             {400, "IncompleteSignature"}, std::move(message));
}

// About the credential, which S3 has two codes for: one in the header, one in the query.
ServiceError bad_scope(bool presigned, const std::string& problem, Value details = {}) {
  return presigned
             ? s3_error(400, "AuthorizationQueryParametersError",
                        "Error parsing the X-Amz-Credential parameter; " + problem,
                        std::move(details))
             : s3_error(400, "AuthorizationHeaderMalformed",
                        "The authorization header is malformed; " + problem, std::move(details));
}

}  // namespace

SignatureDialect dialect_of(const HttpRequest& request, const std::optional<Endpoint>& endpoint,
                            std::string_view service) {
  if (endpoint ? endpoint->service->signing_name == "s3" : service == "s3") {
    return SignatureDialect::s3;
  }
  // https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
  if (request.headers.find("X-Amz-Target") != nullptr ||
      request.headers.find("Smithy-Protocol") != nullptr) {
    return SignatureDialect::json;
  }
  const Service* known = endpoint ? endpoint->service : nullptr;
  for (const Service* each : services()) {
    if (known == nullptr && each->signing_name == service) known = each;
  }
  if (known == nullptr) return SignatureDialect::everybody;
  if (known->protocol == Protocol::rest_json) return SignatureDialect::rest_json;
  return known->protocol == Protocol::json ? SignatureDialect::json : SignatureDialect::everybody;
}

ServiceError missing_token(SignatureDialect dialect) {
  return say(dialect, {403, "AccessDenied"}, {400, "MissingAuthenticationTokenException"},
             {403, "MissingAuthenticationToken"},
             dialect == SignatureDialect::s3 ? "Access Denied" : "Missing Authentication Token");
}

ServiceError missing_date(SignatureDialect dialect) {
  if (dialect != SignatureDialect::s3) {
    return incomplete(
        dialect,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
        "header.");
  }
  return s3_error(403, "AccessDenied",
                  "AWS authentication requires a valid Date or x-amz-date header");
}

ServiceError malformed(SignatureDialect dialect, AuthorizationFault fault,
                       std::string_view header) {
  if (fault == AuthorizationFault::version_2 || fault == AuthorizationFault::version_4a) {
    return unsupported_mechanism(dialect);
  }
  const bool credential_is_bad =
      fault == AuthorizationFault::bad_credential || fault == AuthorizationFault::no_access_key;
  if (dialect != SignatureDialect::s3) {
    return incomplete(dialect,
                      credential_is_bad
                          ? "Credential must have exactly 5 slash-delimited elements, e.g. "
                            "keyid/date/region/service/term."
                          : "Authorization header requires 'Credential', 'SignedHeaders' and "
                            "'Signature' parameters of AWS4-HMAC-SHA256.");
  }
  switch (fault) {
    case AuthorizationFault::incomplete:
      return bad_scope(false,
                       "the authorization header requires three components: Credential, "
                       "SignedHeaders, and Signature.");
    case AuthorizationFault::bad_credential:
      return bad_scope(false,
                       "the Credential is mal-formed; expecting "
                       "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    case AuthorizationFault::no_access_key:
      return bad_scope(false, "a non-empty Access Key (AKID) must be provided in the credential.");
    default: {
      Value details = one_detail("ArgumentName", "Authorization");
      details.set("ArgumentValue", header);
      return s3_error(400, "InvalidArgument", "Unsupported Authorization Type", std::move(details));
    }
  }
}

ServiceError malformed_query(SignatureDialect dialect, std::string message,
                             std::string_view missing_field) {
  if (dialect == SignatureDialect::s3) {
    return s3_error(400, "AuthorizationQueryParametersError", std::move(message));
  }
  if (missing_field.empty()) return incomplete(dialect, std::move(message));
  return incomplete(dialect, fmt::format("AWS query-string parameters must include '{}'. "
                                         "Re-examine the query-string parameters.",
                                         missing_field));
}

ServiceError two_mechanisms(std::string_view header) {
  Value details = one_detail("ArgumentName", "Authorization");
  details.set("ArgumentValue", header);
  return s3_error(
      400, "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
      "Signature query string parameter or the Authorization header should be specified",
      std::move(details));
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
ServiceError unsupported_mechanism(SignatureDialect dialect) {
  constexpr std::string_view message =
      "The authorization mechanism you have provided is not supported. Please use "
      "AWS4-HMAC-SHA256.";
  return dialect == SignatureDialect::s3 ? s3_error(400, "InvalidRequest", std::string(message))
                                         : incomplete(dialect, std::string(message));
}

ServiceError wrong_date(SignatureDialect dialect, bool presigned, std::string_view scope_date,
                        std::string_view time) {
  if (dialect != SignatureDialect::s3) {
    return bad_signature(dialect,
                         "Date in Credential scope does not match YYYYMMDD from ISO-8601 version "
                         "of date from HTTP");
  }
  return bad_scope(presigned, fmt::format("Invalid credential date \"{}\". This date is not the "
                                          "same as X-Amz-Date: \"{}\".",
                                          scope_date, time.substr(0, 8)));
}

ServiceError unknown_key(SignatureDialect dialect, std::string_view access_key_id) {
  return say(dialect, {403, "InvalidAccessKeyId"}, {400, "UnrecognizedClientException"},
             {403, "InvalidClientTokenId"},
             dialect == SignatureDialect::s3
                 ? "The AWS Access Key Id you provided does not exist in our records."
                 : "The security token included in the request is invalid.",
             one_detail("AWSAccessKeyId", access_key_id));
}

ServiceError wrong_token(SignatureDialect dialect) {
  return say(dialect, {400, "InvalidToken"}, {400, "UnrecognizedClientException"},
             {403, "InvalidClientTokenId"},
             dialect == SignatureDialect::s3
                 ? "The provided token is malformed or otherwise invalid."
                 : "The security token included in the request is invalid.");
}

ServiceError bad_signature(SignatureDialect dialect, std::string message) {
  return say(dialect, {403, "SignatureDoesNotMatch"}, {400, "InvalidSignatureException"},
             {403, "SignatureDoesNotMatch"}, std::move(message));
}

ServiceError expired_token(SignatureDialect dialect) {
  return say(dialect, {400, "ExpiredToken"}, {400, "ExpiredTokenException"}, {403, "ExpiredToken"},
             dialect == SignatureDialect::s3
                 ? "The provided token has expired."
                 : "The security token included in the request is expired");
}

ServiceError does_not_match(SignatureDialect dialect, std::string_view access_key_id,
                            std::string_view signature) {
  ServiceError error = bad_signature(
      dialect,
      dialect == SignatureDialect::s3
          ? "The request signature we calculated does not match the signature you provided. Check "
            "your key and signing method."
          : "The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            "details.");
  if (dialect == SignatureDialect::s3) {
    error.details = one_detail("AWSAccessKeyId", access_key_id);
    error.details.set("SignatureProvided", signature);
  }
  return error;
}

ServiceError skewed(SignatureDialect dialect, Time time, Time now) {
  if (dialect == SignatureDialect::s3) {
    Value details = Value::structure();
    details.set("RequestTime", format_basic_time(time)).set("ServerTime", format_time(now));
    details.set("MaxAllowedSkewMilliseconds",
                fmt::format("{}", std::chrono::duration_cast<milliseconds>(allowed_skew).count()));
    return {403, "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            std::move(details)};
  }
  const bool early = time < now;
  return bad_signature(
      dialect, fmt::format("Signature {}: {} is now {} than {} ({} {} 15 min.)",
                           early ? "expired" : "not yet current", format_basic_time(time),
                           early ? "earlier" : "later",
                           format_basic_time(early ? now - allowed_skew : now + allowed_skew),
                           format_basic_time(now), early ? "-" : "+"));
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
ServiceError expired_url(SignatureDialect dialect, Time time, Duration lifetime, Time now) {
  if (dialect == SignatureDialect::s3) {
    Value details = Value::structure();
    details.set("X-Amz-Expires",
                fmt::format("{}", std::chrono::duration_cast<seconds>(lifetime).count()));
    details.set("Expires", format_time(time + lifetime)).set("ServerTime", format_time(now));
    return s3_error(403, "AccessDenied", "Request has expired", std::move(details));
  }
  return bad_signature(dialect,
                       fmt::format("Signature expired: {} is now earlier than {} ({} - {}.)",
                                   format_basic_time(time), format_basic_time(now - lifetime),
                                   format_basic_time(now), format_duration(lifetime)));
}

ServiceError early_url(SignatureDialect dialect, Time time, Time now) {
  if (dialect != SignatureDialect::s3) return skewed(dialect, time, now);
  return s3_error(403, "AccessDenied", "Request is not valid yet");
}

ServiceError wrong_region(SignatureDialect dialect, bool presigned, std::string_view region,
                          const std::string& expected) {
  if (dialect != SignatureDialect::s3) {
    return bad_signature(dialect, "Credential should be scoped to a valid region.");
  }
  return bad_scope(presigned,
                   fmt::format("the region '{}' is wrong; expecting '{}'", region, expected),
                   one_detail("Region", expected));
}

ServiceError wrong_service(SignatureDialect dialect, bool presigned, std::string_view service,
                           std::string_view expected) {
  if (dialect != SignatureDialect::s3) {
    return bad_signature(
        dialect, fmt::format("Credential should be scoped to correct service: '{}'.", expected));
  }
  return bad_scope(
      presigned,
      fmt::format("incorrect service \"{}\". This endpoint belongs to \"{}\".", service, expected));
}

ServiceError header_not_signed(std::string_view header) {
  return s3_error(403, "AccessDenied",
                  "There were headers present in the request which were not signed",
                  one_detail("HeadersNotSigned", header));
}

ServiceError missing_payload_hash() {
  return s3_error(400, "InvalidRequest",
                  "Missing required header for this request: x-amz-content-sha256");
}

ServiceError bad_payload_hash(std::string_view value) {
  Value details = one_detail("ArgumentName", "x-amz-content-sha256");
  details.set("ArgumentValue", value);
  return s3_error(400, "InvalidArgument",
                  "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, "
                  "STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
                  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
                  std::move(details));
}

ServiceError wrong_payload_hash(std::string_view given, std::string_view computed) {
  Value details = one_detail("ClientComputedContentSHA256", given);
  details.set("S3ComputedContentSHA256", computed);
  return s3_error(400, "XAmzContentSHA256Mismatch",
                  "The provided 'x-amz-content-sha256' header does not match what was computed.",
                  std::move(details));
}

ServiceError missing_decoded_length() {
  return s3_error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
}

ServiceError broken_chunks() {
  return s3_error(
      400, "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header");
}

ServiceError small_chunk(std::size_t number, std::size_t bytes) {
  Value details = one_detail("Chunk", std::to_string(number));
  details.set("BadChunkSize", std::to_string(bytes));
  return s3_error(403, "InvalidChunkSizeError",
                  "Only the last chunk is allowed to have a size less than 8192 bytes",
                  std::move(details));
}

ServiceError malformed_trailer() {
  return s3_error(400, "MalformedTrailerError",
                  "The request contained trailing data that was not well-formed or did not conform "
                  "to our published schema.");
}

}  // namespace godwit::aws
