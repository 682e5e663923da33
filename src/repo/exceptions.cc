#include "repo/exceptions.h"

#include <algorithm>

namespace godwit::repo {
namespace {

constexpr unsigned uses = static_cast<unsigned>(Use::code) + 1;

}  // namespace

Files::Files(const std::vector<std::string>& globs) : all_(globs.empty()) {
  for (const std::string& glob : globs) globs_.add({}, glob);
}

bool Files::has(std::string_view path) const {
  if (all_ || globs_.covers(path, false)) return true;
  // What is in a folder that is meant is meant too.
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (globs_.covers(path.substr(0, slash), true)) return true;
  }
  return false;
}

Uses::Uses(const std::vector<std::string>& names, bool with_backup) {
  for (unsigned i = 0; i < uses; ++i) {
    const auto use = static_cast<Use>(i);
    const bool meant = names.empty() ? with_backup || use != Use::backup
                                     : std::ranges::find(names, to_string(use)) != names.end();
    if (meant) uses_ |= 1U << i;
  }
}

Exceptions::Exceptions(const std::vector<plan::RewriteException>& exceptions) {
  for (const plan::RewriteException& exception : exceptions) {
    exceptions_.push_back({Files(exception.files), Uses(exception.uses, true), exception.literal});
  }
}

int Exceptions::of(std::string_view path, std::string_view text, Use use) const {
  for (std::size_t i = 0; i < exceptions_.size(); ++i) {
    const Exception& exception = exceptions_[i];
    if (!exception.uses.has(use)) continue;
    if (!exception.literal.empty() && exception.literal != text) continue;
    if (exception.files.has(path)) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace godwit::repo
