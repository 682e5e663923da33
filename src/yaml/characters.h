// Is a text made of characters that YAML allows?
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace godwit::yaml {

struct BadCharacter {
  std::size_t offset = 0;
  std::string what;  // "a NUL byte", "bytes that are not UTF-8"
};

// The first one, if any. Linear in the length of the text.
std::optional<BadCharacter> find_bad_character(std::string_view text);

// How many characters a valid UTF-8 text has.
std::size_t count_characters(std::string_view text);

}  // namespace godwit::yaml
