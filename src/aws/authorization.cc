#include "aws/authorization.h"

#include <algorithm>

#include "base/text.h"

namespace godwit::aws {

namespace {

AuthorizationFault other_kind(std::string_view header) {
  if (header.starts_with("AWS4-ECDSA-P256-SHA256")) return AuthorizationFault::version_4a;
  if (header.starts_with("AWS ")) return AuthorizationFault::version_2;
  return AuthorizationFault::other_kind;
}

}  // namespace

std::expected<void, AuthorizationFault> parse_credential(std::string_view credential,
                                                         Authorization& into) {
  // From the right: an access key id may be anything.
  std::string_view* const parts[] = {nullptr, &into.service, &into.region, &into.date};
  for (std::string_view* part : parts) {
    const std::size_t slash = credential.rfind('/');
    const std::string_view text =
        slash == std::string_view::npos ? std::string_view() : credential.substr(slash + 1);
    if (text.empty() || (part == nullptr && text != "aws4_request")) {
      return std::unexpected(AuthorizationFault::bad_credential);
    }
    if (part != nullptr) *part = text;
    credential = credential.substr(0, slash);
  }
  if (credential.empty()) return std::unexpected(AuthorizationFault::no_access_key);
  into.access_key_id = credential;
  return {};
}

std::expected<Authorization, AuthorizationFault> parse_authorization(std::string_view header) {
  constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
  if (!header.starts_with(algorithm)) return std::unexpected(other_kind(header));
  header.remove_prefix(algorithm.size());
  Authorization found;
  std::string_view credential;
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    const std::string_view part = trim(header.substr(0, comma));
    header.remove_prefix(std::min(comma + 1, header.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return std::unexpected(AuthorizationFault::incomplete);
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") found.signed_headers = value;
    if (name == "Signature") found.signature = value;
  }
  if (credential.empty() || found.signature.empty() || found.signed_headers.empty()) {
    return std::unexpected(AuthorizationFault::incomplete);
  }
  if (auto parsed = parse_credential(credential, found); !parsed) {
    return std::unexpected(parsed.error());
  }
  return found;
}

}  // namespace godwit::aws
