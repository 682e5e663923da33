// What secrets are made of, and what only looks like them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "repo/secret_kind.h"

namespace godwit::repo {

bool is_of(Alphabet alphabet, char c);

// Where the characters of a kind end that begin here; at most so many.
template <class IsPart>
std::size_t end_of(std::string_view text, std::size_t begin, std::size_t most, IsPart&& is_part) {
  const std::size_t limit = std::min(text.size(), begin + most);
  std::size_t at = begin;
  while (at < limit && is_part(text[at])) ++at;
  return at;
}

// Words instead of chance: what people put where a secret will be.
bool is_placeholder(std::string_view secret);
// Random, as far as anybody can tell: a token that is all letters of one case is somebody's word.
bool is_random(std::string_view secret);
// Does it look as if it had been drawn: changing between capitals, small letters and digits as only
// chance does; or `also_hexadecimal` digits of a key's length?
bool is_drawn(std::string_view value, bool also_hexadecimal);
// Passwords that everybody has: "postgres", "changeme".
bool is_everybodys_password(std::string_view password);

}  // namespace godwit::repo
