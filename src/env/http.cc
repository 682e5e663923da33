#include "env/http.h"

#include <algorithm>

#include "base/text.h"

namespace godwit {

namespace {

auto is_named(std::string_view name) {
  return [name](const Headers::Field& field) { return equal_ignoring_case(field.first, name); };
}

}  // namespace

const std::string* Headers::find(std::string_view name) const {
  const auto found = std::ranges::find_if(fields_, is_named(name));
  return found != fields_.end() ? &found->second : nullptr;
}

std::string_view Headers::get(std::string_view name) const {
  const std::string* value = find(name);
  return value != nullptr ? std::string_view(*value) : std::string_view();
}

void Headers::set(std::string_view name, std::string value) {
  const auto found = std::ranges::find_if(fields_, is_named(name));
  if (found != fields_.end()) {
    found->second = std::move(value);
  } else {
    add(name, std::move(value));
  }
}

void Headers::add(std::string_view name, std::string value) {
  // Nearly every message has this many, and growing by doubling moves them four times.
  if (fields_.empty()) fields_.reserve(12);
  fields_.emplace_back(std::string(name), std::move(value));
}

void Headers::remove(std::string_view name) { std::erase_if(fields_, is_named(name)); }

}  // namespace godwit
