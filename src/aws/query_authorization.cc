#include "aws/query_authorization.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::int64_t longest_lifetime_s = 604'800;

// Does a field of that name begin somewhere?
bool has_field(std::string_view query, std::string_view name_and_equals) {
  for (std::size_t at = query.find(name_and_equals); at != std::string_view::npos;
       at = query.find(name_and_equals, at + 1)) {
    if (at == 0 || query[at - 1] == '&') return true;
  }
  return false;
}

std::string credential_fault(AuthorizationFault fault) {
  constexpr std::string_view about = "Error parsing the X-Amz-Credential parameter; ";
  return std::string(about) +
         (fault == AuthorizationFault::no_access_key
              ? "a non-empty Access Key (AKID) must be provided in the credential."
              : "the Credential is mal-formed; expecting "
                "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
}

std::expected<Duration, std::string> parse_lifetime(std::string_view text) {
  const auto number = parse_integer(text);
  if (!number) return std::unexpected("X-Amz-Expires should be a number");
  if (*number < 0) return std::unexpected("X-Amz-Expires must be non-negative");
  if (*number > longest_lifetime_s) {
    return std::unexpected(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
        "must be less than 604800 seconds");
  }
  return seconds(*number);
}

}  // namespace

bool is_presigned(std::string_view query) {
  if (query.find("X-Amz-") == std::string_view::npos) return false;
  return has_field(query, "X-Amz-Algorithm=") || has_field(query, "X-Amz-Credential=") ||
         has_field(query, "X-Amz-Signature=");
}

bool is_signed_by_version_2(std::string_view query) {
  return has_field(query, "AWSAccessKeyId=") && has_field(query, "Signature=");
}

std::expected<QueryAuthorization, QueryFault> parse_query_authorization(const QueryString& query) {
  QueryAuthorization found;
  std::string_view algorithm_named;
  std::string_view credential;
  const std::array<std::pair<std::string_view, std::string_view*>, 5> required = {{
      {"X-Amz-Algorithm", &algorithm_named},
      {"X-Amz-Credential", &credential},
      {"X-Amz-Date", &found.date},
      {"X-Amz-SignedHeaders", &found.authorization.signed_headers},
      {"X-Amz-Signature", &found.authorization.signature},
  }};
  for (const auto& [name, into] : required) {
    const std::string_view* value = query.find(name);
    if (value == nullptr || value->empty()) {
      return std::unexpected(QueryFault{
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
          "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
          name});
    }
    *into = *value;
  }
  if (algorithm_named != algorithm) {
    return std::unexpected(
        QueryFault{"X-Amz-Algorithm only supports \"" + std::string(algorithm) + "\"", {}});
  }
  if (auto parsed = parse_credential(credential, found.authorization); !parsed) {
    return std::unexpected(QueryFault{credential_fault(parsed.error()), {}});
  }
  if (const std::string_view* lifetime = query.find("X-Amz-Expires")) {
    auto parsed = parse_lifetime(*lifetime);
    if (!parsed) return std::unexpected(QueryFault{std::move(parsed.error()), {}});
    found.lifetime = *parsed;
  }
  if (const std::string_view* token = query.find("X-Amz-Security-Token")) {
    found.security_token = *token;
  }
  if (const std::string_view* hash = query.find("X-Amz-Content-Sha256")) {
    found.payload_hash = *hash;
  }
  return found;
}

}  // namespace godwit::aws
