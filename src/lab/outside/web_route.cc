#include "lab/outside/web_route.h"

#include "base/encoding.h"
#include "base/text.h"

namespace godwit::lab {

std::optional<std::vector<std::string>> match_path(std::string_view pattern,
                                                   std::string_view path) {
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].starts_with("{}")) {
      if (wanted[i] != given[i]) return std::nullopt;
      continue;
    }
    const std::string_view verb = wanted[i].substr(2);
    std::string_view name = given[i];
    if (!name.ends_with(verb)) return std::nullopt;
    name.remove_suffix(verb.size());
    // Another verb is another operation, even of a name that could have a colon.
    if (name.empty() || name.find(':') != std::string_view::npos) return std::nullopt;
    names.push_back(percent_decode(name));
  }
  return names;
}

std::optional<WebMatch> find_route(std::span<const WebRoute> routes, const HttpRequest& request) {
  for (const WebRoute& route : routes) {
    if (route.method != request.method) continue;
    if (auto names = match_path(route.pattern, request.path)) return WebMatch{&route, *names};
  }
  return std::nullopt;
}

}  // namespace godwit::lab
