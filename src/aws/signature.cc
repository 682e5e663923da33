#include "aws/signature.h"

#include <algorithm>
#include <array>
#include <vector>

#include "aws/signing_key_cache.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";
// The SHA-256 of nothing, which most requests carry.
constexpr std::string_view empty_hash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// What proxies and HTTP clients change or add on the way.
bool is_signed(std::string_view header) {
  constexpr std::array<std::string_view, 8> left_out = {
      "authorization", "connection",      "content-length",    "expect",
      "user-agent",    "x-amzn-trace-id", "transfer-encoding", "accept-encoding"};
  for (const std::string_view each : left_out) {
    if (equal_ignoring_case(header, each)) return false;
  }
  return true;
}

int compare_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  };
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const int difference = lower(a[i]) - lower(b[i]);
    if (difference != 0) return difference;
  }
  return static_cast<int>(a.size()) - static_cast<int>(b.size());
}

// "content-type;host;x-amz-date": in order, in lower case, each once.
std::string signed_headers_of(const HttpRequest& request) {
  std::vector<std::string_view> names;
  names.reserve(request.headers.size() + 1);
  names.push_back("host");
  for (const auto& [name, value] : request.headers) {
    if (is_signed(name)) names.push_back(name);
  }
  std::ranges::sort(names, [](auto a, auto b) { return compare_ignoring_case(a, b) < 0; });
  const auto repeated = std::ranges::unique(names, equal_ignoring_case);
  names.erase(repeated.begin(), repeated.end());

  std::string joined;
  joined.reserve(128);
  for (const std::string_view name : names) {
    if (!joined.empty()) joined += ';';
    for (const char letter : name) {
      joined += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    }
  }
  return joined;
}

// "20150830/us-east-1/s3/aws4_request"
std::string scope_text(std::string_view date, const SigningScope& scope) {
  std::string text;
  text.reserve(64);
  text += date;
  text += '/';
  text += scope.region;
  text += '/';
  text += scope.service;
  text += "/aws4_request";
  return text;
}

std::string string_to_sign_at(const std::string& canonical, const SigningScope& scope,
                              std::string_view basic_time) {
  std::string text = "AWS4-HMAC-SHA256\n";
  text.reserve(192);
  text += basic_time;
  text += '\n';
  text += scope_text(basic_time.substr(0, 8), scope);
  text += '\n';
  text += to_hex(sha256(canonical));
  return text;
}

}  // namespace

std::string hash_of_payload(const Body& body) {
  if (body.is_synthetic()) return std::string(unsigned_payload);
  if (body.empty()) return std::string(empty_hash);
  return to_hex(sha256(body.bytes()));
}

std::string string_to_sign(const std::string& canonical, const SigningScope& scope, Time now) {
  return string_to_sign_at(canonical, scope, format_basic_time(now));
}

std::string signing_key(const std::string& secret, const SigningScope& scope, Time now) {
  return derive_signing_key(secret, format_basic_time(now).substr(0, 8), scope.region,
                            scope.service);
}

std::string signature_of(const HttpRequest& request, const SignedParts& parts,
                         const std::string& secret) {
  const std::string canonical =
      canonical_request(request, parts.signed_headers, parts.payload_hash, parts.scope);
  const std::string& key = cached_signing_key(secret, std::string_view(parts.time).substr(0, 8),
                                              parts.scope.region, parts.scope.service);
  return to_hex(hmac_sha256(key, string_to_sign_at(canonical, parts.scope, parts.time)));
}

void sign(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
          Time now) {
  SignedParts parts{scope, format_basic_time(now), {}, hash_of_payload(request.body)};
  request.headers.set("X-Amz-Date", parts.time);
  if (!credentials.session_token.empty()) {
    request.headers.set("X-Amz-Security-Token", credentials.session_token);
  }
  if (scope.service == "s3") request.headers.set("X-Amz-Content-Sha256", parts.payload_hash);
  parts.signed_headers = signed_headers_of(request);

  std::string authorization = "AWS4-HMAC-SHA256 Credential=";
  authorization.reserve(320);
  authorization += credentials.access_key_id;
  authorization += '/';
  authorization += scope_text(std::string_view(parts.time).substr(0, 8), scope);
  authorization += ", SignedHeaders=";
  authorization += parts.signed_headers;
  authorization += ", Signature=";
  authorization += signature_of(request, parts, credentials.secret_access_key);
  request.headers.set("Authorization", std::move(authorization));
}

SigningCloud::SigningCloud(Cloud& next, Credentials credentials, const Clock& clock)
    : next_(next), credentials_(std::move(credentials)), clock_(clock) {}

Result<Response> SigningCloud::send(const Request& request) {
  Request with_signature = request;
  sign(with_signature.http, {request.region, request.signing_name}, credentials_, clock_.now());
  return next_.send(with_signature);
}

}  // namespace godwit::aws
