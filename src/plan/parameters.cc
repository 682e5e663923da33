#include <fmt/format.h>

#include <cassert>

#include "base/text.h"
#include "plan/graph.h"

namespace godwit::plan {

namespace {

// A mistake of ours, in every build: a step that reads what the plan never said
// must not go on.
template <class T>
T expect(std::optional<T> value, const std::string& name) {
  if (!value) {
    fmt::print(stderr, "godwit: the parameter '{}' does not read as its type\n", name);
    std::abort();
  }
  return *std::move(value);
}

constexpr std::string_view microsecond_unit = "us";

}  // namespace

void Parameters::set(const std::string& name, Duration duration) {
  values_[name] = fmt::format("{}{}", duration.count(), microsecond_unit);
}

void Parameters::set(const std::string& name, const std::vector<std::string>& list) {
  values_[name] = join(list, "\n");
}

const std::string& Parameters::text(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) expect(std::optional<bool>(), name);
  return found->second;
}

bool Parameters::flag(const std::string& name) const {
  const std::string& value = text(name);
  return expect(value == "true"    ? std::optional(true)
                : value == "false" ? std::optional(false)
                                   : std::nullopt,
                name);
}

std::int64_t Parameters::integer(const std::string& name) const {
  return expect(parse_integer(text(name)), name);
}

double Parameters::number(const std::string& name) const {
  return expect(parse_number(text(name)), name);
}

Duration Parameters::duration(const std::string& name) const {
  std::string_view value = text(name);
  if (value.ends_with(microsecond_unit)) {
    value.remove_suffix(microsecond_unit.size());
    return Duration(expect(parse_integer(value), name));
  }
  return expect(parse_duration(value), name);
}

std::vector<std::string> Parameters::list(const std::string& name) const {
  const std::string& value = text(name);
  if (value.empty()) return {};
  const auto parts = split(value, '\n');
  return {parts.begin(), parts.end()};
}

}  // namespace godwit::plan
