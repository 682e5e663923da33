// The server's side of Signature Version 4: who signed this, and is it really so?
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
#include <algorithm>
#include <array>

#include "aws/authorization.h"
#include "aws/aws_chunked.h"
#include "aws/chunk_fault.h"
#include "aws/query_authorization.h"
#include "aws/signature.h"
#include "aws/signature_fault.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

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
    if (name.size() >= own.size() &&
        equal_ignoring_case(std::string_view(name).substr(0, own.size()), own) &&
        !names_header(signed_headers, name)) {
      return name;
    }
  }
  return {};
}

bool is_sha256(std::string_view text) {
  static constexpr auto is_digit = [] {
    std::array<bool, 256> made{};
    for (const char letter : std::string_view("0123456789abcdefABCDEF")) {
      made[static_cast<unsigned char>(letter)] = true;
    }
    return made;
  }();
  if (text.size() != 64) return false;
  bool all = true;
  for (const char letter : text) all &= is_digit[static_cast<unsigned char>(letter)];
  return all;
}

bool may_stand_for_payload(std::string_view text) {
  constexpr std::array<std::string_view, 4> names = {
      unsigned_payload, signed_chunks, signed_chunks_and_trailer, unsigned_chunks_and_trailer};
  return std::ranges::find(names, text) != names.end() || is_sha256(text);
}

// What a request says of its signature, in either place; refers to the request, or to the query
// that whoever reads it keeps.
struct Claim {
  Authorization authorization;
  std::string_view token;
  std::string_view payload_hash;  // empty where it names none
  bool presigned = false;
  std::string_view date;             // presigned: X-Amz-Date
  std::optional<Duration> lifetime;  // presigned, and said
};

std::expected<Claim, ServiceError> read_header(const HttpRequest& request,
                                               const std::optional<Endpoint>& endpoint,
                                               std::string_view header) {
  const auto parsed = parse_authorization(header);
  if (!parsed) {
    // Nobody but S3 ever took "AWS key:signature"; others say what they are signed for.
    const bool s3s = !endpoint && (parsed.error() == AuthorizationFault::version_2 ||
                                   header.find("/s3/aws4_request") != std::string_view::npos);
    return std::unexpected(malformed(s3s ? SignatureDialect::s3 : dialect_of(request, endpoint, {}),
                                     parsed.error(), header));
  }
  return Claim{.authorization = *parsed,
               .token = request.headers.get("X-Amz-Security-Token"),
               .payload_hash = request.headers.get("X-Amz-Content-Sha256"),
               .date = {},
               .lifetime = {}};
}

std::expected<Claim, ServiceError> read_query(const HttpRequest& request,
                                              const std::optional<Endpoint>& endpoint,
                                              const QueryString& query) {
  auto parsed = parse_query_authorization(query);
  // Without a service in the credential it is anybody's; presigned URLs are nearly all S3's.
  const auto dialect_for = [&](std::string_view service) {
    return !endpoint && service.empty() ? SignatureDialect::s3
                                        : dialect_of(request, endpoint, service);
  };
  if (!parsed) {
    return std::unexpected(malformed_query(dialect_for({}), std::move(parsed.error().message),
                                           parsed.error().missing));
  }
  const SignatureDialect dialect = dialect_for(parsed->authorization.service);
  if (dialect == SignatureDialect::s3 && !parsed->lifetime) {
    return std::unexpected(malformed_query(
        dialect,
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
        "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        "X-Amz-Expires"));
  }
  const std::string_view header = request.headers.get("X-Amz-Content-Sha256");
  return Claim{.authorization = parsed->authorization,
               .token = parsed->security_token,
               .payload_hash = header.empty() ? parsed->payload_hash : header,
               .presigned = true,
               .date = parsed->date,
               .lifetime = parsed->lifetime};
}

std::expected<Claim, ServiceError> read_claim(const HttpRequest& request,
                                              const std::optional<Endpoint>& endpoint,
                                              std::optional<QueryString>& query) {
  const std::string_view header = request.headers.get("Authorization");
  if (is_presigned(request.query)) {
    const auto parsed = parse_authorization(header);
    const std::string_view service = parsed ? parsed->service : std::string_view("s3");
    if (!header.empty() && dialect_of(request, endpoint, service) == SignatureDialect::s3) {
      return std::unexpected(two_mechanisms(header));
    }
    query.emplace(request.query);
    return read_query(request, endpoint, *query);
  }
  if (!header.empty()) return read_header(request, endpoint, header);
  if (is_signed_by_version_2(request.query)) {
    return std::unexpected(
        unsupported_mechanism(endpoint ? dialect_of(request, endpoint, {}) : SignatureDialect::s3));
  }
  return std::unexpected(missing_token(dialect_of(request, endpoint, {})));
}

// When it was signed, in both forms.
struct SigningTime {
  Time time;
  std::string text;  // "20150830T123600Z"
};

// X-Amz-Date comes before Date, which not every client may set.
std::expected<SigningTime, ServiceError> signing_time(const HttpRequest& request,
                                                      const Claim& claim,
                                                      SignatureDialect dialect) {
  const std::string_view amz_date =
      claim.presigned ? claim.date : request.headers.get("X-Amz-Date");
  const auto time =
      amz_date.empty() ? parse_http_date(request.headers.get("Date")) : parse_basic_time(amz_date);
  if (time) {
    return SigningTime{*time, amz_date.empty() ? format_basic_time(*time) : std::string(amz_date)};
  }
  if (!claim.presigned) return std::unexpected(missing_date(dialect));
  return std::unexpected(malformed_query(
      dialect, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"", {}));
}

// Behind a socket any host will do, but AWS's own names say what they are.
std::optional<ServiceError> find_scope_fault(const Claim& claim, const SigningTime& when,
                                             const std::optional<Endpoint>& endpoint,
                                             SignatureDialect dialect) {
  const Authorization& authorization = claim.authorization;
  if (authorization.date != std::string_view(when.text).substr(0, 8)) {
    return wrong_date(dialect, claim.presigned, authorization.date, when.text);
  }
  if (!endpoint) return std::nullopt;
  const std::string expected = signing_region(*endpoint->service, endpoint->region);
  if (authorization.region != expected) {
    return wrong_region(dialect, claim.presigned, authorization.region, expected);
  }
  if (authorization.service != endpoint->service->signing_name) {
    return wrong_service(dialect, claim.presigned, authorization.service,
                         endpoint->service->signing_name);
  }
  return std::nullopt;
}

std::optional<ServiceError> find_signer_fault(const Claim& claim,
                                              const std::optional<Signer>& signer, Time now,
                                              SignatureDialect dialect) {
  // A session's key without its token is no key that anybody knows.
  if (!signer || (claim.token.empty() && !signer->credentials->session_token.empty())) {
    return unknown_key(dialect, claim.authorization.access_key_id);
  }
  if (!equal_in_constant_time(claim.token, signer->credentials->session_token)) {
    return wrong_token(dialect);
  }
  if (signer->expires && now >= *signer->expires) return expired_token(dialect);
  return std::nullopt;
}

std::optional<ServiceError> find_time_fault(const Claim& claim, Time time, Time now,
                                            SignatureDialect dialect) {
  if (!claim.presigned) {
    if (time < now - allowed_skew || time > now + allowed_skew) return skewed(dialect, time, now);
    return std::nullopt;
  }
  if (time > now + allowed_skew) return early_url(dialect, time, now);
  const Duration lifetime = claim.lifetime.value_or(allowed_skew);
  if (now >= time + lifetime) return expired_url(dialect, time, lifetime, now);
  return std::nullopt;
}

std::optional<ServiceError> find_cover_fault(const HttpRequest& request, const Claim& claim,
                                             SignatureDialect dialect) {
  const std::string_view signed_headers = claim.authorization.signed_headers;
  if (!names_header(signed_headers, "host")) {
    return bad_signature(dialect, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (claim.authorization.service != "s3") return std::nullopt;
  const std::string_view forgotten = unsigned_header(request, signed_headers);
  if (!forgotten.empty()) return header_not_signed(forgotten);
  if (claim.payload_hash.empty()) {
    return claim.presigned ? std::nullopt : std::optional(missing_payload_hash());
  }
  if (!may_stand_for_payload(claim.payload_hash)) return bad_payload_hash(claim.payload_hash);
  return std::nullopt;
}

}  // namespace

bool is_anonymous(const HttpRequest& request) {
  return request.headers.get("Authorization").empty() && !is_presigned(request.query) &&
         !is_signed_by_version_2(request.query);
}

std::expected<SigningScope, ServiceError> signing_scope_of(const HttpRequest& request) {
  std::optional<QueryString> query;
  const auto claim = read_claim(request, endpoint_of_host(request.host), query);
  if (!claim) return std::unexpected(claim.error());
  return SigningScope{std::string(claim->authorization.region),
                      std::string(claim->authorization.service)};
}

std::expected<VerifiedRequest, ServiceError> verify_signature(const HttpRequest& request,
                                                              const SecretOf& secret_of, Time now) {
  const auto endpoint = endpoint_of_host(request.host);
  std::optional<QueryString> query;
  const auto claim = read_claim(request, endpoint, query);
  if (!claim) return std::unexpected(claim.error());
  const Authorization& authorization = claim->authorization;
  const SignatureDialect dialect = dialect_of(request, endpoint, authorization.service);
  const auto refuse = [](ServiceError error) { return std::unexpected(std::move(error)); };

  // When, where, who, and over what.
  const auto when = signing_time(request, *claim, dialect);
  if (!when) return refuse(when.error());
  if (auto fault = find_scope_fault(*claim, *when, endpoint, dialect)) return refuse(*fault);
  const std::optional<Signer> signer = secret_of(authorization.access_key_id);
  if (auto fault = find_signer_fault(*claim, signer, now, dialect)) return refuse(*fault);
  if (auto fault = find_time_fault(*claim, when->time, now, dialect)) return refuse(*fault);
  if (auto fault = find_cover_fault(request, *claim, dialect)) return refuse(*fault);

  // S3 takes the head's word for the payload first, and then compares. Others hash it themselves.
  VerifiedRequest verified{{std::string(authorization.region), std::string(authorization.service)},
                           std::string(authorization.access_key_id),
                           claim->presigned};
  const bool s3 = authorization.service == "s3";
  std::string computed;
  std::string_view payload_hash = claim->payload_hash;
  if (s3 && payload_hash.empty()) payload_hash = unsigned_payload;
  if (!s3 && payload_hash != unsigned_payload) {
    payload_hash = computed = hash_of_payload(request.body);
  }
  const std::string& secret = signer->credentials->secret_access_key;
  std::string signature = signature_of(
      request, {verified.scope, when->text, authorization.signed_headers, payload_hash}, secret);
  if (!equal_in_constant_time(signature, authorization.signature)) {
    return refuse(does_not_match(dialect, authorization.access_key_id, authorization.signature));
  }
  if (!s3 || payload_hash == unsigned_payload) return verified;

  if (is_sha256(payload_hash)) {
    computed = hash_of_payload(request.body);
    if (!equal_ignoring_case(payload_hash, computed)) {
      return refuse(wrong_payload_hash(payload_hash, computed));
    }
    return verified;
  }
  ChunkSigner chunk_signer(secret, verified.scope, when->text, std::move(signature));
  const bool chunks_are_signed = payload_hash != unsigned_chunks_and_trailer;
  auto fault = find_chunk_fault(request, chunks_are_signed ? &chunk_signer : nullptr,
                                authorization.access_key_id);
  if (fault) return refuse(std::move(*fault));
  return verified;
}

}  // namespace godwit::aws
