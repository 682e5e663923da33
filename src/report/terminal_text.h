// Text as a terminal shows it: how wide it is, and what to do where it is too wide.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace godwit::report {

// Columns that a UTF-8 text takes: wide characters count twice, combining ones not at all.
int display_width(std::string_view text);

// Without control characters, which could turn a user's text into a terminal's command.
std::string printable(std::string_view text);

// The text if it fits, else its beginning and "...". Never half a character.
std::string cut(std::string_view text, int width);

// Lines that are no wider, broken at spaces; a word that is wider by itself stays whole, so that
// names can still be copied. At least one line.
std::vector<std::string> wrap(std::string_view text, int width);

// `text` and as many spaces as it lacks.
std::string pad_right(std::string_view text, int width);
std::string pad_left(std::string_view text, int width);

}  // namespace godwit::report
