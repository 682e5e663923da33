// "Did you mean": nothing for words that are too long to be a slip of the pen, whose comparison
// would take its time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace godwit::awscli {

constexpr std::size_t longest_slip = 80;

inline std::optional<std::string> nearest_to(std::string_view text,
                                             const std::vector<std::string>& names) {
  if (text.size() > longest_slip) return {};
  return nearest(text, names);
}

inline std::string suggest(std::string_view text, const std::vector<std::string>& names) {
  return text.size() > longest_slip ? "" : did_you_mean(text, names);
}

}  // namespace godwit::awscli
