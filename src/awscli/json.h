// JSON, with places. https://www.rfc-editor.org/rfc/rfc8259; as Python reads it, who is what the
// AWS CLI is written in: the last of several equal keys counts, NaN and Infinity are numbers.
#pragma once

#include <expected>
#include <string_view>

#include "awscli/value.h"

namespace godwit::awscli {

std::expected<Value, SyntaxError> read_json(std::string_view text);

}  // namespace godwit::awscli
