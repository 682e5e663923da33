// HTML and XML: comments, attributes, and scripts, which are read as JavaScript.
#include <algorithm>

#include "base/text.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == ':' || c == '.' || c == '@';
}

// The attributes of a tag, from behind its name to before '>' or the end: where that is.
std::size_t read_attributes(const Maker& maker, std::size_t at) {
  const std::string_view text = maker.text();
  while (at < text.size() && text[at] != '>' && text[at] != '<') {
    const std::size_t begin = at;
    while (at < text.size() && in_name(text[at])) ++at;
    if (at == begin) {
      ++at;
      continue;
    }
    const std::string_view name = text.substr(begin, std::min<std::size_t>(at - begin, 100));
    if (at >= text.size() || text[at] != '=') continue;
    ++at;
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) continue;
    const std::size_t close = text.find(text[at], at + 1);
    if (close == text.npos) return text.size();
    Part part{.begin = at + 1, .end = close, .use = Use::setting};
    part.quoting = text[at] == '"' ? Quoting::double_ : Quoting::single;
    part.name = name;
    maker.add(std::move(part));
    at = close + 1;
  }
  return at;
}

}  // namespace

void read_html(const Maker& maker, std::string_view path) {
  const std::string_view text = maker.text();
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at)) {
    if (text.substr(at).starts_with("<!--")) {
      const std::size_t close = text.find("-->", at + 4);
      const std::size_t end = close == text.npos ? text.size() : close + 3;
      maker.add({.begin = at, .end = end, .use = Use::comment});
      at = end;
      continue;
    }
    ++at;
    const std::size_t begin = at;
    while (at < text.size() && in_name(text[at])) ++at;
    const std::string_view tag = text.substr(begin, at - begin);
    if (tag.empty()) continue;
    at = read_attributes(maker, at);
    if (!equal_ignoring_case(tag, "script") || at >= text.size() || text[at] != '>') continue;
    const std::size_t content = at + 1;
    std::size_t end = text.find("</script", content);
    if (end == text.npos) end = text.size();
    const Inner inner = Inner::slice(text, content, end);
    const std::size_t first = inner.text.find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string::npos && inner.text[first] == '{';
    read_inner(is_json ? Language::json : Language::javascript, maker, inner, path);
    at = end;
  }
}

}  // namespace godwit::repo
