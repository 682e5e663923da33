// "https://example.org:8443/path?a=b", as users write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace godwit::aws {

struct WebAddress {
  std::string scheme;  // "http" or "https"
  std::string host;    // with ":port" where it was given
  std::string path;    // "/" where it was not given
  std::string query;
};

// nullopt where it is none.
std::optional<WebAddress> parse_web_address(std::string_view url);

}  // namespace godwit::aws
