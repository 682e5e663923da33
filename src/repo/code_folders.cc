#include "repo/code_folders.h"

#include <optional>
#include <vector>

#include "base/text.h"
#include "repo/givens.h"

namespace godwit::repo {
namespace {

// Nothing where it is no path within the tree: a URL, an expression, one that leads out of it.
std::optional<std::string> from_root(std::string_view file, std::string_view value) {
  value = trim(value);
  if (value.empty() || value.size() > 500 || value.front() == '/' || value.front() == '{' ||
      value.find("://") != value.npos || value.find_first_of("$\n") != value.npos) {
    return std::nullopt;
  }
  std::vector<std::string_view> folders = split(file, '/');
  folders.pop_back();
  for (const std::string_view name : split(value, '/')) {
    if (name.empty() || name == ".") continue;
    if (name != "..") {
      folders.push_back(name);
    } else if (folders.empty()) {
      return std::nullopt;
    } else {
      folders.pop_back();
    }
  }
  return join({folders.begin(), folders.end()}, "/");
}

}  // namespace

CodeFolders::CodeFolders(std::string_view path, std::string_view text, const Reading& reading) {
  if (reading.language != Language::yaml && reading.language != Language::json) return;
  std::optional<std::string> shared;  // what all functions have that say nothing themselves
  for (const Part& part : reading.parts) {
    const bool is_shared = part.name == "Globals.Function.CodeUri";
    if (!is_shared && !part.name.ends_with(".Properties.CodeUri") &&
        !part.name.ends_with(".Properties.Code")) {
      continue;
    }
    auto folder = from_root(path, text.substr(part.begin, part.end - part.begin));
    if (!folder) continue;
    const std::string_view resource = resource_of_name(part.name);
    if (is_shared) {
      shared = *std::move(folder);
    } else if (!resource.empty()) {
      folders_.try_emplace(std::string(resource), *std::move(folder));
    }
  }
  if (!shared) return;
  for (const Part& part : reading.parts) {
    const std::string_view resource = resource_of_name(part.name);
    if (!resource.empty() && part.name.ends_with(".Properties.Handler")) {
      folders_.try_emplace(std::string(resource), *shared);
    }
  }
}

}  // namespace godwit::repo
