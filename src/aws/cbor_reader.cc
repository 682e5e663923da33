#include "aws/cbor_reader.h"

#include <fmt/format.h>

#include <limits>

#include "aws/cbor.h"
#include "aws/timestamp.h"
#include "aws/utf8.h"
#include "aws/violation.h"

namespace godwit::aws {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view bytes) : cursor_(bytes) {}

  // The first thing that was wrong, if any was.
  std::string& problem() { return problem_; }

  Value whole(const Shape& shape) {
    Value value = next(shape, 0);
    if (problem_.empty() && !cursor_.at_end()) return fail("Unexpected bytes after the end");
    return value;
  }

  Value texts() {
    const auto head = this->head();
    if (!head || head->type != CborType::map) return fail("Expected a map");
    Members members;
    each(*head, [&] {
      std::string name = key();
      const auto part = this->head();
      if (!part) return;
      if (part->type == CborType::text) {
        members.emplace_back(std::move(name), Value(text(*part)));
      } else {
        skip(*part, 1);
      }
    });
    return Value(std::move(members));
  }

 private:
  Value fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return {};
  }

  std::optional<CborHead> head() {
    auto head = cursor_.head();
    if (head) return *head;
    fail(std::move(head.error()));
    return std::nullopt;
  }

  void skip(const CborHead& head, int depth) {
    if (auto skipped = cursor_.skip(head, depth); !skipped) fail(std::move(skipped.error()));
  }

  std::string content(const CborHead& head) {
    auto bytes = cursor_.content(head);
    if (bytes) return std::move(*bytes);
    fail(std::move(bytes.error()));
    return {};
  }

  std::string text(const CborHead& head) {
    std::string content = this->content(head);
    if (!is_utf8(content)) fail("Text that is not UTF-8");
    return content;
  }

  std::string key() {
    const auto head = this->head();
    if (head && head->type == CborType::text) return text(*head);
    fail("Expected a text as key");
    return {};
  }

  // Every element of an array, every entry of a map, until the first problem.
  void each(const CborHead& head, auto read_one) {
    for (std::uint64_t i = 0; problem_.empty(); ++i) {
      if (head.indefinite ? cursor_.take_break() : i >= head.argument) return;
      read_one();
    }
  }

  Value next(const Shape& shape, int depth) {
    const auto head = this->head();
    return head ? read(shape, *head, depth) : Value();
  }

  Value read(const Shape& shape, const CborHead& head, int depth) {
    if (depth > deepest_value) return fail("Nested too deeply");
    if (head.is_nothing()) return {};
    switch (shape.type) {
      case ShapeType::structure:
        return structure(shape, head, depth);
      case ShapeType::list: {
        if (head.type != CborType::array) return fail("Expected list or null");
        List list;
        each(head, [&] {
          Value part = next(*shape.element, depth + 1);
          if (part.present()) list.push_back(std::move(part));
        });
        return Value(std::move(list));
      }
      case ShapeType::map: {
        if (head.type != CborType::map) return fail("Expected map or null");
        Members entries;
        each(head, [&] {
          std::string name = key();
          Value part = next(*shape.element, depth + 1);
          if (part.present()) entries.emplace_back(std::move(name), std::move(part));
        });
        return Value(std::move(entries));
      }
      case ShapeType::document:
        skip(head, depth);
        return {};
      default:
        return scalar(shape, head);
    }
  }

  Value structure(const Shape& shape, const CborHead& head, int depth) {
    if (head.type != CborType::map) {
      return fail("Start of structure or map found where not expected.");
    }
    Members members;
    each(head, [&] {
      const std::string name = key();
      const auto part = this->head();
      if (!part) return;
      const auto member = std::ranges::find(shape.members, name, &Member::wire_name);
      if (member == shape.members.end() || member->location != MemberLocation::body) {
        return skip(*part, depth + 1);
      }
      Value value = read(*member->shape, *part, depth + 1);
      if (!value.present()) return;
      for (const auto& [other, there] : members) {
        if (other == member->name) {
          fail("A member that is there twice");
          return;
        }
      }
      members.emplace_back(member->name, std::move(value));
    });
    return Value(std::move(members));
  }

  Value scalar(const Shape& shape, const CborHead& head) {
    switch (shape.type) {
      case ShapeType::boolean:
        if (head.type != CborType::simple || head.indefinite || head.info >= 24) break;
        if (head.argument == cbor_simple::yes) return true;
        if (head.argument == cbor_simple::no) return false;
        break;
      case ShapeType::integer:
      case ShapeType::long_integer:
        if (const auto number = integer(head)) return *number;
        break;
      case ShapeType::float_number:
      case ShapeType::double_number:
        if (const auto number = any_number(head)) return *number;
        break;
      case ShapeType::timestamp:
        return time(head);
      case ShapeType::blob:
        if (head.type == CborType::bytes) return Value(content(head));
        break;
      case ShapeType::string:
        if (head.type == CborType::text) return Value(text(head));
        break;
      default:
        break;
    }
    return fail("A value that is not of its member's type");
  }

  static std::optional<std::int64_t> integer(const CborHead& head) {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (head.argument > largest) return std::nullopt;
    const auto number = static_cast<std::int64_t>(head.argument);
    if (head.type == CborType::unsigned_integer) return number;
    if (head.type == CborType::negative_integer) return -1 - number;
    return std::nullopt;
  }

  static std::optional<double> any_number(const CborHead& head) {
    if (head.is_float()) return head.number();
    if (const auto number = integer(head)) return static_cast<double>(*number);
    return std::nullopt;
  }

  // Tagged as what it is, as it should be, or not.
  Value time(CborHead head) {
    if (head.type == CborType::tag && head.argument == 1) {
      const auto tagged = this->head();
      if (!tagged) return {};
      head = *tagged;
    }
    const auto number = any_number(head);
    const auto time = number ? time_of_seconds(*number) : std::nullopt;
    return time ? Value(*time) : fail("A time that is not in seconds since 1970");
  }

  CborCursor cursor_;
  std::string problem_;
};

}  // namespace

std::expected<Value, std::string> read_cbor(const Shape& shape, std::string_view body) {
  if (body.empty()) return Value::structure();
  Reader reader(body);
  Value value = reader.whole(shape);
  if (!reader.problem().empty()) return std::unexpected(std::move(reader.problem()));
  return value.present() ? value : Value::structure();
}

std::expected<Value, std::string> read_cbor_texts(std::string_view body) {
  if (body.empty()) return Value::structure();
  Reader reader(body);
  Value value = reader.texts();
  if (!reader.problem().empty()) return std::unexpected(std::move(reader.problem()));
  return value;
}

}  // namespace godwit::aws
