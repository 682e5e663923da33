#include "aws/json_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "aws/scalar.h"
#include "aws/timestamp.h"
#include "aws/utf8.h"
#include "base/encoding.h"

namespace godwit::aws {

namespace {

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void write(const Shape& shape, const Value& value, TimestampFormat timestamp_format) {
    Body keeper;
    switch (shape.type) {
      case ShapeType::structure:
        return structure(shape, value);
      case ShapeType::list:
        return list(shape, value);
      case ShapeType::map:
        return map(shape, value);
      case ShapeType::boolean:
        out_ += value.flag() ? "true" : "false";
        return;
      case ShapeType::integer:
      case ShapeType::long_integer:
        fmt::format_to(std::back_inserter(out_), "{}", value.integer());
        return;
      case ShapeType::float_number:
      case ShapeType::double_number:
        return number(value.number());
      case ShapeType::timestamp:
        return timestamp(value.time(), timestamp_format);
      case ShapeType::blob:
        out_ += '"';
        out_ += to_base64(bytes_of(value, keeper));
        out_ += '"';
        return;
      case ShapeType::string:
        return write_json_text(out_, bytes_of(value, keeper));
      case ShapeType::document:
        return document(value);
    }
  }

 private:
  void document(const Value& value) {
    char separator = value.is_list() ? '[' : '{';
    if (value.is_list()) {
      for (const Value& element : value.list()) {
        out_ += std::exchange(separator, ',');
        document(element);
      }
      out_ += separator == '[' ? "[]" : "]";
    } else if (value.is_members()) {
      for (const auto& [key, part] : value.members()) {
        out_ += std::exchange(separator, ',');
        write_json_text(out_, key);
        out_ += ':';
        document(part);
      }
      out_ += separator == '{' ? "{}" : "}";
    } else if (value.is_flag()) {
      out_ += value.flag() ? "true" : "false";
    } else if (value.is_integer()) {
      fmt::format_to(std::back_inserter(out_), "{}", value.integer());
    } else if (value.is_number()) {
      number(value.number());
    } else if (value.is_text()) {
      write_json_text(out_, value.text());
    } else {
      out_ += "null";
    }
  }

  void structure(const Shape& shape, const Value& value) {
    char separator = '{';
    for (const Member& member : shape.members) {
      const Value& part = value[member.name];
      if (!part.present() || member.location != MemberLocation::body) continue;
      out_ += separator;
      separator = ',';
      write_json_text(out_, member.wire_name);
      out_ += ':';
      write(*member.shape, part, member.timestamp_format);
    }
    out_ += separator == '{' ? "{}" : "}";
  }

  void list(const Shape& shape, const Value& value) {
    char separator = '[';
    for (const Value& element : value.list()) {
      out_ += separator;
      separator = ',';
      write(*shape.element, element, shape.element->timestamp_format);
    }
    out_ += separator == '[' ? "[]" : "]";
  }

  void map(const Shape& shape, const Value& value) {
    char separator = '{';
    for (const auto& [key, part] : value.members()) {
      out_ += separator;
      separator = ',';
      write_json_text(out_, key);
      out_ += ':';
      write(*shape.element, part, shape.element->timestamp_format);
    }
    out_ += separator == '{' ? "{}" : "}";
  }

  // JSON has no infinities: Smithy writes them as texts.
  void number(double value) {
    if (std::isnan(value)) {
      out_ += "\"NaN\"";
    } else if (std::isinf(value)) {
      out_ += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    } else {
      append_number(out_, value);
    }
  }

  void timestamp(Time time, TimestampFormat format) {
    const bool as_number =
        format == TimestampFormat::by_protocol || format == TimestampFormat::unix_seconds;
    if (as_number) return append_timestamp(out_, time, TimestampFormat::unix_seconds);
    out_ += '"';
    append_timestamp(out_, time, format);
    out_ += '"';
  }

  std::string& out_;
};

}  // namespace

void write_json(std::string& out, const Shape& shape, const Value& value) {
  Writer(out).write(shape, value, shape.timestamp_format);
}

void write_json_text(std::string& out, std::string_view text) {
  if (!is_utf8(text)) return write_json_text(out, as_utf8(text));
  out += '"';
  for (const char letter : text) {
    switch (letter) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      default:
        if (static_cast<unsigned char>(letter) >= 0x20) {
          out += letter;
        } else {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<int>(letter));
        }
    }
  }
  out += '"';
}

}  // namespace godwit::aws
