// Makefiles: variables, and the shell of recipes.
// https://www.gnu.org/software/make/manual/html_node/Setting.html
#include <algorithm>

#include "base/text.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() < 200 &&
         text.find_first_of(" \t:#$()'\"") == std::string_view::npos;
}

// "A ?= b", "export A := b": a variable and its value. Nothing where the line is none.
bool read_variable(const Maker& maker, std::size_t line, std::size_t end) {
  const std::string_view text = maker.text();
  const std::size_t equals = text.substr(0, end).find('=', line);
  if (equals == text.npos) return false;
  std::size_t name_end = equals;
  bool only_if_unset = false;
  while (name_end > line && std::string_view(":?+!").find(text[name_end - 1]) != text.npos) {
    only_if_unset = only_if_unset || text[name_end - 1] == '?';
    --name_end;
  }
  std::string_view name = trim(text.substr(line, name_end - line));
  bool gives = false;
  for (const std::string_view word : {"export ", "override "}) {
    if (!name.starts_with(word)) continue;
    gives = gives || word == "export ";
    name = trim(name.substr(word.size()));
  }
  if (!is_name(name)) return false;
  Part part{.begin = equals + 1, .end = end, .use = Use::setting};
  const std::size_t comment = text.substr(0, end).find(" #", part.begin);
  if (comment != text.npos) {
    maker.add({.begin = comment + 1, .end = end, .use = Use::comment});
    part.end = comment;
  }
  while (part.begin < part.end && is_blank(text[part.begin])) ++part.begin;
  while (part.end > part.begin && is_blank(text[part.end - 1])) --part.end;
  part.name = name;
  part.gives = gives;
  if (only_if_unset) {
    part.use = Use::default_value;
    part.overridden_by = part.name;
  }
  maker.add(std::move(part));
  return true;
}

}  // namespace

void read_makefile(const Maker& maker) {
  const std::string_view text = maker.text();
  for (std::size_t line = 0; line < text.size();) {
    std::size_t end = std::min(text.find('\n', line), text.size());
    while (end < text.size() && end > line && text[end - 1] == '\\') {
      end = std::min(text.find('\n', end + 1), text.size());
    }
    if (text[line] == '\t') {
      // What make reads before the shell does: "@" and "-".
      std::size_t begin = line + 1;
      while (begin < end && (text[begin] == '@' || text[begin] == '-')) ++begin;
      read_inner(Language::shell, maker, Inner::slice(text, begin, end), {});
    } else if (const std::size_t at = text.substr(0, end).find_first_not_of(" \r", line);
               at != text.npos) {
      if (text[at] == '#') {
        maker.add({.begin = at, .end = end, .use = Use::comment});
      } else {
        read_variable(maker, at, end);
      }
    }
    line = end + 1;
  }
}

}  // namespace godwit::repo
