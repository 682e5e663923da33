#include "aws/scalar.h"

#include <fmt/format.h>

#include <iterator>

#include "aws/timestamp.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {

void append_scalar(std::string& out, const Shape& shape, const Value& value,
                   TimestampFormat timestamp_format, bool always_milliseconds) {
  Body keeper;
  switch (shape.type) {
    case ShapeType::boolean:
      out += value.flag() ? "true" : "false";
      return;
    case ShapeType::integer:
    case ShapeType::long_integer: {
      const fmt::format_int digits(value.integer());
      out.append(digits.data(), digits.size());
      return;
    }
    case ShapeType::float_number:
    case ShapeType::double_number:
      return append_number(out, value.number());
    case ShapeType::timestamp:
      append_timestamp(out, value.time(), timestamp_format, always_milliseconds);
      return;
    case ShapeType::blob:
      out += to_base64(bytes_of(value, keeper));
      return;
    default:
      out += bytes_of(value, keeper);
  }
}

void append_number(std::string& out, double number) {
  const std::size_t start = out.size();
  fmt::format_to(std::back_inserter(out), "{}", number);
  if (out.find_first_not_of("-0123456789", start) == std::string::npos) out += ".0";
}

std::optional<Value> parse_scalar(const Shape& shape, std::string_view text) {
  if (shape.type == ShapeType::string) return Value(text);
  text = trim(text);
  switch (shape.type) {
    case ShapeType::boolean:
      if (equal_ignoring_case(text, "true") || text == "1") return Value(true);
      if (equal_ignoring_case(text, "false") || text == "0") return Value(false);
      return std::nullopt;
    case ShapeType::integer:
    case ShapeType::long_integer:
      if (const auto number = parse_integer(text)) return Value(*number);
      return std::nullopt;
    case ShapeType::float_number:
    case ShapeType::double_number:
      if (const auto number = parse_number(text)) return Value(*number);
      return std::nullopt;
    case ShapeType::timestamp:
      if (const auto time = parse_timestamp(text)) return Value(*time);
      return std::nullopt;
    case ShapeType::blob:
      if (auto bytes = from_base64(text)) return Value(std::move(*bytes));
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::string_view bytes_of(const Value& value, Body& keeper) {
  if (!value.is_body()) return value.text();
  keeper = value.body();
  return keeper.bytes();
}

}  // namespace godwit::aws
