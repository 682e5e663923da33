#include "aws/signature_fault.h"

#include <fmt/format.h>

namespace godwit::aws {

namespace {

// One row per failure, one column per dialect.
struct Words {
  int status;
  std::string_view code;
};

ServiceError say(SignatureDialect dialect, Words s3, Words json, Words everybody,
                 std::string message) {
  const Words& words = dialect == SignatureDialect::s3     ? s3
                       : dialect == SignatureDialect::json ? json
                                                           : everybody;
  return {words.status, std::string(words.code), std::move(message), {}};
}

}  // namespace

SignatureDialect dialect_of(const std::optional<Endpoint>& endpoint, std::string_view service) {
  if (endpoint ? endpoint->service->signing_name == "s3" : service == "s3")
    return SignatureDialect::s3;
  if (endpoint) {
    return endpoint->service->protocol == Protocol::json ? SignatureDialect::json
                                                         : SignatureDialect::everybody;
  }
  for (const Service* each : services()) {
    if (each->signing_name == service && each->protocol == Protocol::json)
      return SignatureDialect::json;
  }
  return SignatureDialect::everybody;
}

ServiceError missing_token(SignatureDialect dialect) {
  return say(dialect, {403, "AccessDenied"}, {400, "MissingAuthenticationTokenException"},
             {403, "MissingAuthenticationToken"},
             dialect == SignatureDialect::s3 ? "Access Denied" : "Missing Authentication Token");
}

ServiceError incomplete(SignatureDialect dialect, std::string message) {
  return say(dialect, {400, "AuthorizationHeaderMalformed"}, {400, "IncompleteSignatureException"},
             {400, "IncompleteSignature"}, std::move(message));
}

ServiceError missing_date(SignatureDialect dialect) {
  if (dialect != SignatureDialect::s3) {
    return incomplete(
        dialect,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
        "header.");
  }
  return {403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", {}};
}

ServiceError unknown_key(SignatureDialect dialect) {
  return say(dialect, {403, "InvalidAccessKeyId"}, {400, "UnrecognizedClientException"},
             {403, "InvalidClientTokenId"},
             dialect == SignatureDialect::s3
                 ? "The AWS Access Key Id you provided does not exist in our records."
                 : "The security token included in the request is invalid.");
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

ServiceError does_not_match(SignatureDialect dialect) {
  return bad_signature(
      dialect,
      dialect == SignatureDialect::s3
          ? "The request signature we calculated does not match the signature you provided. Check "
            "your key and signing method."
          : "The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            "details.");
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

ServiceError wrong_region(SignatureDialect dialect, std::string_view region,
                          const std::string& expected) {
  if (dialect != SignatureDialect::s3) {
    return bad_signature(dialect, "Credential should be scoped to a valid region.");
  }
  Value details = Value::structure();
  details.set("Region", expected);
  return {400, "AuthorizationHeaderMalformed",
          fmt::format("The authorization header is malformed; the region '{}' is wrong; expecting "
                      "'{}'",
                      region, expected),
          std::move(details)};
}

ServiceError wrong_service(SignatureDialect dialect, std::string_view expected) {
  const std::string message =
      fmt::format("Credential should be scoped to correct service: '{}'.", expected);
  return dialect == SignatureDialect::s3 ? incomplete(dialect, message)
                                         : bad_signature(dialect, message);
}

ServiceError header_not_signed(std::string_view header) {
  Value details = Value::structure();
  details.set("HeadersNotSigned", header);
  return {403, "AccessDenied", "There were headers present in the request which were not signed",
          std::move(details)};
}

ServiceError missing_payload_hash() {
  return {
      400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256", {}};
}

ServiceError wrong_payload_hash() {
  return {400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          {}};
}

}  // namespace godwit::aws
