// Excerpt: a line of somebody's file, with marks under the words that are meant.
#pragma once

#include <string>
#include <string_view>

namespace godwit::report {

struct Excerpt {
  std::string line;   // as a terminal shows it: without tabs and control characters
  std::string marks;  // "     ^^^^"
};

// `column` counts characters from 1; length 0 is the whole line, without the spaces around it. Of a
// line that is wider than `width`, the part around the words. What is `hidden` is shown as stars.
Excerpt excerpt(std::string_view line, int column, int length, int width, bool hidden = false);

}  // namespace godwit::report
