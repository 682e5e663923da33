#include "aws/signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "aws/aws_chunked.h"
#include "aws/body_digest.h"
#include "aws/chunk_signer.h"
#include "aws/signing_key.h"
#include "aws/timestamp.h"
#include "base/encoding.h"
#include "base/text.h"

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

// In order, in lower case, each once.
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
    letters.resize(start + name.size());
    std::ranges::transform(name, letters.begin() + static_cast<std::ptrdiff_t>(start), lower);
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

namespace {

void append_part(std::string& out, std::string_view part) {
  const std::size_t size = part.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out += part;
}

// Everything that a signature follows from, one part after the other, each with its length. The
// Authorization header is none of them: it holds the signature.
void append_everything(std::string& out, const HttpRequest& request, const SignedParts& parts,
                       const std::string& secret) {
  for (const std::string_view part :
       {std::string_view(secret), parts.time, std::string_view(parts.scope.region),
        std::string_view(parts.scope.service), parts.signed_headers, parts.payload_hash,
        std::string_view(request.method), std::string_view(request.host),
        std::string_view(request.path), std::string_view(request.query)}) {
    append_part(out, part);
  }
  for (const auto& [name, value] : request.headers) {
    if (name == "Authorization") continue;
    append_part(out, name);
    append_part(out, value);
  }
}

// Where client and server are one process, as in a rehearsal, what was signed last is verified
// next: the same function of the same arguments. By thread, and of one request alone.
struct LastSigned {
  std::string about;
  std::string signature;
};

}  // namespace

std::string signature_of(const HttpRequest& request, const SignedParts& parts,
                         const std::string& secret) {
  thread_local LastSigned last;
  thread_local std::string about;
  about.clear();
  // One that is signed itself is rare, and none of `append_everything`'s parts.
  const bool plain = parts.signed_headers.find("authorization") == std::string_view::npos;
  if (plain) append_everything(about, request, parts, secret);
  if (plain && about == last.about) return last.signature;
  const std::string canonical =
      canonical_request(request, parts.signed_headers, parts.payload_hash, parts.scope);
  std::string signature = sign_text(string_to_sign_at(canonical, parts.scope, parts.time), secret,
                                    parts.time.substr(0, 8), parts.scope);
  if (plain) {
    std::swap(last.about, about);
    last.signature = signature;
  }
  return signature;
}

namespace {

// Signs a head for a payload hash that may stand for a body to come. The signature.
std::string sign_head(HttpRequest& request, const SigningScope& scope,
                      const Credentials& credentials, const std::string& time,
                      const std::string& payload_hash) {
  request.headers.set("X-Amz-Date", time);
  if (!credentials.session_token.empty()) {
    request.headers.set("X-Amz-Security-Token", credentials.session_token);
  }
  if (scope.service == "s3") request.headers.set("X-Amz-Content-Sha256", payload_hash);
  const std::string signed_headers = signed_headers_of(request);
  std::string signature = signature_of(request, {scope, time, signed_headers, payload_hash},
                                       credentials.secret_access_key);

  std::string authorization = "AWS4-HMAC-SHA256 Credential=";
  authorization.reserve(320);
  authorization += credentials.access_key_id;
  authorization += '/';
  authorization += scope_text(std::string_view(time).substr(0, 8), scope);
  authorization += ", SignedHeaders=";
  authorization += signed_headers;
  authorization += ", Signature=";
  authorization += signature;
  request.headers.set("Authorization", std::move(authorization));
  return signature;
}

void append_chunk(std::string& body, std::string_view content, const std::string& signature) {
  body += fmt::format("{:x};chunk-signature={}\r\n", content.size(), signature);
  if (content.empty()) return;
  body += content;
  body += "\r\n";
}

}  // namespace

void sign(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
          Time now) {
  std::string time;
  append_basic_time(time, now);
  sign_head(request, scope, credentials, time, hash_of_payload(request.body));
}

std::string presign(const HttpRequest& request, const SigningScope& scope,
                    const Credentials& credentials, Time now, Duration lifetime) {
  std::string time;
  append_basic_time(time, now);
  const std::string signed_headers = signed_headers_of(request);
  HttpRequest with_fields = request;
  std::string& query = with_fields.query;
  const auto add = [&query](std::string_view name, std::string_view value) {
    if (!query.empty()) query += '&';
    query += name;
    query += '=';
    percent_encode_to(query, value);
  };
  add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
  add("X-Amz-Credential",
      credentials.access_key_id + "/" + scope_text(std::string_view(time).substr(0, 8), scope));
  add("X-Amz-Date", time);
  add("X-Amz-Expires",
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(lifetime).count()));
  add("X-Amz-SignedHeaders", signed_headers);
  if (!credentials.session_token.empty()) add("X-Amz-Security-Token", credentials.session_token);
  const std::string payload_hash =
      scope.service == "s3" ? std::string(unsigned_payload) : hash_of_payload(request.body);
  add("X-Amz-Signature", signature_of(with_fields, {scope, time, signed_headers, payload_hash},
                                      credentials.secret_access_key));
  return std::move(query);
}

void sign_in_chunks(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
                    Time now, std::size_t chunk_bytes, const Headers& trailer) {
  std::string time;
  append_basic_time(time, now);
  std::string names;
  std::string lines;
  for (const auto& [name, value] : trailer) {
    if (!names.empty()) names += ',';
    names += name;
    lines += to_lower(name) + ":" + std::string(trim(value)) + "\n";
  }
  const std::string encoding(request.headers.get("Content-Encoding"));
  request.headers.set("Content-Encoding",
                      encoding.empty() ? "aws-chunked" : "aws-chunked," + encoding);
  request.headers.set("X-Amz-Decoded-Content-Length", std::to_string(request.body.size()));
  if (!names.empty()) request.headers.set("X-Amz-Trailer", names);
  ChunkSigner signer(
      credentials.secret_access_key, scope, time,
      sign_head(request, scope, credentials, time,
                std::string(names.empty() ? signed_chunks : signed_chunks_and_trailer)));

  std::string body;
  const std::string_view content = request.body.bytes();
  for (std::size_t at = 0; at < content.size(); at += chunk_bytes) {
    const std::string_view chunk = content.substr(at, chunk_bytes);
    append_chunk(body, chunk, signer.sign_chunk(chunk));
  }
  append_chunk(body, {}, signer.sign_chunk({}));
  for (const auto& [name, value] : trailer) {
    body += to_lower(name) + ":" + std::string(trim(value)) + "\r\n";
  }
  if (!names.empty()) body += "x-amz-trailer-signature:" + signer.sign_trailer(lines) + "\r\n";
  body += "\r\n";
  request.body = Body(std::move(body));
}

SigningCloud::SigningCloud(Cloud& next, Credentials credentials, const Clock& clock)
    : next_(next), credentials_(std::move(credentials)), clock_(clock) {}

Result<Response> SigningCloud::send(const Request& request) {
  Request with_signature = request;
  sign(with_signature.http, {request.region, request.signing_name}, credentials_, clock_.now());
  return next_.send(with_signature);
}

}  // namespace godwit::aws
