#include "check/paths.h"

#include <utility>

namespace godwit::check {

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

bool same_path(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view path) {
    while (path.starts_with("./") || path.starts_with("../") || path.starts_with('/')) {
      path.remove_prefix(path.find('/') + 1);
    }
    return path;
  };
  a = bare(a);
  b = bare(b);
  if (a.size() < b.size()) std::swap(a, b);
  return !b.empty() && a.ends_with(b) &&
         (a.size() == b.size() || a[a.size() - b.size() - 1] == '/');
}

}  // namespace godwit::check
