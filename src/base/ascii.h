// What a byte is among ASCII's characters, whatever the locale. Bytes beyond ASCII are none of them.
#pragma once

namespace godwit {

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
constexpr bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
constexpr bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
constexpr bool is_letter(char letter) { return is_upper(letter) || is_lower(letter); }
constexpr bool is_letter_or_digit(char letter) { return is_letter(letter) || is_digit(letter); }

}  // namespace godwit
