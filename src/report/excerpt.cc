#include "report/excerpt.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "report/terminal_text.h"

namespace godwit::report {
namespace {

constexpr int tab_width = 4;
constexpr std::string_view unreadable = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view dots = "...";

struct Letter {
  std::string shown;
  int width = 1;
};

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t announced(char byte) {
  const auto first = static_cast<unsigned char>(byte);
  return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// The line's characters, as places count them: each begins with a byte that continues none.
std::vector<Letter> letters_of(std::string_view line) {
  std::vector<Letter> letters;
  int column = 0;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at + 1;
    while (end < line.size() && continues(line[end])) ++end;
    const std::string_view bytes = line.substr(at, end - at);
    Letter letter;
    if (bytes == "\t") {
      letter.width = tab_width - column % tab_width;
      letter.shown = std::string(static_cast<std::size_t>(letter.width), ' ');
    } else if (continues(bytes[0]) || announced(bytes[0]) != bytes.size()) {
      letter.shown = unreadable;
    } else {
      letter.shown = printable(bytes);
      letter.width = display_width(letter.shown);
    }
    column += letter.width;
    letters.push_back(std::move(letter));
    at = end;
  }
  return letters;
}

int width_of(const std::vector<Letter>& letters, std::size_t begin, std::size_t end) {
  int width = 0;
  for (std::size_t i = begin; i < end; ++i) width += letters[i].width;
  return width;
}

bool blank(const Letter& letter) {
  return letter.shown.find_first_not_of(' ') == std::string::npos;
}

}  // namespace

Excerpt excerpt(std::string_view line, int column, int length, int width, bool hidden) {
  // Nobody sees more of a line than a terminal has columns.
  constexpr std::size_t most_before = 400;
  std::size_t skipped = 0;  // characters
  if (line.size() > 100'000) {
    // Of a line without end, what is around the words.
    std::size_t at = 0;
    const auto wanted = static_cast<std::size_t>(std::max(column, 1) - 1);
    std::size_t begin = 0;
    for (std::size_t character = 0; at < line.size() && character + most_before < wanted;
         ++character) {
      ++at;
      while (at < line.size() && continues(line[at])) ++at;
      begin = at;
      skipped = character + 1;
    }
    line = line.substr(begin, 8'000);
  }
  std::vector<Letter> letters = letters_of(line);
  std::size_t begin = 0;
  std::size_t end = letters.size();
  if (length == 0 && skipped == 0) {
    while (end > 0 && blank(letters[end - 1])) --end;
    while (begin < end && blank(letters[begin])) ++begin;
  } else {
    begin = std::min(static_cast<std::size_t>(std::max(column, 1) - 1) - skipped, letters.size());
    end = std::min(begin + static_cast<std::size_t>(std::max(length, 1)), letters.size());
  }
  if (hidden && begin < end) {
    letters.erase(letters.begin() + static_cast<std::ptrdiff_t>(begin),
                  letters.begin() + static_cast<std::ptrdiff_t>(end));
    letters.insert(letters.begin() + static_cast<std::ptrdiff_t>(begin), {"********", 8});
    end = begin + 1;
  }
  // The window: from the line's beginning, if the words are within it; else they begin in its first
  // third.
  const int room = std::max(width, 20) - 2 * static_cast<int>(dots.size());
  std::size_t first = 0;
  if (skipped > 0 ||
      width_of(letters, 0, std::max(end, begin + 1) - (end > begin ? 0 : 1)) > room) {
    first = begin;
    int before = 0;
    while (first > 0 && before + letters[first - 1].width <= room / 3) {
      before += letters[--first].width;
    }
    if (width_of(letters, 0, letters.size()) <= room + 2 * static_cast<int>(dots.size())) first = 0;
  }
  Excerpt shown;
  if (first > 0 || skipped > 0) {
    shown.line = dots;
    shown.marks = std::string(dots.size(), ' ');
  }
  int used = 0;
  const int all = width_of(letters, first, letters.size());
  const int most = all <= room + static_cast<int>(dots.size()) ? all : room;
  std::size_t last = first;
  for (; last < letters.size() && used + letters[last].width <= most; ++last) {
    used += letters[last].width;
    shown.line += letters[last].shown;
    const bool marked = last >= begin && last < end;
    shown.marks += std::string(static_cast<std::size_t>(letters[last].width), marked ? '^' : ' ');
  }
  if (last < letters.size()) shown.line += dots;
  // At the end of a line there is nothing to put a mark under.
  if (begin >= end) shown.marks += '^';
  shown.marks.erase(shown.marks.find_last_not_of(' ') + 1);
  shown.line.erase(shown.line.find_last_not_of(' ') + 1);
  return shown;
}

}  // namespace godwit::report
