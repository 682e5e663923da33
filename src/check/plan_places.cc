#include "check/plan_places.h"

#include <algorithm>

namespace godwit::check {
namespace {

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// Without the first `count` bytes, and without the comment that a line may end in.
std::string_view after(std::string_view line, std::size_t count) {
  line.remove_prefix(std::min(count, line.size()));
  const std::size_t comment = line.find(" #");
  if (comment != std::string_view::npos) line = line.substr(0, comment);
  while (line.ends_with(' ')) line.remove_suffix(1);
  return line;
}

}  // namespace

Span place_in_plan(const Subject& subject, const Location& entry, std::string_view key) {
  const SourceText& text = subject.plan_text;
  const Span whole{entry, 0};
  if (entry.line < 1 || static_cast<std::size_t>(entry.line) > text.lines()) return whole;
  const auto first = static_cast<std::size_t>(entry.line);
  const std::size_t dash = indentation(text.line(first));
  for (std::size_t number = first; number <= text.lines(); ++number) {
    const std::string_view line = text.line(number);
    const std::size_t indent = indentation(line);
    if (indent == line.size() || line[indent] == '#') continue;
    if (number > first && indent <= dash) break;
    std::size_t begin = indent;
    if (line.substr(begin).starts_with("- ")) begin += 2;
    if (!line.substr(begin).starts_with(key)) continue;
    const std::string_view rest = line.substr(begin + key.size());
    if (!rest.starts_with(':')) continue;
    const std::size_t offset =
        text.offset_of(Place{static_cast<int>(number), static_cast<int>(begin) + 1});
    return span_of(text, offset, offset + after(line, begin).size());
  }
  return whole;
}

}  // namespace godwit::check
