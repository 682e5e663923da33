// Value: what an argument says, read from JSON or from the shorthand syntax, with the place of each
// part of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::awscli {

struct Entry;

struct Value {
  enum class Kind { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  std::size_t begin = 0;  // bytes of the text that it was read from
  std::size_t end = 0;
  std::string text;          // of a text; of a number or a boolean: as written
  std::vector<Value> items;  // of a list
  std::vector<Entry> entries;
  // From the shorthand syntax, where all scalars are texts, and a text may be a list of one.
  bool shorthand = false;

  const Value* find(std::string_view key) const;  // nullptr: there is none
};

struct Entry {
  std::string key;
  std::size_t begin = 0;
  std::size_t end = 0;
  Value value;
};

inline const Value* Value::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

// What stops a text from being read, and where.
struct SyntaxError {
  std::size_t at = 0;
  std::string message;  // "',' or '}' is expected here"
};

// Structures nested deeper than this are not read: an error, never a crash.
constexpr int deepest_value = 100;

}  // namespace godwit::awscli
