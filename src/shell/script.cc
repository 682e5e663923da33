#include "shell/script.h"

#include "shell/reader.h"

namespace godwit::shell {

std::optional<std::string> Word::literal() const {
  std::string value;
  for (const Part& part : parts) {
    if (part.kind != Part::Kind::literal) return std::nullopt;
    value += part.text;
  }
  return value;
}

Parsed parse(std::string_view text, Manner manner) { return Reader(text, manner).read(); }

}  // namespace godwit::shell
