// Random Values by shape, for tests that walk whole models: everything that a shape allows and the
// place where it travels can carry. For tests only.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>

#include "aws/model.h"
#include "aws/value.h"
#include "base/time.h"

namespace godwit::aws::testing {

class RandomValue {
 public:
  // A careful one leaves out what other clients do not send as they should: control characters and
  // carriage returns in XML, and fractions of seconds, which everybody writes in a way of their
  // own.
  explicit RandomValue(std::uint64_t seed, bool careful = false)
      : careful_(careful), random_(seed) {}

  // Where a protocol cannot tell an empty list from none.
  RandomValue& without_empty_lists() {
    least_in_lists_ = 1;
    return *this;
  }

  // A whole input, output or error, with every required member and most of the others.
  Value of(const Shape& shape) {
    Members members;
    for (const Member& member : shape.members) {
      if (is_checksum(member)) continue;  // a server would compare it with the body
      const bool is_payload = member.name == shape.payload;
      if (!member.required && !is_payload && below(3) == 0) continue;
      members.emplace_back(member.name, outermost(member));
    }
    return Value(std::move(members));
  }

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

 private:
  static bool is_checksum(const Member& member) {
    return member.location == MemberLocation::header &&
           (member.name.starts_with("Checksum") || member.name == "ContentMD5");
  }

  Value outermost(const Member& member) {
    const Shape& shape = *member.shape;
    switch (member.location) {
      case MemberLocation::body:
        if (member.streaming) {
          return below(4) == 0 ? Value(Body::synthetic(1 + below(1'000'000), below(100)))
                               : Value(Body(any_text(1)));
        }
        if (shape.type == ShapeType::string && shape.enumeration.empty()) return text_of(member);
        if (shape.type == ShapeType::blob) return text_of(member);
        return value(shape, 1, member.flattened);
      case MemberLocation::uri:
        if (member.wire_name == "Bucket") return bucket();
        return scalar(shape, false, text_of(member));
      case MemberLocation::query:
        return shape.type == ShapeType::list ? list(shape, 1, 1, true)
                                             : scalar(shape, false, text_of(member));
      case MemberLocation::header:
        if (member.host_label) return fmt::format("{:012}", below(1'000'000'000'000));
        return shape.type == ShapeType::list ? list(shape, 1, 1, true)
                                             : scalar(shape, false, plain_text());
      case MemberLocation::headers: {
        Members entries;
        for (std::uint64_t i = 0; i <= below(3); ++i) {
          entries.emplace_back(fmt::format("{}-{}", plain_text(), i), plain_text());
        }
        return Value(std::move(entries));
      }
      case MemberLocation::status_code:
        return Value(200);
    }
    return {};
  }

  std::string text_of(const Member& member) {
    return member.last_segment ? plain_text() : any_text(1);
  }

  Value value(const Shape& shape, int depth, bool flattened) {
    switch (shape.type) {
      case ShapeType::structure: {
        Members members;
        if (shape.is_union) {
          const Member& member = shape.members[below(shape.members.size())];
          members.emplace_back(member.name, value(*member.shape, depth + 1, member.flattened));
          return Value(std::move(members));
        }
        for (const Member& member : shape.members) {
          const bool first = &member == &shape.members.front();  // so that none is empty
          if (!member.required && !first && (depth > 5 || below(3) == 0)) continue;
          members.emplace_back(member.name, value(*member.shape, depth + 1, member.flattened));
        }
        return Value(std::move(members));
      }
      case ShapeType::list:
        return list(shape, depth, flattened ? 1 : least_in_lists_, false);
      case ShapeType::map: {
        Members entries;
        for (std::uint64_t i = 0; i <= below(3); ++i) {
          entries.emplace_back(fmt::format("{}{}", any_text(0), i),
                               value(*shape.element, depth + 1, false));
        }
        return Value(std::move(entries));
      }
      case ShapeType::document:
        return document(depth);
      default:
        return scalar(shape, true, any_text(0));
    }
  }

  Value document(int depth) {
    switch (below(depth > 4 ? 4 : 6)) {
      case 0:
        return any_text(0);
      case 1:
        return static_cast<std::int64_t>(random_());
      case 2:
        return static_cast<double>(below(1'000'000)) + 0.5;
      case 3:
        return below(2) == 0;
      case 4: {
        List list;
        for (std::uint64_t i = below(3); i > 0; --i) list.push_back(document(depth + 1));
        return Value(std::move(list));
      }
      default: {
        Members entries;
        for (std::uint64_t i = below(3); i > 0; --i) {
          entries.emplace_back(fmt::format("{}{}", any_text(0), i), document(depth + 1));
        }
        return Value(std::move(entries));
      }
    }
  }

  Value list(const Shape& shape, int depth, std::uint64_t least, bool plain) {
    List list;
    for (std::uint64_t i = least + below(3); i > 0; --i) {
      list.push_back(plain ? scalar(*shape.element, false, plain_text())
                           : value(*shape.element, depth + 1, false));
    }
    return Value(std::move(list));
  }

  Value scalar(const Shape& shape, bool milliseconds_too, std::string text) {
    switch (shape.type) {
      case ShapeType::boolean:
        return below(2) == 0;
      case ShapeType::integer:
        return static_cast<int>(below(2'000'000)) - 1'000'000;
      case ShapeType::long_integer:
        return static_cast<std::int64_t>(random_());
      case ShapeType::float_number:  // of 24 bits
        return static_cast<double>(static_cast<std::int64_t>(below(1 << 24))) / 64 - 1024;
      case ShapeType::double_number:
        return static_cast<double>(static_cast<std::int64_t>(below(1'000'000'000))) / 64 - 1e6;
      case ShapeType::timestamp: {
        const bool rough =
            careful_ || shape.timestamp_format == TimestampFormat::rfc822 || !milliseconds_too;
        const auto since = seconds(below(4'000'000'000)) + milliseconds(rough ? 0 : below(1000));
        return Time(since);
      }
      default:
        if (!shape.enumeration.empty()) return shape.enumeration[below(shape.enumeration.size())];
        return Value(std::move(text));
    }
  }

  // Some that fit a host, some that do not.
  std::string bucket() {
    const char* forms[] = {"bucket-{}", "bucket.with.dots.{}", "Old_Bucket_{}"};
    return fmt::format(fmt::runtime(forms[below(3)]), below(1000));
  }

  std::string any_text(std::size_t least) {
    constexpr std::string_view pieces[] = {"a",  "Z",  "0",  " ",  "  ",   "&",   "<",   ">", "\"",
                                           "'",  "%",  "+",  "=",  "/",    "?",   "#",   ";", ",",
                                           ".",  "..", "\\", "{",  "}",    "[",   "]]>", "é", "語",
                                           "😀", "\n", "\t", "\r", "\r\n", "\x01"};
    const std::size_t count = std::size(pieces) - (careful_ ? 3 : 0);
    std::string text;
    for (std::uint64_t i = least + below(12); i > 0; --i) text += pieces[below(count)];
    return text;
  }

  std::string plain_text() {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    for (std::uint64_t i = 1 + below(12); i > 0; --i) text += letters[below(letters.size())];
    return text;
  }

  const bool careful_;
  std::uint64_t least_in_lists_ = 0;
  std::mt19937_64 random_;
};

// The same content with members in the order of their names: Values compare in order, and a wire
// has an order of its own.
inline Value in_order(const Value& value) {
  if (value.is_list()) {
    List list;
    for (const Value& each : value.list()) list.push_back(in_order(each));
    return Value(std::move(list));
  }
  if (!value.is_members()) return value;
  Members members;
  for (const auto& [name, each] : value.members()) members.emplace_back(name, in_order(each));
  std::ranges::sort(members, {}, &Members::value_type::first);
  return Value(std::move(members));
}

// For messages: JSON, more or less.
inline std::string to_text(const Value& value) {
  if (value.is_text()) return fmt::format("{:?}", value.text());
  if (value.is_integer()) return fmt::format("{}", value.integer());
  if (value.is_number()) return fmt::format("{}", value.number());
  if (value.is_flag()) return value.flag() ? "true" : "false";
  if (value.is_time()) return format_time_ms(value.time());
  if (value.is_body()) {
    const Body body = value.body();
    return body.is_synthetic() ? fmt::format("synthetic({}, {})", body.size(), body.seed())
                               : fmt::format("body({:?})", body.bytes());
  }
  std::string text;
  for (const Value& each : value.list()) text += (text.empty() ? "" : ", ") + to_text(each);
  if (value.is_list()) return "[" + text + "]";
  for (const auto& [name, each] : value.members()) {
    text += (text.empty() ? "" : ", ") + name + ": " + to_text(each);
  }
  return value.is_members() ? "{" + text + "}" : "absent";
}

}  // namespace godwit::aws::testing
