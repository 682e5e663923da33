#include "check/sentences.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace godwit::check {
namespace {

// Does a line go on with what the one before it began? It begins with a small letter, a digit or a
// sign, and is no label.
bool goes_on(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  if (at >= text.size()) return false;
  const char c = text[at];
  return is_lower(c) || (c >= '0' && c <= '9') || c == '<' || c == '(' || c == '$';
}

bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\n') return !goes_on(text, at + 1);
  if (c != '.' && c != ';' && c != '!' && c != '?') return false;
  if (at + 1 >= text.size()) return true;
  if (text[at + 1] != ' ' && text[at + 1] != '\n') return false;
  if (c != '.') return true;
  // "e.g. 5", "vs. 7", "approx. 3": a short word before it, and no capital letter after.
  std::size_t word = at;
  while (word > 0 && text[word - 1] != ' ' && text[word - 1] != '\n' && text[word - 1] != '(') {
    --word;
  }
  const std::string_view before = text.substr(word, at - word);
  static constexpr std::array<std::string_view, 7> short_words = {"e.g", "i.e", "vs",  "approx",
                                                                  "ca",  "cf",  "incl"};
  std::size_t next = at + 1;
  while (next < text.size() && (text[next] == ' ' || text[next] == '*')) ++next;
  return std::ranges::find(short_words, before) == short_words.end() &&
         (next >= text.size() || !is_lower(text[next]));
}

}  // namespace

std::vector<Sentence> sentences(std::string_view text) {
  std::vector<Sentence> all;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && !ends_sentence(text, at)) continue;
    const std::size_t end = std::min(at + 1, text.size());
    if (text.substr(begin, end - begin).find_first_not_of(" \t\r\n.") != std::string_view::npos) {
      all.push_back({begin, end});
    }
    begin = end;
  }
  return all;
}

}  // namespace godwit::check
