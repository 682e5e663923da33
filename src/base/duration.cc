// Durations as text: the other half of time.h.
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

#include "base/ascii.h"
#include "base/time.h"

namespace godwit {

namespace {

struct Unit {
  std::string_view name;
  std::int64_t length;  // in microseconds
};

constexpr std::array<Unit, 5> units = {{{"d", 86'400'000'000},
                                        {"h", 3'600'000'000},
                                        {"ms", 1'000},  // before "m", which begins it
                                        {"m", 60'000'000},
                                        {"s", 1'000'000}}};

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t count = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      if (__builtin_mul_overflow(count, 10, &count) ||
          __builtin_add_overflow(count, text[digits] - '0', &count)) {
        return std::nullopt;
      }
    }
    text.remove_prefix(digits);
    const Unit* unit = nullptr;
    for (const Unit& each : units) {
      if (text.starts_with(each.name)) {
        unit = &each;
        break;
      }
    }
    std::int64_t term = 0;
    if (digits == 0 || unit == nullptr || __builtin_mul_overflow(count, unit->length, &term) ||
        __builtin_add_overflow(total, term, &total)) {
      return std::nullopt;
    }
    text.remove_prefix(unit->name.size());
  }
  return Duration(total);
}

std::string format_duration(Duration duration) {
  if (duration == Duration::min()) duration += Duration(1);  // it has no positive counterpart
  if (duration < Duration::zero()) return fmt::format("-{}", format_duration(-duration));

  const std::int64_t total = duration.count();
  if (total == 0) return "0s";
  if (total < 1'000) return fmt::format("{}us", total);
  if (total < 1'000'000) return fmt::format("{}ms", total / 1'000);
  if (total < 60'000'000) {
    const std::int64_t tenths = total / 100'000;
    if (tenths % 10 == 0) return fmt::format("{}s", tenths / 10);
    return fmt::format("{}.{}s", tenths / 10, tenths % 10);
  }

  const std::int64_t whole = total / 1'000'000;
  const std::array<std::pair<std::int64_t, char>, 4> parts = {{{whole / 86'400, 'd'},
                                                               {whole / 3'600 % 24, 'h'},
                                                               {whole / 60 % 60, 'm'},
                                                               {whole % 60, 's'}}};
  std::string text;
  int said = 0;
  for (const auto& [count, unit] : parts) {
    if (count == 0 || said == 2) continue;
    text += fmt::format("{}{}{}", said == 0 ? "" : " ", count, unit);
    ++said;
  }
  return text;
}

}  // namespace godwit
