// Value: the content of a request or response, shaped by a service model. What a JSON document is
// to JSON, a Value is to all of AWS's protocols: the codecs turn it into XML, JSON, a form or
// headers, and back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/body.h"
#include "base/time.h"

namespace godwit::aws {

class Value;

// A structure's members by their name in the model, or a map's entries, in the order of insertion.
// Names of members are copied; they are short.
using Members = std::vector<std::pair<std::string, Value>>;
using List = std::vector<Value>;

class Value {
 public:
  Value() = default;                 // absent
  Value(bool flag) : data_(flag) {}  // NOLINT(google-explicit-constructor)
  Value(int number) : data_(static_cast<std::int64_t>(number)) {}            // NOLINT
  Value(std::int64_t number) : data_(number) {}                              // NOLINT
  Value(std::uint64_t number) : data_(static_cast<std::int64_t>(number)) {}  // NOLINT
  Value(double number) : data_(number) {}                                    // NOLINT
  Value(std::string text) : data_(std::move(text)) {}         // NOLINT: strings, enums, blobs
  Value(std::string_view text) : data_(std::string(text)) {}  // NOLINT
  Value(const char* text) : data_(std::string(text)) {}       // NOLINT
  Value(Time time) : data_(time) {}                           // NOLINT
  Value(Body body) : data_(std::move(body)) {}                // NOLINT: streaming blobs
  Value(List list) : data_(std::move(list)) {}                // NOLINT
  Value(Members members) : data_(std::move(members)) {}       // NOLINT

  static Value structure() { return Value(Members{}); }

  bool present() const { return !std::holds_alternative<std::monostate>(data_); }
  explicit operator bool() const { return present(); }

  // Each reads as its type, or as that type's empty value where this is absent or of another type.
  bool flag() const;
  std::int64_t integer() const;
  double number() const;  // also of integers
  const std::string& text() const;
  Time time() const;
  Body body() const;  // also of text
  const List& list() const;
  const Members& members() const;
  // The members, moved out of a value that nobody needs any more.
  Members take_members() &&;

  bool is_text() const { return std::holds_alternative<std::string>(data_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }
  bool is_number() const { return std::holds_alternative<double>(data_); }
  bool is_flag() const { return std::holds_alternative<bool>(data_); }
  bool is_time() const { return std::holds_alternative<Time>(data_); }
  bool is_body() const { return std::holds_alternative<Body>(data_); }
  bool is_list() const { return std::holds_alternative<List>(data_); }
  bool is_members() const { return std::holds_alternative<Members>(data_); }

  // A member or entry; an absent Value where there is none, so that look-ups chain:
  // `input["VersioningConfiguration"]["Status"].text()`.
  const Value& operator[](std::string_view name) const;
  bool has(std::string_view name) const { return (*this)[name].present(); }

  // Sets a member (replacing, or adding at the end) and returns *this; an absent value becomes a
  // structure. An absent `value` is not stored.
  Value& set(std::string_view name, Value value);
  // Appends to a list; an absent value becomes a list.
  Value& push(Value value);

  // Which members there can be, by a few bits of each name, as one number: where shapes are wide
  // and values narrow, it spares most look-ups.
  class NameFilter {
   public:
    explicit NameFilter(const Value& value) {
      for (const auto& member : value.members()) bits_ |= bit(member.first);
    }
    bool may_have(std::string_view name) const { return (bits_ & bit(name)) != 0; }

   private:
    static std::uint64_t bit(std::string_view name) {
      if (name.empty()) return 1;
      const auto letter = [&](std::size_t at) { return static_cast<unsigned char>(name[at]); };
      return 1ULL << ((name.size() * 7 + letter(0) + letter(name.size() / 2) * 3U) & 63);
    }
    std::uint64_t bits_ = 0;
  };

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Time, Body, List, Members>
      data_;
};

}  // namespace godwit::aws
