// Amounts: sums of money, percentages and durations in running text and in tables, as people write
// them: "~5-8%", "$472-$498/month", "< 43 minutes", "+$10.11", "7-day".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::check {

struct Amount {
  enum class Kind { number, money, percent, duration } kind = Kind::number;
  double low = 0;  // of a duration: seconds
  double high = 0;
  double step = 1;       // one in the last digit that is written, in the same unit
  std::string currency;  // "$"
  std::string unit;      // of a duration, as it is written: "minutes"
  enum class Bound { none, below, above } bound = Bound::none;  // "<", "at most"; ">", "at least"
  bool about = false;                                           // "~", "about"
  bool signed_ = false;                                         // with + or -
  double per = 0;         // "/month": the seconds of it; 0: not said
  std::size_t begin = 0;  // bytes of the text, with sign and unit
  std::size_t end = 0;

  bool range() const { return low != high; }
};

constexpr double minute_s = 60;
constexpr double hour_s = 3600;
constexpr double day_s = 86'400;
constexpr double week_s = 7 * day_s;
constexpr double month_s = 30 * day_s;
constexpr double year_s = 365 * day_s;

// In order. Plain numbers too, where they are no part of a name, a version or a date.
std::vector<Amount> amounts(std::string_view text);
// Of a text that is one amount and nothing else, but for marks: a table's cell.
std::optional<Amount> only_amount(std::string_view text);

// May both be the same number, rounded as `written` is?
bool same(const Amount& written, double number, double room = 0);

// "30.24 minutes", "7 days": in the largest unit that leaves at least one of it, or that of `like`.
std::string duration_words(double duration_s, std::string_view like = {});
std::string money_words(double value, std::string_view currency);  // "$218.61"
std::string percent_words(double value);                           // "4.94 %"
std::string number_words(double value, int decimals);              // without zeros at the end

}  // namespace godwit::check
