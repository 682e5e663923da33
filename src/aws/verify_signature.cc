// The server's side of Signature Version 4: who signed this, and is it really so?
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
#include <fmt/format.h>

#include "aws/signature.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr Duration allowed_skew = minutes(15);

// What an Authorization header says.
struct Authorization {
  std::string_view access_key_id;
  std::string_view date;
  std::string_view region;
  std::string_view service;
  std::string_view signed_headers;
  std::string_view signature;
};

std::optional<Authorization> parse_authorization(std::string_view header) {
  constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
  if (!header.starts_with(algorithm)) return std::nullopt;
  header.remove_prefix(algorithm.size());
  Authorization found;
  std::string_view credential;
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    const std::string_view part = trim(header.substr(0, comma));
    header.remove_prefix(std::min(comma + 1, header.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") found.signed_headers = value;
    if (name == "Signature") found.signature = value;
  }
  // From the right: an access key id may be anything.
  std::string_view* const parts[] = {nullptr, &found.service, &found.region, &found.date};
  for (std::string_view* part : parts) {
    const std::size_t slash = credential.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const std::string_view text = credential.substr(slash + 1);
    if (part == nullptr && text != "aws4_request") return std::nullopt;
    if (part != nullptr) *part = text;
    credential = credential.substr(0, slash);
  }
  found.access_key_id = credential;
  if (credential.empty() || found.signature.empty() || found.signed_headers.empty()) {
    return std::nullopt;
  }
  return found;
}

// How a service speaks about signatures: S3 in its own words, JSON services in others.
enum class Dialect { s3, json, everybody };

Dialect dialect_of(const std::optional<Endpoint>& endpoint, std::string_view service) {
  if (endpoint ? endpoint->service->signing_name == "s3" : service == "s3") return Dialect::s3;
  if (endpoint) {
    return endpoint->service->protocol == Protocol::json ? Dialect::json : Dialect::everybody;
  }
  for (const Service* each : services()) {
    if (each->signing_name == service && each->protocol == Protocol::json) return Dialect::json;
  }
  return Dialect::everybody;
}

// One row per failure, one column per dialect.
struct Words {
  int status;
  std::string_view code;
};

ServiceError say(Dialect dialect, Words s3, Words json, Words everybody, std::string message) {
  const Words& words = dialect == Dialect::s3 ? s3 : dialect == Dialect::json ? json : everybody;
  return {words.status, std::string(words.code), std::move(message), {}};
}

ServiceError missing_token(Dialect dialect) {
  return say(dialect, {403, "AccessDenied"}, {400, "MissingAuthenticationTokenException"},
             {403, "MissingAuthenticationToken"},
             dialect == Dialect::s3 ? "Access Denied" : "Missing Authentication Token");
}

ServiceError incomplete(Dialect dialect, std::string message) {
  return say(dialect, {400, "AuthorizationHeaderMalformed"}, {400, "IncompleteSignatureException"},
             {400, "IncompleteSignature"}, std::move(message));
}

ServiceError unknown_key(Dialect dialect) {
  return say(dialect, {403, "InvalidAccessKeyId"}, {400, "UnrecognizedClientException"},
             {403, "InvalidClientTokenId"},
             dialect == Dialect::s3
                 ? "The AWS Access Key Id you provided does not exist in our records."
                 : "The security token included in the request is invalid.");
}

ServiceError wrong_token(Dialect dialect) {
  return say(dialect, {400, "InvalidToken"}, {400, "UnrecognizedClientException"},
             {403, "InvalidClientTokenId"},
             dialect == Dialect::s3 ? "The provided token is malformed or otherwise invalid."
                                    : "The security token included in the request is invalid.");
}

ServiceError bad_signature(Dialect dialect, std::string message) {
  return say(dialect, {403, "SignatureDoesNotMatch"}, {400, "InvalidSignatureException"},
             {403, "SignatureDoesNotMatch"}, std::move(message));
}

ServiceError does_not_match(Dialect dialect) {
  return bad_signature(
      dialect,
      dialect == Dialect::s3
          ? "The request signature we calculated does not match the signature you provided. Check "
            "your key and signing method."
          : "The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            "details.");
}

ServiceError skewed(Dialect dialect, Time time, Time now) {
  if (dialect == Dialect::s3) {
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

// Takes as long whether or where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

bool names_header(std::string_view signed_headers, std::string_view header) {
  for (const std::string_view each : split(signed_headers, ';')) {
    if (equal_ignoring_case(each, header)) return true;
  }
  return false;
}

std::optional<ServiceError> find_scope_fault(const std::optional<Endpoint>& endpoint,
                                             const Authorization& authorization, Dialect dialect) {
  if (!endpoint) return std::nullopt;  // not AWS's name: behind a socket, any host will do
  const std::string expected = signing_region(*endpoint->service, endpoint->region);
  if (authorization.region != expected) {
    if (dialect != Dialect::s3) {
      return bad_signature(dialect, "Credential should be scoped to a valid region.");
    }
    Value details = Value::structure();
    details.set("Region", expected);
    return ServiceError{400, "AuthorizationHeaderMalformed",
                        fmt::format("The authorization header is malformed; the region '{}' is "
                                    "wrong; expecting '{}'",
                                    authorization.region, expected),
                        std::move(details)};
  }
  if (authorization.service != endpoint->service->signing_name) {
    const std::string message = fmt::format("Credential should be scoped to correct service: '{}'.",
                                            endpoint->service->signing_name);
    return dialect == Dialect::s3 ? incomplete(dialect, message) : bad_signature(dialect, message);
  }
  return std::nullopt;
}

}  // namespace

std::expected<SigningScope, ServiceError> verify_signature(const HttpRequest& request,
                                                           const SecretOf& secret_of, Time now) {
  const auto endpoint = endpoint_of_host(request.host);
  const std::string* header = request.headers.find("Authorization");
  if (header == nullptr || header->empty()) {
    return std::unexpected(missing_token(dialect_of(endpoint, {})));
  }
  const auto authorization = parse_authorization(*header);
  if (!authorization) {
    return std::unexpected(
        incomplete(dialect_of(endpoint, {}),
                   "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' "
                   "parameters of AWS4-HMAC-SHA256."));
  }
  const Dialect dialect = dialect_of(endpoint, authorization->service);

  // X-Amz-Date comes before Date, which not every client may set.
  const std::string_view amz_date = request.headers.get("X-Amz-Date");
  const auto time =
      amz_date.empty() ? parse_http_date(request.headers.get("Date")) : parse_basic_time(amz_date);
  if (!time) {
    return std::unexpected(
        dialect == Dialect::s3
            ? ServiceError{403,
                           "AccessDenied",
                           "AWS authentication requires a valid Date or x-amz-date header",
                           {}}
            : incomplete(dialect,
                         "Authorization header requires existence of either a "
                         "'X-Amz-Date' or a 'Date' header."));
  }
  const std::string basic_time =
      amz_date.empty() ? format_basic_time(*time) : std::string(amz_date);
  if (!basic_time.starts_with(authorization->date) || authorization->date.size() != 8) {
    return std::unexpected(bad_signature(
        dialect,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
        "from HTTP"));
  }
  if (auto fault = find_scope_fault(endpoint, *authorization, dialect)) {
    return std::unexpected(std::move(*fault));
  }

  const Credentials* credentials = secret_of(std::string(authorization->access_key_id));
  if (credentials == nullptr) return std::unexpected(unknown_key(dialect));
  if (request.headers.get("X-Amz-Security-Token") != credentials->session_token) {
    return std::unexpected(wrong_token(dialect));
  }
  if (*time < now - allowed_skew || *time > now + allowed_skew) {
    return std::unexpected(skewed(dialect, *time, now));
  }

  if (!names_header(authorization->signed_headers, "host")) {
    return std::unexpected(bad_signature(dialect,
                                         "'Host' must be a 'SignedHeader' in the AWS "
                                         "Authorization."));
  }
  const std::string_view claimed_hash = request.headers.get("X-Amz-Content-Sha256");
  const bool s3 = authorization->service == "s3";
  if (s3 && claimed_hash.empty()) {
    return std::unexpected(
        ServiceError{400,
                     "InvalidRequest",
                     "Missing required header for this request: x-amz-content-sha256",
                     {}});
  }
  std::string payload_hash(claimed_hash);
  const bool open = claimed_hash == "UNSIGNED-PAYLOAD" || claimed_hash.starts_with("STREAMING-");
  if (!open) {
    const std::string actual = hash_of_payload(request.body);
    if (claimed_hash.empty()) {
      payload_hash = actual;
    } else if (actual != claimed_hash) {
      return std::unexpected(ServiceError{
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
          {}});
    }
  }

  SignedParts parts{{std::string(authorization->region), std::string(authorization->service)},
                    basic_time,
                    std::string(authorization->signed_headers),
                    std::move(payload_hash)};
  const std::string expected = signature_of(request, parts, credentials->secret_access_key);
  if (!equal_in_constant_time(expected, authorization->signature)) {
    return std::unexpected(does_not_match(dialect));
  }
  return std::move(parts.scope);
}

}  // namespace godwit::aws
