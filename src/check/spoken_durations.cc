#include "check/spoken_durations.h"

#include <array>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::check {
namespace {

std::optional<Duration> unit_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, Duration>, 14> units = {{
      {"s", seconds(1)},
      {"sec", seconds(1)},
      {"secs", seconds(1)},
      {"second", seconds(1)},
      {"seconds", seconds(1)},
      {"m", minutes(1)},
      {"min", minutes(1)},
      {"mins", minutes(1)},
      {"minute", minutes(1)},
      {"minutes", minutes(1)},
      {"h", hours(1)},
      {"hr", hours(1)},
      {"hour", hours(1)},
      {"hours", hours(1)},
  }};
  for (const auto& [name, unit] : units) {
    if (equal_ignoring_case(word, name)) return unit;
  }
  return std::nullopt;
}

}  // namespace

std::vector<SpokenDuration> spoken_durations(std::string_view text) {
  std::vector<SpokenDuration> found;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins =
        is_digit(text[at]) &&
        (at == 0 || (!is_letter(text[at - 1]) && text[at - 1] != '.' && text[at - 1] != '_'));
    if (!begins) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    std::size_t unit = end;
    if (unit < text.size() && (text[unit] == ' ' || text[unit] == '-')) ++unit;
    std::size_t unit_end = unit;
    while (unit_end < text.size() && is_letter(text[unit_end])) ++unit_end;
    const auto number = parse_integer(text.substr(at, end - at));
    const auto duration = unit_of(text.substr(unit, unit_end - unit));
    constexpr std::int64_t most = 1'000'000;
    if (number && duration && *number <= most) {
      found.push_back({*number * *duration, at, unit_end});
      at = unit_end;
    } else {
      at = end;
    }
  }
  return found;
}

}  // namespace godwit::check
