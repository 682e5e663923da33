// Formats: how a node reads as a value. Each is a function that gives the value, or nothing after
// telling what it expected and what it found; readers name them where the value is read:
//
//     record.ttl = reader.maybe("ttl", a_duration);
//     shift.weights = reader.required("weights", list_of(an_integer(1, 100)));
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "yaml/node.h"
#include "yaml/problems.h"

namespace godwit::yaml {

template <class T>
using Format = std::function<std::optional<T>(const Node&, Problems&)>;

// What a node is, for messages: "the number 300", "the text 'blue'", "a list", "nothing".
std::string describe(const Node& node);

// Has it no control characters?
bool is_line(std::string_view text);

// Reports "expected EXPECTED, found ...", unless the node is reported already.
void report_mismatch(const Node& node, Problems& problems, const std::string& expected,
                     std::string remedy);

std::optional<std::string> a_text(const Node& node, Problems& problems);  // may be empty
std::optional<std::string> a_line(const Node& node, Problems& problems);  // no control characters
std::optional<std::string> a_word(const Node& node, Problems& problems);  // not empty, no spaces
std::optional<std::string> a_name(const Node& node, Problems& problems);  // letters, digits, '-'
std::optional<bool> a_flag(const Node& node, Problems& problems);         // true, false
Format<int> an_integer(int minimum, int maximum);
Format<double> a_number(double minimum, double maximum);
std::optional<Duration> a_duration(const Node& node, Problems& problems);   // "90s", "21d"
std::optional<Time> a_time(const Node& node, Problems& problems);           // ISO 8601, UTC
std::optional<double> a_share(const Node& node, Problems& problems);        // "35%" -> 0.35
std::optional<std::uint64_t> a_size(const Node& node, Problems& problems);  // "40MB", 512

template <class T>
using Range = std::pair<T, T>;
// "40MB..900MB"; one size stands for both ends.
std::optional<Range<std::uint64_t>> a_size_range(const Node& node, Problems& problems);
// "2023-01-01..2025-12-31"; one time stands for both ends.
std::optional<Range<Time>> a_time_range(const Node& node, Problems& problems);

// One of some names; `noun` says of what: "a region".
Format<std::string> one_of(std::string noun, std::vector<std::string> names);

template <class T>
Format<T> choice(std::vector<std::pair<std::string, T>> choices) {
  return [choices = std::move(choices)](const Node& node, Problems& problems) -> std::optional<T> {
    std::vector<std::string> names;
    for (const auto& [name, value] : choices) names.push_back(name);
    const auto chosen = one_of("", names)(node, problems);
    for (const auto& [name, value] : choices) {
      if (chosen == name) return value;
    }
    return std::nullopt;
  };
}

// What can be read of a list or a map is given, even where some of it cannot.
template <class Item>
auto list_of(Item format) {
  using Value = typename std::invoke_result_t<Item, const Node&, Problems&>::value_type;
  return [format](const Node& node, Problems& problems) -> std::optional<std::vector<Value>> {
    if (node.kind != Kind::list) {
      report_mismatch(node, problems, "a list", "write [a, b], or one '- ' line for each");
      return std::nullopt;
    }
    std::vector<Value> values;
    for (const Node& item : node.items) {
      if (auto value = format(item, problems)) values.push_back(*std::move(value));
    }
    return values;
  };
}

template <class Item>
auto map_of(Item format) {
  using Value = typename std::invoke_result_t<Item, const Node&, Problems&>::value_type;
  return [format](const Node& node,
                  Problems& problems) -> std::optional<std::map<std::string, Value>> {
    if (node.kind != Kind::map) {
      report_mismatch(node, problems, "a map", "write {key: value}, or one 'key: value' line each");
      return std::nullopt;
    }
    std::map<std::string, Value> values;
    for (const Entry& entry : node.entries) {
      if (auto value = format(entry.value, problems)) values.emplace(entry.key, *std::move(value));
    }
    return values;
  };
}

}  // namespace godwit::yaml
