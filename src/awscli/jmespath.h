// JMESPath: the whole grammar, as a tree with the place of each part.
// https://jmespath.org/specification.html; where it leaves something open, as the AWS CLI's own
// library has it: `text` between backticks need not be JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "awscli/value.h"

namespace godwit::awscli::jmespath {

struct Expression {
  enum class Kind : std::uint8_t {
    current,     // @, or nothing: what is there
    field,       // NAME: `text`
    index,       // [N]: `number`
    chain,       // `parts`: a.b, a[0]
    pipe,        // `parts`: a | b
    projection,  // a[*].b: `parts` are a and b
    slice,       // a[1:2].b: the same
    values,      // a.*.b: the same
    flatten,     // a[].b: the same
    filter,      // a[?c].b: `parts` are a, b and c
    compare,     // `parts`: a == b; `text` is the operator
    either,      // `parts`: a || b
    both,        // `parts`: a && b
    negation,    // `parts`: !a
    literal,     // `...` and '...': `text`; `is_text`: it is a text, and that is its value
    list,        // `parts`: [a, b]
    object,      // `parts`: {x: a, y: b}; `names`: x, y
    function,    // `text` is its name, `parts` its arguments
    reference,   // `parts`: &a
  };
  Kind kind = Kind::current;
  std::size_t begin = 0;  // bytes of the expression
  std::size_t end = 0;
  std::string text;
  bool is_text = false;
  std::int64_t number = 0;
  std::vector<std::string> names;
  std::vector<Expression> parts;
};

// Linear; nesting deeper than a hundred is an error.
std::expected<Expression, SyntaxError> parse(std::string_view text);

}  // namespace godwit::awscli::jmespath
