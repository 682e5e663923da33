#include "report/terminal.h"

#include <fmt/format.h>

#include <algorithm>

namespace godwit::report {

namespace {

constexpr int narrowest = 60;
constexpr int widest = 120;
constexpr int width_of_a_file = 100;

// "Select Graphic Rendition" of ECMA-48, in the eight colours that every terminal has.
std::string_view code(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "1";
    case Style::faint:
      return "2";
    case Style::good:
      return "32";
    case Style::warning:
      return "33";
    case Style::bad:
      return "1;31";
    case Style::heading:
      return "1;36";
  }
  return "";
}

}  // namespace

Terminal::Terminal(bool is_terminal, const std::string& no_color, const std::string& term,
                   int width)
    : is_terminal_(is_terminal),
      color_(is_terminal && no_color.empty() && term != "dumb"),
      width_(is_terminal && width > 0 ? std::clamp(width, narrowest, widest) : width_of_a_file) {}

std::string Terminal::styled(Style style, std::string_view text) const {
  if (!color_ || style == Style::plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code(style), text);
}

}  // namespace godwit::report
