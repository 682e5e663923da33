// HTML and XML: comments, attributes, and scripts, which are read as JavaScript.
#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool in_name(char c) {
  return is_letter_or_digit(c) || c == '-' || c == '_' || c == ':' || c == '.' || c == '@';
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

// XML that is configuration: an element with nothing but a text is a setting of that name; of a
// property list, of the key before it.
bool is_configuration(std::string_view path) {
  for (const std::string_view ending :
       {".xml", ".plist", ".csproj", ".config", ".props", ".entitlements"}) {
    if (path.ends_with(ending)) return true;
  }
  return false;
}

// The text from `at` on, up to "</tag": where it ends; `at`, where there is something else in it.
std::size_t read_element(const Maker& maker, std::size_t at, std::string_view tag,
                         std::string& key) {
  constexpr std::size_t longest = 2000;
  const std::string_view text = maker.text().substr(0, std::min(maker.text().size(), at + longest));
  const std::size_t end = text.find('<', at);
  if (end == text.npos || !text.substr(end + 1).starts_with('/')) return at;
  if (!text.substr(end + 2).starts_with(tag)) return at;
  const std::string_view value = trim(text.substr(at, end - at));
  if (value.empty()) return end;
  if (tag == "key") {
    key = value.substr(0, std::min<std::size_t>(value.size(), 200));
    return end;
  }
  const auto begin = static_cast<std::size_t>(value.data() - text.data());
  Part part{.begin = begin, .end = begin + value.size(), .use = Use::setting};
  part.name =
      key.empty() ? std::string(tag.substr(0, std::min<std::size_t>(tag.size(), 200))) : key;
  key.clear();
  if (equal_ignoring_case(tag, "description")) part.use = Use::documentation;
  maker.add(part);
  maker.add_interpolations(part.begin, part.end, part.name);
  return end;
}

}  // namespace

void read_html(const Maker& maker, std::string_view path) {
  const std::string_view text = maker.text();
  const bool configuration = is_configuration(path);
  std::string key;
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
    if (configuration) {
      if (at < text.size() && text[at] == '>') at = read_element(maker, at + 1, tag, key);
      continue;
    }
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
