#include "aws/signature.h"

#include <algorithm>
#include <array>
#include <vector>

#include "aws/body_digest.h"
#include "aws/signing_key.h"
#include "aws/timestamp.h"

namespace godwit::aws {

namespace {

constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";
// The SHA-256 of nothing, which most requests carry.
constexpr std::string_view empty_hash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

// What proxies and HTTP clients change or add on the way. `header` is in lower case.
bool is_signed(std::string_view header) {
  constexpr std::array<std::string_view, 8> left_out = {
      "authorization", "connection",      "content-length",    "expect",
      "user-agent",    "x-amzn-trace-id", "transfer-encoding", "accept-encoding"};
  return std::ranges::find(left_out, header) == left_out.end();
}

// "content-type;host;x-amz-date": in order, in lower case, each once.
std::string signed_headers_of(const HttpRequest& request) {
  std::size_t length = 0;
  for (const auto& [name, value] : request.headers) length += name.size();
  std::string letters;
  letters.reserve(length);  // the names refer to it, so it may not move
  std::vector<std::string_view> names;
  names.reserve(request.headers.size() + 1);
  names.push_back("host");
  for (const auto& [name, value] : request.headers) {
    const std::size_t start = letters.size();
    for (const char letter : name) letters.push_back(lower(letter));
    const std::string_view lowered = std::string_view(letters).substr(start);
    if (is_signed(lowered)) names.push_back(lowered);
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());

  std::string joined;
  joined.reserve(length + names.size() + 4);
  for (const std::string_view name : names) {
    if (!joined.empty()) joined += ';';
    joined += name;
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
  text += quick_sha256_hex(canonical);
  return text;
}

}  // namespace

std::string hash_of_payload(const Body& body) {
  if (body.is_synthetic()) return std::string(unsigned_payload);
  if (body.empty()) return std::string(empty_hash);
  return sha256_hex_of(body);
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
  return sign_text(string_to_sign_at(canonical, parts.scope, parts.time), secret,
                   std::string_view(parts.time).substr(0, 8), parts.scope);
}

void sign(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
          Time now) {
  SignedParts parts{scope, {}, {}, hash_of_payload(request.body)};
  append_basic_time(parts.time, now);
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
