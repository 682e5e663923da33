// The server's side of Signature Version 4: who signed this, and is it really so?
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
#include <algorithm>

#include "aws/authorization.h"
#include "aws/signature.h"
#include "aws/signature_fault.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

// Takes as long whether or where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

// Is it among "host;x-amz-date"?
bool names_header(std::string_view signed_headers, std::string_view header) {
  while (!signed_headers.empty()) {
    const std::string_view name = signed_headers.substr(0, signed_headers.find(';'));
    if (equal_ignoring_case(name, header)) return true;
    signed_headers.remove_prefix(std::min(name.size() + 1, signed_headers.size()));
  }
  return false;
}

// The first of AWS's own headers that the signature does not cover; empty if it covers them all.
std::string_view unsigned_header(const HttpRequest& request, std::string_view signed_headers) {
  constexpr std::string_view own = "x-amz-";
  for (const auto& [name, value] : request.headers) {
    if (equal_ignoring_case(std::string_view(name).substr(0, own.size()), own) &&
        !names_header(signed_headers, name)) {
      return name;
    }
  }
  return {};
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
  const SignatureDialect dialect = dialect_of(endpoint, authorization->service);
  const bool s3 = authorization->service == "s3";

  // When: X-Amz-Date comes before Date, which not every client may set.
  const std::string_view amz_date = request.headers.get("X-Amz-Date");
  const auto time =
      amz_date.empty() ? parse_http_date(request.headers.get("Date")) : parse_basic_time(amz_date);
  if (!time) return std::unexpected(missing_date(dialect));
  const std::string basic_time =
      amz_date.empty() ? format_basic_time(*time) : std::string(amz_date);
  if (!basic_time.starts_with(authorization->date) || authorization->date.size() != 8) {
    return std::unexpected(bad_signature(dialect,
                                         "Date in Credential scope does not match YYYYMMDD from "
                                         "ISO-8601 version of date from HTTP"));
  }

  // Where: behind a socket any host will do, but AWS's own names say what they are.
  if (endpoint) {
    const std::string expected = signing_region(*endpoint->service, endpoint->region);
    if (authorization->region != expected) {
      return std::unexpected(wrong_region(dialect, authorization->region, expected));
    }
    if (authorization->service != endpoint->service->signing_name) {
      return std::unexpected(wrong_service(dialect, endpoint->service->signing_name));
    }
  }

  // Who.
  const Credentials* credentials = secret_of(std::string(authorization->access_key_id));
  if (credentials == nullptr) return std::unexpected(unknown_key(dialect));
  if (request.headers.get("X-Amz-Security-Token") != credentials->session_token) {
    return std::unexpected(wrong_token(dialect));
  }
  if (*time < now - allowed_skew || *time > now + allowed_skew) {
    return std::unexpected(skewed(dialect, *time, now));
  }

  // What.
  if (!names_header(authorization->signed_headers, "host")) {
    return std::unexpected(
        bad_signature(dialect, "'Host' must be a 'SignedHeader' in the AWS Authorization."));
  }
  if (s3) {
    const std::string_view forgotten = unsigned_header(request, authorization->signed_headers);
    if (!forgotten.empty()) return std::unexpected(header_not_signed(forgotten));
  }
  std::string payload_hash(request.headers.get("X-Amz-Content-Sha256"));
  if (s3 && payload_hash.empty()) return std::unexpected(missing_payload_hash());
  const bool open = payload_hash == "UNSIGNED-PAYLOAD" || payload_hash.starts_with("STREAMING-");
  if (!open) {
    std::string actual = hash_of_payload(request.body);
    if (!payload_hash.empty() && payload_hash != actual) {
      return std::unexpected(wrong_payload_hash());
    }
    payload_hash = std::move(actual);
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
