// Terminal: the one place that decides about colour and width. It asks nobody: whoever opens the
// output says what it is.
#pragma once

#include <string>
#include <string_view>

namespace godwit::report {

enum class Style { plain, bold, faint, good, warning, bad, heading };

class Terminal {
 public:
  // `no_color` and `term` are the variables NO_COLOR and TERM, empty where they are not set.
  // `width` is the window's columns, or 0 where nobody knows.
  Terminal(bool is_terminal, const std::string& no_color, const std::string& term, int width);

  // Only on a terminal that can, and where the user does not object (https://no-color.org).
  bool color() const { return color_; }

  // Columns to fill: never so few that nothing fits, nor so many that lines are hard to read.
  int width() const { return width_; }

  // Somebody is watching: a line may be written over.
  bool interactive() const { return is_terminal_; }

  // The text in its style, or as it is.
  std::string styled(Style style, std::string_view text) const;

 private:
  bool is_terminal_;
  bool color_;
  int width_;
};

}  // namespace godwit::report
