#include "aws/client/web_address.h"

#include <algorithm>

namespace godwit::aws {

std::optional<WebAddress> parse_web_address(std::string_view url) {
  WebAddress address;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!url.starts_with(scheme)) continue;
    address.scheme = scheme.substr(0, scheme.size() - 3);
    url.remove_prefix(scheme.size());
    break;
  }
  if (address.scheme.empty()) return std::nullopt;
  url = url.substr(0, url.find('#'));
  const std::size_t host_ends = std::min(url.find_first_of("/?"), url.size());
  address.host = url.substr(0, host_ends);
  url.remove_prefix(host_ends);
  const std::size_t path_ends = std::min(url.find('?'), url.size());
  address.path = url.substr(0, path_ends);
  if (address.path.empty()) address.path = "/";
  if (path_ends < url.size()) address.query = url.substr(path_ends + 1);
  const bool odd = address.host.empty() || address.host.starts_with(':') ||
                   std::ranges::any_of(address.host, [](char letter) {
                     return letter <= ' ' || letter == '@' || letter == '\\';
                   });
  if (odd) return std::nullopt;
  return address;
}

}  // namespace godwit::aws
