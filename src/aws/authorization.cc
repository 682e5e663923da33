#include "aws/authorization.h"

#include <algorithm>

#include "base/text.h"

namespace godwit::aws {

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

}  // namespace godwit::aws
