#include "check/json_fault.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.h"

namespace godwit::check {
namespace {

constexpr std::string_view blanks = " \t\r\n";
// Deeper than anybody writes: what Boost.JSON would refuse for its depth alone.
constexpr std::size_t deepest = 64;

// Is there something outside of the strings that stands for something else, or is said to people?
bool is_sketch(std::string_view text) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (quoted) {
      if (letter == '\\') ++at;
      // A string ends on its line: a quote that never closes is a fault, and no reason to look on
      // as if all that follows were in it.
      if (letter == '"' || letter == '\n') quoted = false;
      continue;
    }
    const std::string_view rest = text.substr(at);
    if (letter == '"') {
      quoted = true;
    } else if (letter == '<' || letter == '$' || letter == '#' || letter == '|' ||
               static_cast<unsigned char>(letter) >= 0x80 || rest.starts_with("...") ||
               rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with("{{") ||
               rest.starts_with("{%")) {
      return true;
    }
  }
  return false;
}

// What stands at the fault, in words.
std::string describe(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return "it ends before its brackets are closed";
  const char letter = text[offset];
  const std::size_t before = text.find_last_not_of(blanks, offset == 0 ? 0 : offset - 1);
  const char previous = offset == 0 || before == std::string_view::npos ? ' ' : text[before];
  if ((letter == '}' || letter == ']') && previous == ',') {
    return fmt::format("a comma before '{}'", letter);
  }
  if (letter == '\'') return "single quotes: JSON has double ones";
  if (letter == '"' && !std::string_view(",:[{").contains(previous)) {
    return "no comma between two members";
  }
  if (letter == '\n' || letter == '\r') return "a line that ends within a string";
  if (letter == '[') return "no comma, or a placeholder without quotes";
  const bool word = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  if (word) return "a word without quotes";
  if (letter >= 0x20 && letter < 0x7F) return fmt::format("'{}' cannot stand here", letter);
  return "this cannot stand here";
}

}  // namespace

std::optional<JsonFault> find_json_fault(std::string_view text) {
  const std::string_view words = trim(text);
  if (words.empty() || (words.front() != '{' && words.front() != '[')) return std::nullopt;
  if (is_sketch(words)) return std::nullopt;
  const auto start = static_cast<std::size_t>(words.data() - text.data());
  boost::json::stream_parser parser({}, {.max_depth = deepest, .allow_invalid_utf8 = true});
  std::size_t at = 0;
  while (at < words.size()) {
    boost::json::error_code error;
    parser.reset();
    at += parser.write_some(words.data() + at, words.size() - at, error);
    if (error == boost::json::error::too_deep) return std::nullopt;
    if (!error && !parser.done()) return JsonFault{text.size(), describe(words, words.size())};
    if (error) {
      // The parser stops before or at what it cannot take.
      while (at < words.size() && blanks.contains(words[at]) && words[at] != '\n') ++at;
      return JsonFault{start + at, describe(words, at)};
    }
    at = std::min(words.find_first_not_of(blanks, at), words.size());
  }
  return std::nullopt;
}

}  // namespace godwit::check
