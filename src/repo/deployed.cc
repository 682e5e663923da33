#include "repo/deployed.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"

namespace godwit::repo {
namespace {

// An id or an address is longer; a word like "true" is no output that anybody looks for.
constexpr std::size_t shortest = 8;

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return to_lower(url.substr(0, std::min(url.find_first_of("/:?#"), url.size())));
}

}  // namespace

void lay_deployed(Scan& scan, const account::Account& account) {
  std::map<std::string, std::string> known;  // the first one that has it
  for (const account::Stack& stack : account.stacks) {
    for (const auto& [key, value] : stack.outputs) {
      const std::string words =
          "output " + key + " of the stack " + stack.name + " in " + stack.region;
      for (const std::string& text : {to_lower(value), host_of(value)}) {
        if (text.size() >= shortest) known.emplace(text, words);
      }
    }
  }
  if (known.empty()) return;
  for (Hit& hit : scan.hits) {
    const auto found = known.find(to_lower(hit.text));
    if (found == known.end()) continue;
    hit.depends.push_back({Dependency::Kind::deployed, {}, found->second});
  }
}

}  // namespace godwit::repo
