// The part of JMESPath that botocore's paginators and waiters are written in: names, flattened
// lists, elements by number, `||`, `length(…)` and `> `number``.
// https://jmespath.org/specification.html
#pragma once

#include <string_view>

#include "aws/value.h"

namespace godwit::aws {

// What an expression says of a value; absent where JMESPath has null. Expressions come from the
// compiled tables: one that is not of this part is a mistake of ours.
Value evaluate(std::string_view expression, const Value& value);

// Neither absent, nor false, nor empty.
bool is_true(const Value& value);

}  // namespace godwit::aws
