#include "aws/value_text.h"

#include <fmt/format.h>

#include "aws/scalar.h"

namespace godwit::aws {

namespace {

constexpr std::string_view hidden = "(sensitive)";

void append(std::string& out, const Value& value, const Shape& shape);

void append_entries(std::string& out, const Value& value, auto shape_of) {
  out += '{';
  std::string_view separator;
  for (const auto& [name, part] : value.members()) {
    out += separator;
    separator = ", ";
    out += name;
    out += ": ";
    // What the model does not know could be anything, a secret too.
    if (const Shape* shape = shape_of(name)) {
      append(out, part, *shape);
    } else {
      out += hidden;
    }
  }
  out += '}';
}

void append(std::string& out, const Value& value, const Shape& shape) {
  if (!value.present()) {
    out += "nothing";
    return;
  }
  if (shape.sensitive) {
    out += hidden;
    return;
  }
  switch (shape.type) {
    case ShapeType::structure:
      return append_entries(out, value, [&](std::string_view name) -> const Shape* {
        const Member* member = find_member(shape, name);
        return member != nullptr ? member->shape : nullptr;
      });
    case ShapeType::map:
      if (shape.key != nullptr && shape.key->sensitive) {
        out += hidden;
        return;
      }
      return append_entries(out, value, [&](std::string_view) { return shape.element; });
    case ShapeType::list: {
      out += '[';
      std::string_view separator;
      for (const Value& element : value.list()) {
        out += separator;
        separator = ", ";
        append(out, element, *shape.element);
      }
      out += ']';
      return;
    }
    case ShapeType::blob:
      out += fmt::format("({} bytes)", value.body().size());
      return;
    case ShapeType::document:
      out += "(document)";
      return;
    case ShapeType::string:
      out += fmt::format("{:?}", value.text());
      return;
    default:
      append_scalar(out, shape, value,
                    or_by_default(shape.timestamp_format, TimestampFormat::iso8601));
  }
}

}  // namespace

std::string to_string(const Value& value, const Shape& shape) {
  std::string out;
  append(out, value, shape);
  return out;
}

}  // namespace godwit::aws
