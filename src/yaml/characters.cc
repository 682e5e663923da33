#include "yaml/characters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace godwit::yaml {

namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The length of the character at the start of `text`, or 0 where it is not
// UTF-8 (RFC 3629: neither overlong forms, nor surrogates, nor anything above
// U+10FFFF).
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  if (!std::ranges::all_of(text.substr(1, length - 1), continues)) return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
    return 0;
  }
  return length;
}

}  // namespace

std::optional<BadCharacter> find_bad_character(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte == 0) return BadCharacter{offset, "a NUL byte"};
    if (byte == '\r' && !text.substr(offset + 1).starts_with('\n')) {
      return BadCharacter{offset, "a carriage return without a line feed"};
    }
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
      return BadCharacter{offset, fmt::format("a control character (0x{:02x})", byte)};
    }
    const std::size_t length = character_length(text.substr(offset));
    if (length == 0) {
      return BadCharacter{offset, fmt::format("a byte (0x{:02x}) that is not UTF-8", byte)};
    }
    offset += length;
  }
  return std::nullopt;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return !continues(byte); }));
}

}  // namespace godwit::yaml
