#include "check/placeholders.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::check {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

// "[NEW_API_ID]": a capital letter, then capitals, digits and what joins words.
bool stands_for(std::string_view inner, char open) {
  if (inner.size() < 2) return false;
  const bool capitals = open == '[' || is_capital(inner[0]);
  if (capitals ? !is_capital(inner[0]) : !is_small(inner[0])) return false;
  return std::ranges::all_of(inner, [&](char c) {
    const bool letter = open == '<' ? is_capital(c) || is_small(c)
                        : capitals  ? is_capital(c)
                                    : is_small(c);
    return letter || is_digit(c) || c == '_' || c == '-' || (c == ' ' && open != '{') ||
           (open == '<' && (c == '.' || c == ':' || c == '/' || c == '|'));
  });
}

}  // namespace

bool holds_placeholder(std::string_view word) {
  constexpr std::size_t longest = 2000;
  if (word.size() > longest || word.find_first_of("\n\"") != std::string_view::npos) return false;
  if (word.contains("{{") || word.contains("...") || word.contains("\u2026")) return true;
  for (std::size_t at = word.find_first_of("[<{"); at != std::string_view::npos;
       at = word.find_first_of("[<{", at + 1)) {
    if (at > 0 && word[at] == '{' && word[at - 1] == '$') continue;
    const char close = word[at] == '[' ? ']' : word[at] == '<' ? '>' : '}';
    const std::size_t end = word.find(close, at + 1);
    if (end == std::string_view::npos) continue;
    if (stands_for(word.substr(at + 1, end - at - 1), word[at])) return true;
  }
  const std::string lower = to_lower(word);
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"your-", "your_", "replace-", "replace_", "xxxx"},
      [&](std::string_view sign) { return lower.contains(sign); });
}

}  // namespace godwit::check
