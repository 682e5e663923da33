// Console: a session as documents show it, with prompts and what programs print.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace godwit::check {

// The session's commands alone: of the same length, with spaces in place of prompts and output, so
// that every offset stays what it is. Nothing where the text shows no prompt.
std::optional<std::string> commands_of_session(std::string_view text);

}  // namespace godwit::check
