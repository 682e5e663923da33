// Simple values as text, where a protocol has nothing but text: elements, forms, headers, queries.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// Appends as it is, escaping nothing; blobs in base64. `timestamp_format` is not by_protocol.
void append_scalar(std::string& out, const Shape& shape, const Value& value,
                   TimestampFormat timestamp_format, bool always_milliseconds = false);

// With a point or an exponent in it always, as AWS's own have: "3.0".
void append_number(std::string& out, double number);

// nullopt where the text says nothing of that type. Texts are taken as they are, all else trimmed.
std::optional<Value> parse_scalar(const Shape& shape, std::string_view text);

// What the model says, or else what the protocol does at that place.
constexpr TimestampFormat or_by_default(TimestampFormat said, TimestampFormat otherwise) {
  return said == TimestampFormat::by_protocol ? otherwise : said;
}

// A text, whether it is held as one or as a body.
std::string_view bytes_of(const Value& value, Body& keeper);

}  // namespace godwit::aws
