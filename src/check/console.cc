#include "check/console.h"

#include <algorithm>

namespace godwit::check {
namespace {

// The length of "$ ", "user@host:~$ ", "[root@host ~]# ", "% " at a line's beginning; 0: there is
// none. "# " alone is a comment more often than a prompt.
std::size_t prompt(std::string_view line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  std::string_view rest = line.substr(begin);
  constexpr std::size_t longest = 60;
  if (rest.starts_with("$ ") || rest.starts_with("% ") || rest == "$") {
    return begin + std::min<std::size_t>(2, rest.size());
  }
  const std::size_t at = rest.substr(0, longest).find('@');
  if (at == std::string_view::npos || at == 0) return 0;
  const std::size_t sign = rest.substr(0, longest).find_first_of("$#%", at);
  if (sign == std::string_view::npos || sign + 1 >= rest.size() || rest[sign + 1] != ' ') return 0;
  // user@host:~/folder
  const std::string_view who = rest.substr(0, at);
  const bool named = std::ranges::all_of(who, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '[' || c == '(' || c == ')' || c == ' ';
  });
  return named ? begin + sign + 2 : 0;
}

// The quote that is open after a line, where `open` was before it; 0: none.
char quote_after(std::string_view line, char open) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (open != 0) {
      if (c == '\\' && open == '"') ++at;
      if (c == open) open = 0;
    } else if (c == '\\') {
      ++at;
    } else if (c == '#' && (at == 0 || line[at - 1] == ' ')) {
      break;  // a comment
    } else if (c == '\'' || c == '"') {
      open = c;
    }
  }
  return open;
}

// Does the quote end before the next prompt? Else it is an apostrophe, or cut short.
bool is_closed(std::string_view rest, char open) {
  for (std::size_t begin = 0; begin < rest.size();) {
    const std::size_t end = std::min(rest.find('\n', begin), rest.size());
    const std::string_view line = rest.substr(begin, end - begin);
    if (prompt(line) > 0) return false;
    if (line.contains(open)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

std::optional<std::string> commands_of_session(std::string_view text) {
  std::string commands(text);
  bool any = false;
  bool continues = false;
  std::string_view ends_with;  // a here-document's delimiter
  char quote = 0;              // that the command has open
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    std::size_t blank = line.size();
    if (!ends_with.empty()) {
      blank = line.starts_with("> ") ? 2 : 0;
      if (line.substr(blank) == ends_with) ends_with = {};
    } else if (const std::size_t length = prompt(line); length > 0) {
      blank = length;
      any = true;
      continues = false;
      quote = 0;
    } else if (continues) {
      blank = line.starts_with("> ") ? 2 : 0;
    }
    std::fill_n(commands.begin() + static_cast<std::ptrdiff_t>(begin), blank, ' ');
    const std::string_view command = line.substr(blank);
    if (blank < line.size() && ends_with.empty()) {
      const bool quoted = quote != 0;
      quote = quote_after(command, quote);
      if (quote != 0 && !quoted && !is_closed(text.substr(std::min(end + 1, text.size())), quote)) {
        quote = 0;
      }
      continues = quote != 0 || command.ends_with('\\');
      const std::size_t here = quoted || quote != 0 ? std::string_view::npos : command.find("<<");
      if (here != std::string_view::npos) {
        std::string_view delimiter = command.substr(here + 2);
        while (!delimiter.empty() && std::string_view("-'\" ").contains(delimiter[0])) {
          delimiter.remove_prefix(1);
        }
        ends_with = delimiter.substr(0, delimiter.find_first_of("'\" ;|>)"));
      }
    } else if (ends_with.empty() && quote == 0) {
      continues = false;
    }
    begin = end + 1;
  }
  if (!any) return std::nullopt;
  return commands;
}

}  // namespace godwit::check
