// Bytes as text: hexadecimal, base64 (RFC 4648), percent-encoding (RFC 3986).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace godwit {

std::string to_hex(std::string_view bytes);  // lower case
std::optional<std::string> from_hex(std::string_view text);

std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

// May the text be another one than it stands for: has it a '%' or a '+'?
bool is_encoded(std::string_view text);
// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX, as Signature V4 asks; '/' stays if keep_slash.
std::string percent_encode(std::string_view bytes, bool keep_slash = false);
void percent_encode_to(std::string& out, std::string_view bytes, bool keep_slash = false);
// A stray '%' is left as it is. '+' becomes a space only in forms and queries.
std::string percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace godwit
