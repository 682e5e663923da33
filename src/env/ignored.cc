#include "env/ignored.h"

#include "base/text.h"

namespace godwit {
namespace {

// No person writes more; and each is asked about each path.
constexpr std::size_t most_patterns = 20'000;

}  // namespace

bool fits(std::string_view pattern, std::string_view path) { return Glob(pattern).fits(path); }

void Ignored::add(std::string_view folder, std::string_view lines) {
  for (std::string_view line : split(lines, '\n')) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (patterns_.size() == most_patterns) return;
    bool back = false;
    bool folders_only = false;
    if (line.front() == '!') {
      back = true;
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      folders_only = true;
      line.remove_suffix(1);
    }
    const bool anywhere = !line.contains('/');
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    patterns_.push_back({std::string(folder), Glob(line), anywhere, folders_only, back});
  }
}

bool Ignored::covers(std::string_view path, bool is_folder) const {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  // The last pattern that fits decides.
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->folders_only && !is_folder) continue;
    if (!path.starts_with(pattern->folder)) continue;
    const std::string_view within = pattern->anywhere ? name : path.substr(pattern->folder.size());
    if (pattern->glob.fits(within)) return !pattern->back;
  }
  return false;
}

}  // namespace godwit
