// JsonFault: where a text that should be JSON is none (RFC 8259).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace godwit::check {

struct JsonFault {
  std::size_t offset = 0;  // of the byte that cannot stand there
  std::string what;        // "a comma before '}'"
};

// The first fault of a text of one value, or of several in a row. Nothing where it is JSON, and
// where it is plainly not meant to be read by a program as it stands: what has no bracket at its
// beginning, has comments or placeholders outside its strings, or leaves something out ("...").
// Linear.
std::optional<JsonFault> find_json_fault(std::string_view text);

}  // namespace godwit::check
