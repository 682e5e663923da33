#include "check/fences.h"

#include <algorithm>

#include "base/text.h"

namespace godwit::check {
namespace {

struct Fence {
  std::size_t marks = 0;  // 0: it is none
  char mark = 0;
  std::string_view info;
};

Fence fence(std::string_view line) {
  Fence found;
  if (line.empty() || (line[0] != '`' && line[0] != '~')) return found;
  found.mark = line[0];
  const std::size_t end = std::min(line.find_first_not_of(found.mark), line.size());
  if (end < 3) return found;
  found.marks = end;
  found.info = trim(line.substr(end));
  return found;
}

bool is_language(std::string_view info) {
  return !info.empty() && std::ranges::all_of(info, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '+' || c == '_';
  });
}

}  // namespace

std::size_t inner_fence(const SourceText& source, const markdown::Code& code) {
  if (!code.fenced || code.text.content().empty()) return 0;
  const int first = code.text.at(std::size_t{0}).line;
  if (first < 2) return 0;
  const std::string_view above = source.line(static_cast<std::size_t>(first - 1));
  const std::size_t begin = std::min(above.find_first_of("`~"), above.size());
  const Fence outer = fence(above.substr(begin));
  if (outer.marks == 0) return 0;
  for (std::size_t number = 1; number <= code.text.lines(); ++number) {
    // Four spaces make it text anywhere.
    const std::string_view line = code.text.line(number);
    const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
    if (spaces > 3) continue;
    const Fence inner = fence(line.substr(spaces));
    if (inner.marks >= outer.marks && inner.mark == outer.mark && is_language(inner.info)) {
      return number;
    }
  }
  return 0;
}

}  // namespace godwit::check
