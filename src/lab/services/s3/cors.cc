// Answers for pages from other origins.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html: the first rule that
// allows origin, method and all headers decides.
#include "base/text.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

// With at most one "*".
bool matches_pattern(std::string_view pattern, std::string_view text) {
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  const std::string_view before = pattern.substr(0, star);
  const std::string_view after = pattern.substr(star + 1);
  return text.size() >= before.size() + after.size() && text.starts_with(before) &&
         text.ends_with(after);
}

const Value* matching(const Value& patterns, std::string_view text, bool in_any_case) {
  const std::string lowered = in_any_case ? to_lower(text) : std::string(text);
  for (const Value& pattern : patterns.list()) {
    const std::string one = in_any_case ? to_lower(pattern.text()) : pattern.text();
    if (matches_pattern(one, lowered)) return &pattern;
  }
  return nullptr;
}

std::string joined(const Value& list) {
  std::string text;
  for (const Value& one : list.list()) {
    if (!text.empty()) text += ", ";
    text += one.text();
  }
  return text;
}

Headers answer_by(const Value& rule, const Value& allowed, std::string_view origin,
                  const std::vector<std::string>& asked_headers) {
  const bool everybody = allowed.text() == "*";
  Headers headers;
  headers.set("Access-Control-Allow-Origin", everybody ? "*" : std::string(origin));
  headers.set("Access-Control-Allow-Methods", joined(rule["AllowedMethods"]));
  if (!asked_headers.empty()) {
    std::string text;
    for (const std::string& one : asked_headers) {
      if (!text.empty()) text += ", ";
      text += to_lower(one);
    }
    headers.set("Access-Control-Allow-Headers", text);
  }
  if (!rule["ExposeHeaders"].list().empty()) {
    headers.set("Access-Control-Expose-Headers", joined(rule["ExposeHeaders"]));
  }
  if (const Value& age = rule["MaxAgeSeconds"]) {
    headers.set("Access-Control-Max-Age", std::to_string(age.integer()));
  }
  if (!everybody) headers.set("Access-Control-Allow-Credentials", "true");
  headers.set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  return headers;
}

}  // namespace

std::optional<Headers> S3::cors_headers(const std::string& bucket_name, std::string_view origin,
                                        std::string_view method,
                                        const std::vector<std::string>& headers) const {
  const Bucket* bucket = find(bucket_name);
  if (bucket == nullptr) return std::nullopt;
  const auto kept = bucket->kept.find("CORSConfiguration");
  if (kept == bucket->kept.end()) return std::nullopt;
  for (const Value& rule : kept->second["CORSRules"].list()) {
    const Value* allowed = matching(rule["AllowedOrigins"], origin, false);
    if (allowed == nullptr || matching(rule["AllowedMethods"], method, false) == nullptr) continue;
    const bool all_headers = std::ranges::all_of(headers, [&](const std::string& one) {
      return matching(rule["AllowedHeaders"], one, true) != nullptr;
    });
    if (all_headers) return answer_by(rule, *allowed, origin, headers);
  }
  return std::nullopt;
}

// Of requests that come from a page: refusals say it too.
void S3::say_cors(const Call& call, const Bucket& bucket) const {
  const std::string* origin = call.http->headers.find("Origin");
  if (origin == nullptr) return;
  const auto headers = cors_headers(bucket.name, *origin, call.http->method);
  if (!headers) return;
  for (const auto& [name, value] : *headers) call.head->headers.set(name, value);
}

}  // namespace godwit::lab::services
