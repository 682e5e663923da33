// Is it UTF-8? (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.)
#pragma once

#include <string>
#include <string_view>

namespace godwit::aws {

bool is_utf8(std::string_view bytes);

// The same, with U+FFFD for every byte that belongs to no character: for what must be text, whoever
// it came from.
std::string as_utf8(std::string_view bytes);

}  // namespace godwit::aws
