#include "aws/json_reader.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

#include "aws/timestamp.h"
#include "aws/violation.h"
#include "base/encoding.h"

namespace godwit::aws {

namespace {

namespace json = boost::json;

std::string_view kind_name(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "NULL_VALUE";
    case json::kind::bool_:
      return value.get_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "NUMBER_VALUE";
    case json::kind::string:
      return "STRING_VALUE";
    case json::kind::array:
      return "START_ARRAY";
    case json::kind::object:
      return "START_OBJECT";
  }
  return "NULL_VALUE";
}

std::string_view java_name(ShapeType type) {
  switch (type) {
    case ShapeType::boolean:
      return "Boolean";
    case ShapeType::integer:
      return "Integer";
    case ShapeType::long_integer:
      return "Long";
    case ShapeType::float_number:
    case ShapeType::double_number:
      return "Double";
    case ShapeType::timestamp:
      return "Date";
    case ShapeType::blob:
      return "Blob";
    default:
      return "String";
  }
}

std::string_view text_of(const json::value& value) {
  return {value.get_string().data(), value.get_string().size()};
}

class Reader {
 public:
  std::string& problem() { return problem_; }

  Value read(const Shape& shape, const json::value& value, int depth) {
    if (value.is_null()) return {};
    if (depth > deepest_value) return fail("Nested too deeply");
    switch (shape.type) {
      case ShapeType::structure:
        return structure(shape, value, depth);
      case ShapeType::list: {
        if (!value.is_array()) return fail("Expected list or null");
        List list;
        list.reserve(value.get_array().size());
        for (const json::value& element : value.get_array()) {
          Value part = read(*shape.element, element, depth + 1);
          if (part.present()) list.push_back(std::move(part));
        }
        return Value(std::move(list));
      }
      case ShapeType::map: {
        if (!value.is_object()) return fail("Expected map or null");
        Members entries;
        for (const auto& entry : value.get_object()) {
          Value part = read(*shape.element, entry.value(), depth + 1);
          if (part.present()) entries.emplace_back(std::string(entry.key()), std::move(part));
        }
        return Value(std::move(entries));
      }
      case ShapeType::document:
        return document(value, depth);
      default:
        return scalar(shape, value);
    }
  }

 private:
  // As it comes. What is null is left out: a Value is absent or says something.
  Value document(const json::value& value, int depth) {
    if (depth > deepest_value) return fail("Nested too deeply");
    switch (value.kind()) {
      case json::kind::null:
        return {};
      case json::kind::bool_:
        return value.get_bool();
      case json::kind::int64:
        return value.get_int64();
      case json::kind::uint64:
        return static_cast<double>(value.get_uint64());
      case json::kind::double_:
        return value.get_double();
      case json::kind::string:
        return Value(text_of(value));
      case json::kind::array: {
        List list;
        for (const json::value& element : value.get_array()) {
          Value part = document(element, depth + 1);
          if (part.present()) list.push_back(std::move(part));
        }
        return Value(std::move(list));
      }
      case json::kind::object: {
        Members entries;
        for (const auto& entry : value.get_object()) {
          Value part = document(entry.value(), depth + 1);
          if (part.present()) entries.emplace_back(std::string(entry.key()), std::move(part));
        }
        return Value(std::move(entries));
      }
    }
    return {};
  }

  Value fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return {};
  }

  Value structure(const Shape& shape, const json::value& value, int depth) {
    if (!value.is_object()) return fail("Start of structure or map found where not expected.");
    Members members;
    for (const Member& member : shape.members) {
      const json::value* part =
          value.get_object().if_contains({member.wire_name.data(), member.wire_name.size()});
      if (part == nullptr || member.location != MemberLocation::body) continue;
      Value read_part = read(*member.shape, *part, depth + 1);
      if (read_part.present()) members.emplace_back(member.name, std::move(read_part));
    }
    return Value(std::move(members));
  }

  Value scalar(const Shape& shape, const json::value& value) {
    switch (shape.type) {
      case ShapeType::boolean:
        if (value.is_bool()) return value.get_bool();
        break;
      case ShapeType::integer:
      case ShapeType::long_integer: {
        boost::system::error_code error;
        const auto number = value.to_number<std::int64_t>(error);  // whole numbers in range only
        if (!error) return number;
        break;
      }
      case ShapeType::float_number:
      case ShapeType::double_number:
        if (value.is_number()) return value.to_number<double>();
        if (value.is_string()) return named_number(text_of(value));
        break;
      case ShapeType::timestamp: {
        const auto time = value.is_number()   ? time_of_seconds(value.to_number<double>())
                          : value.is_string() ? parse_timestamp(text_of(value))
                                              : std::nullopt;
        if (time) return *time;
        break;
      }
      case ShapeType::blob:
        if (value.is_string()) {
          if (auto bytes = from_base64(text_of(value))) return Value(std::move(*bytes));
        }
        break;
      default:
        if (value.is_string()) return Value(text_of(value));
    }
    return fail(
        fmt::format("{} can not be converted to a {}", kind_name(value), java_name(shape.type)));
  }

  Value named_number(std::string_view text) {
    if (text == "NaN") return std::nan("");
    if (text == "Infinity") return INFINITY;
    if (text == "-Infinity") return -INFINITY;
    return fail("STRING_VALUE can not be converted to a Double");
  }

  std::string problem_;
};

// Parses a body and hands its object to `use`, while the memory that it stands in is there.
std::expected<Value, std::string> with_json(std::string_view body, auto use) {
  if (body.empty()) return Value::structure();
  unsigned char buffer[4096];
  json::monotonic_resource memory(buffer);
  boost::system::error_code error;
  const json::value value = json::parse({body.data(), body.size()}, error, &memory);
  if (error) return std::unexpected("Unexpected token or end of input");
  return use(value);
}

}  // namespace

std::expected<Value, std::string> read_json(const Shape& shape, std::string_view body) {
  return with_json(body, [&](const json::value& value) -> std::expected<Value, std::string> {
    Reader reader;
    Value read = reader.read(shape, value, 0);
    if (!reader.problem().empty()) return std::unexpected(std::move(reader.problem()));
    return read.present() ? read : Value::structure();
  });
}

std::expected<Value, std::string> read_json_texts(std::string_view body) {
  return with_json(body, [](const json::value& value) -> std::expected<Value, std::string> {
    if (!value.is_object()) return std::unexpected("not an object");
    Members members;
    for (const auto& entry : value.get_object()) {
      if (!entry.value().is_string()) continue;
      members.emplace_back(std::string(entry.key()), Value(text_of(entry.value())));
    }
    return Value(std::move(members));
  });
}

}  // namespace godwit::aws
