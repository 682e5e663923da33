// The words of a JMESPath expression.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "awscli/value.h"

namespace godwit::awscli::jmespath {

struct Token {
  enum class Kind {
    name,     // `text`
    quoted,   // "text": a name that is a name only
    raw,      // 'text'
    literal,  // `text`
    number,   // `text`
    symbol,   // `text`: "[?", "==", ...
    end
  };
  Kind kind = Kind::end;
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The last one is the end.
std::expected<std::vector<Token>, SyntaxError> tokens_of(std::string_view text);

}  // namespace godwit::awscli::jmespath
