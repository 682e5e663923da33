#include "aws/xml_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "aws/scalar.h"
#include "aws/utf8.h"

namespace godwit::aws {

namespace {

void open_tag(std::string& out, std::string_view element) {
  out += '<';
  out += element;
  out += '>';
}

void close_tag(std::string& out, std::string_view element) {
  out += "</";
  out += element;
  out += '>';
}

void write_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  escape_xml(out, value);
  out += '"';
}

// The content of a simple element.
void write_scalar(std::string& out, const Shape& shape, const Value& value,
                  TimestampFormat timestamp_format, XmlStyle style) {
  if (shape.type == ShapeType::string) {
    Body keeper;
    return escape_xml(out, bytes_of(value, keeper));
  }
  append_scalar(out, shape, value, or_by_default(timestamp_format, TimestampFormat::iso8601),
                style.always_milliseconds);
}

class Writer {
 public:
  Writer(std::string& out, XmlStyle style) : out_(out), style_(style) {}

  void element(std::string_view name, std::string_view xml_namespace, const Shape& shape,
               const Value& value, TimestampFormat timestamp_format) {
    switch (shape.type) {
      case ShapeType::structure:
        structure(name, xml_namespace, shape, value);
        return;
      case ShapeType::list:
        open(name, xml_namespace);
        elements(shape.element_name.empty() ? "member" : shape.element_name, shape, value);
        close_tag(out_, name);
        return;
      case ShapeType::map:
        open(name, xml_namespace);
        entries("entry", shape, value);
        close_tag(out_, name);
        return;
      default:
        open(name, xml_namespace);
        write_scalar(out_, shape, value, timestamp_format, style_);
        close_tag(out_, name);
    }
  }

  void members(const Shape& shape, const Value& value) {
    for (const Member& member : shape.members) {
      if (member.location != MemberLocation::body || member.xml_attribute) continue;
      const Value& part = value[member.name];
      if (part.present()) write_member(member, part);
    }
  }

 private:
  void open(std::string_view name, std::string_view xml_namespace) {
    if (xml_namespace.empty()) return open_tag(out_, name);
    out_ += '<';
    out_ += name;
    write_attribute(out_, "xmlns", xml_namespace);
    out_ += '>';
  }

  void structure(std::string_view name, std::string_view xml_namespace, const Shape& shape,
                 const Value& value) {
    out_ += '<';
    out_ += name;
    if (!xml_namespace.empty()) write_attribute(out_, "xmlns", xml_namespace);
    if (!shape.xml_namespace_prefix.empty()) {
      write_attribute(out_, fmt::format("xmlns:{}", shape.xml_namespace_prefix),
                      shape.xml_namespace);
    }
    for (const Member& member : shape.members) {
      if (!member.xml_attribute) continue;
      const Value& part = value[member.name];
      if (part.present()) write_attribute(out_, member.wire_name, part.text());
    }
    out_ += '>';
    members(shape, value);
    close_tag(out_, name);
  }

  void write_member(const Member& member, const Value& value) {
    const Shape& shape = *member.shape;
    if (member.last_segment) {
      const std::string_view text = value.text();
      write_xml_text(out_, member.wire_name, text.substr(text.rfind('/') + 1));  // npos + 1 is 0
    } else if (member.xml_text) {
      write_scalar(out_, shape, value, member.timestamp_format, style_);
    } else if (member.flattened && shape.type == ShapeType::list) {
      elements(shape.element_name.empty() ? member.wire_name : shape.element_name, shape, value);
    } else if (member.flattened && shape.type == ShapeType::map) {
      entries(member.wire_name, shape, value);
    } else {
      element(member.wire_name, member.xml_namespace, shape, value, member.timestamp_format);
    }
  }

  void elements(std::string_view name, const Shape& shape, const Value& value) {
    for (const Value& each : value.list()) {
      element(name, {}, *shape.element, each, shape.element->timestamp_format);
    }
  }

  void entries(std::string_view name, const Shape& shape, const Value& value) {
    for (const auto& [key, each] : value.members()) {
      open_tag(out_, name);
      write_xml_text(out_, shape.key_name.empty() ? "key" : shape.key_name, key);
      element(shape.element_name.empty() ? "value" : shape.element_name, {}, *shape.element, each,
              shape.element->timestamp_format);
      close_tag(out_, name);
    }
  }

  std::string& out_;
  const XmlStyle style_;
};

// What stands for a byte in content and attributes; empty for what stands for itself. Line ends are
// escaped where parsers would change them (XML 1.0, 2.11 and 3.3.3).
std::string_view escape_of(char byte) {
  switch (byte) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\r':
      return "&#13;";
    case '\0':
      return "\xEF\xBF\xBD";  // U+FFFD: no reference may stand for it
    default:
      return {};
  }
}

constexpr std::array<bool, 256> stands_for_itself = [] {
  std::array<bool, 256> table{};
  for (int byte = 0x20; byte < 256; ++byte) table[static_cast<std::size_t>(byte)] = true;
  table['\t'] = table['\n'] = true;
  table['&'] = table['<'] = table['>'] = table['"'] = false;
  return table;
}();

}  // namespace

void escape_xml(std::string& out, std::string_view text) {
  // Nearly all of it is plain ASCII, and goes as it is.
  const auto is_plain = [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x80 && stands_for_itself[byte];
  };
  if (std::ranges::all_of(text, is_plain)) {
    out += text;
    return;
  }
  if (!is_utf8(text)) return escape_xml(out, as_utf8(text));
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (stands_for_itself[static_cast<unsigned char>(text[i])]) continue;
    out += text.substr(start, i - start);
    start = i + 1;
    const std::string_view escape = escape_of(text[i]);
    if (!escape.empty()) {
      out += escape;
    } else {
      // Not allowed in XML 1.0 even so, but S3 sends keys like this, and parsers take it.
      fmt::format_to(std::back_inserter(out), "&#{};", static_cast<int>(text[i]));
    }
  }
  out += text.substr(start);
}

void write_xml_text(std::string& out, std::string_view element, std::string_view text) {
  open_tag(out, element);
  escape_xml(out, text);
  close_tag(out, element);
}

void write_xml_members(std::string& out, const Shape& shape, const Value& value, XmlStyle style) {
  Writer(out, style).members(shape, value);
}

void write_xml(std::string& out, std::string_view element, std::string_view xml_namespace,
               const Shape& shape, const Value& value, XmlStyle style) {
  Writer(out, style).element(element, xml_namespace, shape, value, shape.timestamp_format);
}

}  // namespace godwit::aws
