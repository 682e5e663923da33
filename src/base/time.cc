#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "base/ascii.h"

namespace godwit {

namespace {

constexpr std::array<std::string_view, 7> weekday_names = {"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// A point in time as people write it.
struct Civil {
  int year;
  unsigned month, day, weekday;
  int hour, minute, second, microsecond;
};

Civil to_civil(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .weekday = std::chrono::weekday(day).c_encoding(),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count()),
          .microsecond = static_cast<int>(clock.subseconds().count())};
}

// Takes a text apart from the left. Once something does not fit, `good` stays false.
struct Scanner {
  std::string_view rest;
  bool good = true;

  int number(std::size_t digits) {
    if (rest.size() < digits) good = false;
    if (!good) return 0;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(rest[i])) good = false;
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(digits);
    return value;
  }

  void expect(std::string_view text) {
    good = good && rest.starts_with(text);
    if (good) rest.remove_prefix(text.size());
  }

  template <std::size_t N>
  unsigned name(const std::array<std::string_view, N>& names) {
    for (unsigned i = 0; good && i < N; ++i) {
      if (rest.starts_with(names[i])) {
        rest.remove_prefix(names[i].size());
        return i;
      }
    }
    good = false;
    return 0;
  }

  // One to nine digits after the point; what is finer than a microsecond is dropped.
  Duration fraction() {
    std::int64_t value = 0;
    int digits = 0;
    for (; good && !rest.empty() && is_digit(rest.front()); rest.remove_prefix(1)) {
      if (++digits <= 6) value = value * 10 + (rest.front() - '0');
    }
    if (digits == 0 || digits > 9) good = false;
    for (; digits < 6; ++digits) value *= 10;
    return Duration(value);
  }

  bool finished() const { return good && rest.empty(); }
};

std::optional<Time> to_time(int year, int month, int day, int hour, int minute, int second) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + hours(hour) + minutes(minute) + seconds(second);
}

}  // namespace

std::string format_time(Time time) {
  const Civil at = to_civil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", at.year, at.month, at.day, at.hour,
                     at.minute, at.second);
}

std::string format_time_ms(Time time) {
  const Civil at = to_civil(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", at.year, at.month, at.day,
                     at.hour, at.minute, at.second, at.microsecond / 1'000);
}

std::optional<Time> parse_time(std::string_view text) {
  Scanner scan{text};
  const int year = scan.number(4);
  scan.expect("-");
  const int month = scan.number(2);
  scan.expect("-");
  const int day = scan.number(2);
  if (scan.finished()) return to_time(year, month, day, 0, 0, 0);

  scan.expect("T");
  const int hour = scan.number(2);
  scan.expect(":");
  const int minute = scan.number(2);
  scan.expect(":");
  const int second = scan.number(2);
  Duration fraction{};
  if (scan.rest.starts_with(".")) {
    scan.expect(".");
    fraction = scan.fraction();
  }
  scan.expect("Z");
  if (!scan.finished()) return std::nullopt;
  const auto time = to_time(year, month, day, hour, minute, second);
  return time ? std::optional(*time + fraction) : std::nullopt;
}

std::string format_http_date(Time time) {
  const Civil at = to_civil(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekday_names[at.weekday], at.day,
                     month_names[at.month - 1], at.year, at.hour, at.minute, at.second);
}

std::optional<Time> parse_http_date(std::string_view text) {
  Scanner scan{text};
  const unsigned weekday = scan.name(weekday_names);
  scan.expect(", ");
  const int day = scan.number(2);
  scan.expect(" ");
  const int month = static_cast<int>(scan.name(month_names)) + 1;
  scan.expect(" ");
  const int year = scan.number(4);
  scan.expect(" ");
  const int hour = scan.number(2);
  scan.expect(":");
  const int minute = scan.number(2);
  scan.expect(":");
  const int second = scan.number(2);
  scan.expect(" GMT");
  if (!scan.finished()) return std::nullopt;
  const auto time = to_time(year, month, day, hour, minute, second);
  if (!time || to_civil(*time).weekday != weekday) return std::nullopt;
  return time;
}

std::string format_basic_time(Time time) {
  const Civil at = to_civil(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", at.year, at.month, at.day, at.hour,
                     at.minute, at.second);
}

std::optional<Time> parse_basic_time(std::string_view text) {
  Scanner scan{text};
  const int year = scan.number(4);
  const int month = scan.number(2);
  const int day = scan.number(2);
  scan.expect("T");
  const int hour = scan.number(2);
  const int minute = scan.number(2);
  const int second = scan.number(2);
  scan.expect("Z");
  if (!scan.finished()) return std::nullopt;
  return to_time(year, month, day, hour, minute, second);
}

}  // namespace godwit
