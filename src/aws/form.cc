#include "aws/form.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/scalar.h"
#include "aws/violation.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

std::string_view or_else(std::string_view name, std::string_view otherwise) {
  return name.empty() ? otherwise : name;
}

std::string name_of(const Member& member, const std::string& prefix, FormStyle style) {
  const std::string_view name = style == FormStyle::ec2 ? member.query_name : member.wire_name;
  return prefix.empty() ? std::string(name) : prefix + "." + std::string(name);
}

// The name before the number of a list's element: "Tags.member", or, where it is flattened, "Tags"
// or what the element is called instead.
std::string element_prefix(const std::string& prefix, const Shape& shape, bool flattened,
                           FormStyle style) {
  if (style == FormStyle::ec2) return prefix;
  if (!flattened) return prefix + "." + std::string(or_else(shape.element_name, "member"));
  if (shape.element_name.empty()) return prefix;
  const std::size_t dot = prefix.rfind('.');
  return (dot == std::string::npos ? "" : prefix.substr(0, dot + 1)) +
         std::string(shape.element_name);
}

class Writer {
 public:
  Writer(std::string& out, FormStyle style) : out_(out), style_(style) {}

  void structure(const Shape& shape, const Value& value, const std::string& prefix) {
    for (const Member& member : shape.members) {
      const Value& part = value[member.name];
      if (!part.present()) continue;
      write(*member.shape, part, name_of(member, prefix, style_), member.flattened,
            member.timestamp_format);
    }
  }

 private:
  void write(const Shape& shape, const Value& value, const std::string& name, bool flattened,
             TimestampFormat timestamp_format) {
    switch (shape.type) {
      case ShapeType::structure:
        return structure(shape, value, name);
      case ShapeType::list: {
        if (value.list().empty()) {
          if (style_ == FormStyle::query) field(name, "");
          return;
        }
        const std::string prefix = element_prefix(name, shape, flattened, style_);
        std::size_t number = 0;
        for (const Value& element : value.list()) {
          write(*shape.element, element, fmt::format("{}.{}", prefix, ++number), false,
                shape.element->timestamp_format);
        }
        return;
      }
      case ShapeType::map: {
        std::size_t number = 0;
        for (const auto& [key, part] : value.members()) {
          const std::string entry =
              fmt::format("{}{}.{}", name, flattened ? "" : ".entry", ++number);
          field(fmt::format("{}.{}", entry, or_else(shape.key_name, "key")), key);
          write(*shape.element, part,
                fmt::format("{}.{}", entry, or_else(shape.element_name, "value")), false,
                shape.element->timestamp_format);
        }
        return;
      }
      default: {
        std::string text;
        append_scalar(text, shape, value,
                      or_by_default(timestamp_format, TimestampFormat::iso8601));
        return field(name, text);
      }
    }
  }

  void field(std::string_view name, std::string_view value) {
    out_ += '&';
    percent_encode_to(out_, name);
    out_ += '=';
    percent_encode_to(out_, value);
  }

  std::string& out_;
  const FormStyle style_;
};

class Reader {
 public:
  Reader(const QueryString& fields, FormStyle style) : fields_(fields), style_(style) {}

  std::string& problem() { return problem_; }

  Value structure(const Shape& shape, const std::string& prefix, int depth) {
    if (depth > deepest_value) return fail("Nested too deeply");
    Members members;
    for (const Member& member : shape.members) {
      Value part =
          read(*member.shape, name_of(member, prefix, style_), member.flattened, depth + 1);
      if (part.present()) members.emplace_back(member.name, std::move(part));
    }
    return Value(std::move(members));
  }

 private:
  Value fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return {};
  }

  const std::string_view* find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(fields_, name, {}, &QueryString::Field::first);
    return found != fields_.end() && found->first == name ? &found->second : nullptr;
  }

  // Is there a field of that name, or one below it?
  bool mentions(const std::string& name) const {
    if (find(name) != nullptr) return true;
    const std::string below = name + ".";
    const auto found =
        std::ranges::lower_bound(fields_, std::string_view(below), {}, &QueryString::Field::first);
    return found != fields_.end() && found->first.starts_with(below);
  }

  Value read(const Shape& shape, const std::string& name, bool flattened, int depth) {
    switch (shape.type) {
      case ShapeType::structure:
        return mentions(name) ? structure(shape, name, depth) : Value();
      case ShapeType::list: {
        const std::string prefix = element_prefix(name, shape, flattened, style_);
        List list;
        for (std::size_t number = 1;; ++number) {
          const std::string element = fmt::format("{}.{}", prefix, number);
          if (!mentions(element)) break;
          list.push_back(read(*shape.element, element, false, depth + 1));
        }
        if (list.empty() && find(name) == nullptr) return {};
        return Value(std::move(list));
      }
      case ShapeType::map: {
        Members entries;
        for (std::size_t number = 1;; ++number) {
          const std::string entry = fmt::format("{}{}.{}", name, flattened ? "" : ".entry", number);
          const auto* key = find(fmt::format("{}.{}", entry, or_else(shape.key_name, "key")));
          if (key == nullptr) break;
          Value part = read(*shape.element,
                            fmt::format("{}.{}", entry, or_else(shape.element_name, "value")),
                            false, depth + 1);
          if (part.present()) entries.emplace_back(*key, std::move(part));
        }
        return entries.empty() ? Value() : Value(std::move(entries));
      }
      default: {
        const std::string_view* text = find(name);
        if (text == nullptr) return {};
        if (auto value = parse_scalar(shape, *text)) return std::move(*value);
        return fail(fmt::format("Invalid value for parameter {}", name));
      }
    }
  }

  const QueryString& fields_;
  const FormStyle style_;
  std::string problem_;
};

// Does a field of ec2's lead to a simple value of the shape?
bool leads_somewhere(const Shape& shape, std::string_view name) {
  const std::size_t dot = std::min(name.find('.'), name.size());
  const std::string_view head = name.substr(0, dot);
  const std::string_view tail = name.substr(std::min(dot + 1, name.size()));
  switch (shape.type) {
    case ShapeType::structure:
      return std::ranges::any_of(shape.members, [&](const Member& member) {
        return member.query_name == head && leads_somewhere(*member.shape, tail);
      });
    case ShapeType::list:
      return parse_integer(head).value_or(0) > 0 && leads_somewhere(*shape.element, tail);
    default:
      return name.empty();
  }
}

}  // namespace

void write_form(std::string& out, const Shape& shape, const Value& value, FormStyle style) {
  Writer(out, style).structure(shape, value, {});
}

std::expected<Value, std::string> read_form(const Shape& shape, const QueryString& fields,
                                            FormStyle style) {
  Reader reader(fields, style);
  Value value = reader.structure(shape, {}, 0);
  if (!reader.problem().empty()) return std::unexpected(std::move(reader.problem()));
  return value;
}

std::optional<std::string> unknown_ec2_field(const Shape& shape, const QueryString& fields) {
  for (const auto& [name, value] : fields) {
    const bool of_protocol = name == "Action" || name == "Version" || name.starts_with("X-Amz-");
    if (!of_protocol && !leads_somewhere(shape, name)) return std::string(name);
  }
  return std::nullopt;
}

}  // namespace godwit::aws
