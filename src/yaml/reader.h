// Reader: takes a map apart, key by key, so that the code reads as the format does:
//
//     Reader reader(node, "a key", problems);
//     key.name = reader.required("name", a_name);
//     key.rotation = reader.optional("rotation", a_flag, true);
//     reader.finish();
//
// Nothing stops at an error: what cannot be read has its default value, and the problem is told.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "yaml/formats.h"
#include "yaml/node.h"
#include "yaml/problems.h"

namespace godwit::yaml {

class Reader {
 public:
  // Both are borrowed. `noun` is what the map describes: "a bucket".
  Reader(const Node& node, std::string noun, Problems& problems);

  template <class F>
  auto required(std::string_view key, F format) {
    using Value = typename std::invoke_result_t<F, const Node&, Problems&>::value_type;
    const Node* node = need(key);
    if (node == nullptr) return Value{};
    return format(*node, problems_).value_or(Value{});
  }

  template <class F, class T>
  auto optional(std::string_view key, F format, T fallback) {
    using Value = typename std::invoke_result_t<F, const Node&, Problems&>::value_type;
    const Node* node = find(key);
    if (node == nullptr) return Value(std::move(fallback));
    return format(*node, problems_).value_or(Value(std::move(fallback)));
  }

  // For what may be missing and has no default.
  template <class F>
  auto maybe(std::string_view key, F format) -> std::invoke_result_t<F, const Node&, Problems&> {
    const Node* node = find(key);
    if (node == nullptr) return std::nullopt;
    return format(*node, problems_);
  }

  // The nodes of a list; empty where the key is missing.
  const std::vector<Node>& items(std::string_view key);
  // The entries of a map; empty where the key is missing.
  const std::vector<Entry>& entries(std::string_view key);
  // The value of a key that is not read with a format; nullptr where it is missing.
  const Node* find(std::string_view key);
  const Node* need(std::string_view key);  // the same, but missing is a problem

  // Where the value of a key is, or where the map is if there is none.
  Place place(std::string_view key) const;
  Place place() const { return node_.place; }
  Location where(std::string_view key) const { return problems_.at(place(key)); }
  Location where() const { return problems_.at(place()); }

  void problem(std::string_view key, std::string cause, std::string remedy) {
    problems_.add(place(key), std::move(cause), std::move(remedy));
  }
  Problems& problems() { return problems_; }

  // Reports every key that nobody asked for.
  void finish();

 private:
  const Entry* entry(std::string_view key) const;

  const Node& node_;
  std::string noun_;
  Problems& problems_;
  std::vector<std::string> asked_;
};

}  // namespace godwit::yaml
