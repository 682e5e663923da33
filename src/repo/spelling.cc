#include "repo/spelling.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::repo {
namespace {

using enum Language;

constexpr std::size_t most_before = 200;  // bytes: a tag, a quote and what is before it

bool is_of(std::string_view text, std::string_view others) {
  return std::ranges::all_of(
      text, [&](char letter) { return is_letter_or_digit(letter) || others.contains(letter); });
}

// Nothing in any language here, bare or in quotes.
bool is_plain(std::string_view text) { return is_of(text, "_-./:@%+="); }
// Nothing in any language here, in quotes: addresses with what they ask.
bool is_plain_in_quotes(std::string_view text) { return is_of(text, " _-./:@%+=,;?#~*()[]"); }

bool has_control(std::string_view text) {
  return std::ranges::any_of(
      text, [](char letter) { return static_cast<unsigned char>(letter) < ' ' || letter == 0x7f; });
}

bool is_code(Language language) {
  return language == javascript || language == python || language == dart ||
         language == terraform || language == toml;
}

// What languages read as something else than a text.
bool is_number_or_word(std::string_view text) {
  if (parse_number(text)) return true;
  const std::string lower = to_lower(text);
  for (const char* word :
       {"true", "false", "null", "none", "nil", "yes", "no", "on", "off", "y", "n", "~"}) {
    if (lower == word) return true;
  }
  // Dates, times of day, numbers in other notations.
  return !text.empty() && (is_digit(text.front()) || text.front() == '.') && is_of(text, "_-.:+") &&
         !std::ranges::any_of(text, [](char letter) {
           return is_letter(letter) && letter != 'x' && letter != 'o' && letter != 'e' &&
                  letter != 'T' && letter != 'Z';
         });
}

std::string escaped(std::string_view text, std::string_view specials) {
  std::string out;
  for (const char letter : text) {
    if (specials.contains(letter)) out += '\\';
    out += letter;
  }
  return out;
}

std::string doubled(std::string_view text, std::string_view mark) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with(mark)) out += mark[0];
    out += text[i];
  }
  return out;
}

std::optional<std::string> in_single_quotes(std::string_view value, Language language) {
  switch (language) {
    case yaml:
      return doubled(value, "'");
    case javascript:
    case python:
      return escaped(value, "\\'");
    case dart:
      return escaped(value, "\\'$");
    case shell:
    case toml:
      if (value.contains('\'')) return std::nullopt;
      return std::string(value);
    default:
      return std::nullopt;
  }
}

std::optional<std::string> in_double_quotes(std::string_view value, Language language) {
  switch (language) {
    case yaml:
    case json:
    case javascript:
    case python:
    case toml:
      return escaped(value, "\\\"");
    case dart:
      return escaped(value, "\\\"$");
    case shell:
    case dockerfile:
      return escaped(value, "\\\"$`");
    case terraform:
      return doubled(doubled(escaped(value, "\\\""), "${"), "%{");
    default:
      return std::nullopt;
  }
}

std::optional<std::string> bare(std::string_view value, const Spot& spot) {
  switch (spot.language) {
    case yaml: {
      const bool same_kind = is_number_or_word(value) && is_number_or_word(spot.raw);
      const bool plain = !value.empty() && is_plain(value) && !value.ends_with(':') &&
                         (is_letter_or_digit(value.front()) || value.front() == '/') &&
                         (!is_number_or_word(value) || same_kind);
      if (plain) return std::string(value);
      return '"' + escaped(value, "\\\"") + '"';
    }
    case json:
      if (parse_number(value) || value == "true" || value == "false" || value == "null") {
        return std::string(value);
      }
      return '"' + escaped(value, "\\\"") + '"';
    case shell:
      if (!value.empty() && is_plain(value)) return std::string(value);
      if (value.contains('\'')) return '"' + escaped(value, "\\\"$`") + '"';
      return '\'' + std::string(value) + '\'';
    case dockerfile:
      if (!value.empty() && is_plain(value)) return std::string(value);
      return '"' + escaped(value, "\\\"$") + '"';
    case dotenv:
      // Read by a shell here and by a library there: what all of them read alike.
      if (is_plain(value)) return std::string(value);
      return std::nullopt;
    case html:
      if (is_of(value, " _-./:@%+=,;?#~*()[]")) return std::string(value);
      return std::nullopt;
    case markdown:
    case Language::none:
      return std::string(value);
    default:
      // A number or a flag of code, by another one.
      if (is_number_or_word(value) && is_number_or_word(spot.raw)) return std::string(value);
      return std::nullopt;
  }
}

// Letters right before a quote: of r'', f"", b''.
bool has_prefix(const Spot& spot) {
  if (spot.language != python && spot.language != dart) return false;
  const std::size_t size = spot.before.size();
  return size >= 2 && is_letter(spot.before[size - 2]);
}

}  // namespace

Spot spot_of(std::string_view text, const Reading& reading, const Part& part) {
  Spot spot;
  spot.language = reading.language;
  spot.quoting = part.quoting;
  spot.raw = text.substr(part.begin, part.end - part.begin);
  std::string_view before = text.substr(0, part.begin);
  if (before.size() > most_before) before.remove_prefix(before.size() - most_before);
  const std::size_t line = before.rfind('\n');
  spot.before = line == std::string_view::npos ? before : before.substr(line + 1);
  auto index = static_cast<std::size_t>(&part - reading.parts.data());
  while (index < reading.around.size() && reading.around[index] > 0) {
    index = reading.around[index] - 1;
    if (reading.parts[index].quoting == Quoting::block) spot.embedded = true;
  }
  return spot;
}

std::optional<std::string> spelled(std::string_view value, const Spot& spot) {
  if (has_control(value)) return std::nullopt;
  if (spot.quoting == Quoting::none) {
    if (!spot.embedded) return bare(value, spot);
    if (value.empty() || !is_plain(value) || is_number_or_word(value)) return std::nullopt;
    return std::string(value);
  }
  return spelled_within(value, spot);
}

std::optional<std::string> spelled_within(std::string_view value, const Spot& spot) {
  if (has_control(value)) return std::nullopt;
  if (is_plain(value)) return std::string(value);
  switch (spot.quoting) {
    case Quoting::none:
      if (spot.language == markdown || spot.language == Language::none) return std::string(value);
      return std::nullopt;
    case Quoting::block:
      return std::nullopt;
    default:
      break;
  }
  if (is_plain_in_quotes(value)) return std::string(value);
  if (spot.embedded || has_prefix(spot)) return std::nullopt;
  if (spot.quoting == Quoting::single) return in_single_quotes(value, spot.language);
  if (spot.quoting == Quoting::double_) return in_double_quotes(value, spot.language);
  if (spot.language == javascript) return escaped(value, "\\`$");
  return std::nullopt;
}

bool is_expression(const Spot& spot) {
  const bool bare = spot.quoting == Quoting::none;
  const std::string_view raw = spot.raw;
  if (spot.language == yaml && !spot.embedded) {
    // A tag: "!Ref X", "!Sub 'x'".
    std::string_view before = spot.before;
    if (!bare && !before.empty()) before.remove_suffix(1);
    before = trim(before);
    const std::size_t last = before.find_last_of(" \t[{,:");
    const std::string_view word = last == std::string_view::npos ? before : before.substr(last + 1);
    if (word.starts_with('!') && word.size() > 1) return true;
  }
  if (raw.contains("${") || raw.contains("$(") || raw.contains("{{")) {
    return spot.language != shell || spot.quoting != Quoting::single;
  }
  switch (spot.language) {
    case shell:
      return spot.quoting != Quoting::single && raw.find_first_of("$`") != std::string_view::npos;
    case dart:
    case dotenv:
    case dockerfile:
      return raw.contains('$');
    case python:
      if (!bare) return has_prefix(spot) && raw.contains('{');
      break;
    default:
      break;
  }
  return bare && !spot.embedded && is_code(spot.language) && !is_number_or_word(raw);
}

}  // namespace godwit::repo
