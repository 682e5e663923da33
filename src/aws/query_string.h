// The fields of a query string or of a form, decoded: "a=1&b&c=x%20y".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace godwit::aws {

class QueryString {
 public:
  using Field = std::pair<std::string_view, std::string_view>;

  // Refers to `encoded` wherever there is nothing to decode.
  explicit QueryString(std::string_view encoded);
  QueryString(const QueryString&) = delete;
  QueryString& operator=(const QueryString&) = delete;

  // The first field of that name; nullptr if there is none. A field without '=' has an empty value.
  const std::string_view* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  bool empty() const { return fields_.empty(); }
  // For lookups by prefix; stable, so that the first of a name stays the first.
  void sort();

 private:
  std::string_view decode(std::string_view encoded);

  std::vector<Field> fields_;
  std::string decoded_;  // never grows beyond what was reserved: fields_ refers to it
};

}  // namespace godwit::aws
