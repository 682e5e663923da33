// The AWS CLI's shorthand syntax: Key=value,Other=a,b,Third={x=1,y=[2,3]}.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
#pragma once

#include <expected>
#include <string_view>

#include "awscli/value.h"

namespace godwit::awscli {

// One argument; an object. `Key@=file://x` reads a file: its value is the text "file://x".
std::expected<Value, SyntaxError> read_shorthand(std::string_view text);

}  // namespace godwit::awscli
