#include "markdown/structure.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace godwit::markdown {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// How many bytes of "- ", "* ", "+ ", "1. " or ">" begin here, without the space; 0: none.
std::size_t marker(std::string_view line, std::size_t at) {
  const auto ends = [&](std::size_t end) { return end >= line.size() || is_blank(line[end]); };
  if (line[at] == '>') return 1;
  if (line[at] == '-' || line[at] == '+' || line[at] == '*') return ends(at + 1) ? 1 : 0;
  std::size_t end = at;
  while (end < line.size() && end - at < 9 && line[end] >= '0' && line[end] <= '9') ++end;
  if (end == at || end >= line.size() || (line[end] != '.' && line[end] != ')')) return 0;
  return ends(end + 1) ? end + 1 - at : 0;
}

// "***", "_ _ _": a thematic break.
bool is_break(std::string_view rest) {
  return std::ranges::all_of(rest, [&](char c) { return c == rest.front() || is_blank(c); });
}

bool begins_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

// What may end a block of HTML, and so has to stay.
bool ends_html(std::string_view rest) {
  constexpr std::array<std::string_view, 5> ends = {"</script", "</pre", "</style", "</textarea",
                                                    "]]>"};
  return std::ranges::any_of(ends, [&](std::string_view end) { return begins_with(rest, end); });
}

void quiet_line(std::string& text, std::size_t begin, std::size_t end) {
  const std::string_view line = std::string_view(text).substr(begin, end - begin);
  std::size_t at = 0;
  while (at < line.size()) {
    if (is_blank(line[at])) {
      ++at;
      continue;
    }
    const std::size_t length = marker(line, at);
    if (length == 0) break;
    if (at > deepest_marker) {
      text[begin + at] = 'x';
      break;
    }
    at += length;
  }
  if (at >= line.size()) return;
  // The first character may begin a block: a break, a fence, HTML, a reference.
  bool reference = false;
  if (line[at] == '*' || line[at] == '_') {
    if (is_break(line.substr(at))) return;
  } else if (line[at] == '<') {
    at += begins_with(line.substr(at), "<![cdata[") ? 9 : 2;
  } else if (line[at] == '[') {
    reference = true;
    ++at;
  }
  for (; at < line.size(); ++at) {
    const char c = line[at];
    if (c == ']' && reference) {
      reference = false;
      continue;
    }
    if (c != '*' && c != '_' && c != '[' && c != ']' && c != '!' && c != '<' && c != '&') continue;
    if (ends_html(line.substr(at))) {
      at += 2;
      continue;
    }
    text[begin + at] = 'x';
  }
}

// "---", lines, "---" at the top: what site generators read, and no Markdown. Where it ends.
std::size_t front_matter(std::string_view text) {
  if (!text.starts_with("---\n")) return 0;
  std::size_t at = 4;
  for (int line = 0; line < 200 && at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.substr(at, end - at) == "---") return end;
    at = end + 1;
  }
  return 0;
}

}  // namespace

std::string structure_of(std::string_view markdown) {
  std::string text(markdown);
  for (char& c : text) {
    if (c == '\r') c = ' ';
    if (c == '\0') c = 'x';
  }
  if (text.starts_with("\xEF\xBB\xBF")) std::fill_n(text.begin(), 3, ' ');
  const std::size_t front = front_matter(text);
  for (std::size_t at = 0; at < front; ++at) {
    if (text[at] != '\n') text[at] = ' ';
  }
  for (std::size_t begin = front; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    quiet_line(text, begin, end);
    begin = end + 1;
  }
  return text;
}

}  // namespace godwit::markdown
