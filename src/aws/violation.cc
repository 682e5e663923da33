#include "aws/violation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace godwit::aws {

namespace {

// A way into a Value, on the stack: written out only where there is something to complain about.
struct Step {
  const Step* before;
  std::string_view name;  // of a member; empty for an element
  std::size_t index;      // of an element
};

std::vector<Violation::PathPart> path_of(const Step* step) {
  std::vector<Violation::PathPart> path;
  for (; step != nullptr; step = step->before)
    path.emplace_back(std::string(step->name), step->index);
  std::ranges::reverse(path);
  return path;
}

class Checker {
 public:
  Checker(const Shape& root, bool insist_on_enumerations)
      : root_(root), insist_on_enumerations_(insist_on_enumerations) {}

  std::vector<Violation> take() { return std::move(found_); }

  void check(const Shape& shape, const Value& value, const Step* step, int depth) {
    if (depth > deepest_value) return report(Violation::Kind::too_deep, shape, step);
    switch (shape.type) {
      case ShapeType::structure:
        return value.is_members() ? check_structure(shape, value, step, depth)
                                  : report(Violation::Kind::wrong_type, shape, step);
      case ShapeType::list:
        return value.is_list() ? check_list(shape, value, step, depth)
                               : report(Violation::Kind::wrong_type, shape, step);
      case ShapeType::map:
        return value.is_members() ? check_map(shape, value, step, depth)
                                  : report(Violation::Kind::wrong_type, shape, step);
      default:
        if (!scalar_fits(shape.type, value)) {
          report(Violation::Kind::wrong_type, shape, step);
        } else if (insist_on_enumerations_ && !shape.enumeration.empty() &&
                   std::ranges::find(shape.enumeration, value.text()) == shape.enumeration.end()) {
          report(Violation::Kind::not_in_enumeration, shape, step,
                 shape.sensitive ? std::string() : value.text());
        }
    }
  }

 private:
  static bool scalar_fits(ShapeType type, const Value& value) {
    switch (type) {
      case ShapeType::string:
      case ShapeType::blob:
        return value.is_text() || value.is_body();
      case ShapeType::boolean:
        return value.is_flag();
      case ShapeType::integer:
      case ShapeType::long_integer:
        return value.is_integer();
      case ShapeType::float_number:
      case ShapeType::double_number:
        return value.is_number() || value.is_integer();
      case ShapeType::timestamp:
        return value.is_time();
      case ShapeType::document:
        return !value.is_time() && !value.is_body();
      default:
        return false;
    }
  }

  void check_structure(const Shape& shape, const Value& value, const Step* step, int depth) {
    std::size_t known = 0;
    const Value::NameFilter filter(value);
    for (const Member& member : shape.members) {
      if (!member.required && !filter.may_have(member.name)) continue;
      const Value& part = value[member.name];
      const Step here{step, member.name, 0};
      if (part.present()) {
        ++known;
        check(*member.shape, part, &here, depth + 1);
      } else if (member.required) {
        report(Violation::Kind::missing, *member.shape, &here);
      }
    }
    if (known == value.members().size()) return;
    for (const auto& [name, part] : value.members()) {
      if (!part.present() || find_member(shape, name) != nullptr) continue;
      const Step here{step, name, 0};
      report(Violation::Kind::unknown_member, shape, &here);
    }
  }

  void check_list(const Shape& shape, const Value& value, const Step* step, int depth) {
    std::size_t index = 0;
    for (const Value& element : value.list()) {
      const Step here{step, {}, index++};
      check(*shape.element, element, &here, depth + 1);
    }
  }

  void check_map(const Shape& shape, const Value& value, const Step* step, int depth) {
    for (const auto& [key, part] : value.members()) {
      const Step here{step, key.empty() ? std::string_view("''") : std::string_view(key), 0};
      check(*shape.element, part, &here, depth + 1);
    }
  }

  void report(Violation::Kind kind, const Shape& shape, const Step* step, std::string value = {}) {
    constexpr std::size_t enough = 10;
    if (found_.size() >= enough) return;
    const Step* outermost = step;
    while (outermost != nullptr && outermost->before != nullptr) outermost = outermost->before;
    const Member* member = outermost != nullptr ? find_member(root_, outermost->name) : nullptr;
    found_.push_back({kind, path_of(step), member, &shape, std::move(value)});
  }

  const Shape& root_;
  const bool insist_on_enumerations_;
  std::vector<Violation> found_;
};

std::string_view type_name(ShapeType type) {
  switch (type) {
    case ShapeType::structure:
      return "a structure";
    case ShapeType::list:
      return "a list";
    case ShapeType::map:
      return "a map";
    case ShapeType::string:
      return "text";
    case ShapeType::blob:
      return "bytes";
    case ShapeType::boolean:
      return "true or false";
    case ShapeType::integer:
    case ShapeType::long_integer:
      return "a whole number";
    case ShapeType::float_number:
    case ShapeType::double_number:
      return "a number";
    case ShapeType::timestamp:
      return "a time";
    case ShapeType::document:
      return "what JSON can say";
  }
  return "something else";
}

std::string enumeration_text(const Shape& shape) {
  std::string text;
  for (const std::string_view value : shape.enumeration) {
    if (!text.empty()) text += ", ";
    text += value;
  }
  return text;
}

// "ChangeBatch.Changes[0].Action"
std::string our_path(const Violation& violation) {
  std::string text;
  for (const auto& [name, index] : violation.path) {
    if (name.empty()) {
      text += fmt::format("[{}]", index);
    } else {
      text += text.empty() ? "" : ".";
      text += name;
    }
  }
  return text;
}

// "changeBatch.changes.1.member.action"
std::string aws_path(const Violation& violation) {
  std::string text;
  for (const auto& [name, index] : violation.path) {
    if (name.empty()) {
      text += fmt::format(".{}.member", index + 1);
    } else {
      text += text.empty() ? "" : ".";
      text += to_lower(name.substr(0, 1)) + name.substr(1);
    }
  }
  return text;
}

}  // namespace

std::vector<Violation> find_violations(const Shape& shape, const Value& value,
                                       bool insist_on_enumerations) {
  Checker checker(shape, insist_on_enumerations);
  // An input without members need not be there at all.
  if (value.present()) {
    checker.check(shape, value, nullptr, 0);
  } else {
    checker.check(shape, Value::structure(), nullptr, 0);
  }
  return checker.take();
}

std::string describe(const Violation& violation) {
  const std::string path = our_path(violation);
  switch (violation.kind) {
    case Violation::Kind::missing:
      return path + " is missing";
    case Violation::Kind::unknown_member:
      return path + " is not known to the operation";
    case Violation::Kind::wrong_type:
      return fmt::format("{} is not {}", path, type_name(violation.shape->type));
    case Violation::Kind::not_in_enumeration:
      return fmt::format("{} is none of {}", path, enumeration_text(*violation.shape));
    case Violation::Kind::too_deep:
      return path + " nests too deep";
  }
  return path;
}

std::string describe_as_aws(const std::vector<Violation>& violations) {
  std::string text = fmt::format("{} validation error{} detected: ", violations.size(),
                                 violations.size() == 1 ? "" : "s");
  for (const Violation& violation : violations) {
    if (&violation != &violations.front()) text += "; ";
    const std::string path = aws_path(violation);
    switch (violation.kind) {
      case Violation::Kind::missing:
        text += fmt::format(
            "Value null at '{}' failed to satisfy constraint: Member must not be null", path);
        break;
      case Violation::Kind::not_in_enumeration:
        text += violation.shape->sensitive ? "Value" : fmt::format("Value '{}'", violation.value);
        text += fmt::format(
            " at '{}' failed to satisfy constraint: Member must satisfy enum value set: [{}]", path,
            enumeration_text(*violation.shape));
        break;
      default:
        text += fmt::format("Value at '{}' failed to satisfy constraint: Member must be {}", path,
                            type_name(violation.shape->type));
    }
  }
  return text;
}

}  // namespace godwit::aws
