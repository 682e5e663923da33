// Web routes: which operation a request asks for, by its method and path, where no model says so.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "env/http.h"

namespace godwit::lab {

struct WebRoute {
  std::string_view method;
  // Segments, of which "{}" takes any, and "{}:verb" what stands before ":verb".
  std::string_view pattern;
  std::string_view operation;
};

struct WebMatch {
  const WebRoute* route = nullptr;
  std::vector<std::string> names;  // what the braces took, decoded
};

// Does the path fit the pattern? What the braces took.
std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path);

// The first route that fits; nullopt: none does.
std::optional<WebMatch> find_route(std::span<const WebRoute> routes, const HttpRequest& request);

}  // namespace godwit::lab
