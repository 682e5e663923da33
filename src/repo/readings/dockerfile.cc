// Dockerfiles: ARG and ENV, LABEL, and the shell of RUN.
// https://docs.docker.com/reference/dockerfile/
#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
// "A=b C='d'", or "A b" of an old ENV.
void read_pairs(const Maker& maker, std::size_t at, std::size_t end, std::string_view word) {
  const std::string_view text = maker.text();
  bool first = true;
  while (at < end) {
    while (at < end && (is_blank(text[at]) || text[at] == '\n' || text[at] == '\\')) ++at;
    const std::size_t begin = at;
    while (at < end && is_of_name(text[at])) ++at;
    if (at == begin) return;
    const std::string_view name = text.substr(begin, std::min<std::size_t>(at - begin, 200));
    Part part{.use = Use::setting};
    part.name = name;
    if (at < end && text[at] == '=') {
      ++at;
      const char quote = at < end ? text[at] : '\0';
      if (quote == '"' || quote == '\'') {
        const std::size_t close = std::min(text.find(quote, at + 1), end);
        part.begin = at + 1;
        part.end = close;
        part.quoting = quote == '"' ? Quoting::double_ : Quoting::single;
        at = std::min(close + 1, end);
      } else {
        part.begin = at;
        while (at < end && !is_blank(text[at]) && text[at] != '\n') ++at;
        part.end = at;
      }
    } else if (first && word == "ENV" && at < end && is_blank(text[at])) {
      while (at < end && is_blank(text[at])) ++at;
      part.begin = at;
      part.end = end;
      while (part.end > at && (is_blank(text[part.end - 1]) || text[part.end - 1] == '\n')) {
        --part.end;
      }
      at = end;
    } else {
      first = false;
      continue;
    }
    first = false;
    if (word == "ARG") {
      part.use = Use::default_value;  // of what a build is given
      part.overridden_by = part.name;
    } else if (word == "ENV") {
      part.gives = true;
    }
    maker.add(part);
    maker.add_interpolations(part.begin, part.end, part.name);
  }
}

}  // namespace

void read_dockerfile(const Maker& maker) {
  const std::string_view text = maker.text();
  for (std::size_t line = 0; line < text.size();) {
    std::size_t at = line;
    while (at < text.size() && is_blank(text[at])) ++at;
    std::size_t end = std::min(text.find('\n', at), text.size());
    if (at < text.size() && text[at] == '#') {
      maker.add({.begin = at, .end = end, .use = Use::comment});
      line = end + 1;
      continue;
    }
    // A line that ends in a backslash goes on.
    while (end < text.size()) {
      std::size_t last = end;
      while (last > at && is_blank(text[last - 1])) --last;
      if (last == at || text[last - 1] != '\\') break;
      end = std::min(text.find('\n', end + 1), text.size());
    }
    const std::size_t begin = at;
    while (at < end && !is_blank(text[at])) ++at;
    std::string word(text.substr(begin, at - begin));
    for (char& c : word) c = is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    while (at < end && is_blank(text[at])) ++at;
    if (word == "ENV" || word == "ARG" || word == "LABEL") {
      read_pairs(maker, at, end, word);
    } else if (word == "RUN" || word == "CMD" || word == "ENTRYPOINT") {
      if (at < end && text[at] == '[') {
        read_inner(Language::json, maker, Inner::slice(text, at, end), {});
      } else {
        read_inner(Language::shell, maker, Inner::slice(text, at, end), {});
      }
    }
    line = end + 1;
  }
}

}  // namespace godwit::repo
