// What stands around a place: the questions that all of recognise() asks of a text. All look at a
// bounded number of bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/ascii.h"

namespace godwit::repo {

inline bool is_word_character(char c) { return is_letter_or_digit(c); }
bool is_hex(char c);

// Does a word begin here: before it is no letter or digit, or one that belongs to an escape
// ("\n", "%2F", "\u002f").
bool begins_word(std::string_view text, std::size_t begin);
bool ends_word(std::string_view text, std::size_t end);
// The same where words are joined like this: "primaryEuWest1Client".
bool begins_joined_word(std::string_view text, std::size_t begin);
bool ends_joined_word(std::string_view text, std::size_t begin, std::size_t end);

// Is the place within base64 or something as random: long, and changing from capitals to digits to
// small letters all the time?
bool within_noise(std::string_view text, std::size_t begin, std::size_t end);
// Is it a group of hexadecimal digits within an id or an address: "f2b3-cac1-41d4", "fe80:cac1::"?
bool within_hex_groups(std::string_view text, std::size_t begin, std::size_t end);

// Does "0a1b2c3d-..." (8-4-4-4-12) begin here?
bool is_uuid_at(std::string_view text, std::size_t begin);
// The 12 digits of an account id that begin here and go no further.
std::optional<std::string_view> account_at(std::string_view text, std::size_t begin);
// Ids that documentation uses, and nobody has: 123456789012, 111122223333, 000000000000.
bool is_example_account(std::string_view id);
// A bucket's name that says that it is none: "my-bucket", "BUCKET_NAME", "example".
bool is_example_bucket(std::string_view name);
// May a bucket be called so?
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
bool is_bucket_name(std::string_view name);

// Where a placeholder that begins here ends ("${X}", "#{x}", "{x}", "{{ x }}", "<x>", "$(x)",
// "%{x}"); `begin` where there is none. At most 128 bytes.
std::size_t skip_placeholder(std::string_view text, std::size_t begin);
// Where one that ends before `end` begins; `end` where there is none.
std::size_t skip_placeholder_back(std::string_view text, std::size_t end);

}  // namespace godwit::repo
