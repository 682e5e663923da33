#include "repo/secret_text.h"

#include <array>
#include <string>

#include "base/text.h"
#include "repo/recognise_text.h"

namespace godwit::repo {

bool is_of(Alphabet alphabet, char c) {
  switch (alphabet) {
    case Alphabet::hex:
      return is_hex(c) && !is_upper(c);
    case Alphabet::digits:
      return is_digit(c);
    case Alphabet::word:
      return is_word_character(c);
    case Alphabet::url:
      return is_word_character(c) || c == '-' || c == '_';
  }
  return false;
}

bool is_placeholder(std::string_view secret) {
  if (secret.empty()) return true;
  const std::string lower = to_lower(secret);
  for (const std::string_view word :
       {"example",  "xxxx",     "your",     "placeholder", "changeme",  "change_me", "change-me",
        "dummy",    "fake",     "redacted", "insert",      "replace",   "set-by",    "notreal",
        "not-real", "made-up",  "madeup",   "sample",      "123456789", "abcdefgh",  "00000000",
        "11111111", "aaaaaaaa", "....",     "****",        "____"}) {
    if (lower.find(word) != std::string::npos) return true;
  }
  // Few different characters.
  std::array<bool, 256> seen{};
  std::size_t different = 0;
  for (const char c : secret) {
    bool& there = seen[static_cast<unsigned char>(c)];
    if (!there) ++different;
    there = true;
  }
  return different < 5;
}

bool is_random(std::string_view secret) {
  const bool digits = std::ranges::any_of(secret, is_digit);
  const bool letters = std::ranges::any_of(secret, is_letter);
  return digits && letters && !is_placeholder(secret);
}

bool is_drawn(std::string_view value, bool also_hexadecimal) {
  if (is_placeholder(value)) return false;
  const auto hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if (std::ranges::all_of(value, hex)) {
    return also_hexadecimal && is_random(value) &&
           (value.size() == 32 || value.size() == 40 || value.size() == 64);
  }
  std::size_t changes = 0;
  std::size_t groups = 0;  // of digits
  std::size_t capitals = 0;
  std::size_t small = 0;
  const auto kind = [&](std::size_t at) {
    return is_upper(value[at]) ? 1 : is_lower(value[at]) ? 2 : is_digit(value[at]) ? 3 : 4;
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0 && kind(i) != kind(i - 1)) ++changes;
    if (is_digit(value[i]) && (i == 0 || !is_digit(value[i - 1]))) ++groups;
    if (is_upper(value[i])) ++capitals;
    if (is_lower(value[i])) ++small;
  }
  return groups >= 2 && capitals >= 2 && small >= 2 && changes * 100 >= value.size() * 38;
}

bool is_everybodys_password(std::string_view password) {
  constexpr std::array<std::string_view, 24> known = {
      "password", "pass",     "passwd", "pwd",   "secret", "postgres", "root",     "admin",
      "guest",    "test",     "mysql",  "mongo", "redis",  "user",     "token",    "pw",
      "p4ssw0rd", "passw0rd", "123456", "12345", "1234",   "123",      "rabbitmq", "supersecret"};
  const std::string lower = to_lower(password);
  return lower.size() < 6 || std::ranges::find(known, lower) != known.end() ||
         lower.find("password") != std::string::npos || is_placeholder(password);
}

}  // namespace godwit::repo
