#include "plan/money.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace godwit::plan {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char byte) { return byte >= '0' && byte <= '9'; });
}

}  // namespace

std::optional<Money> parse_money(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string places(point == std::string_view::npos ? "0" : text.substr(point + 1));
  if (!is_digits(whole) || whole.size() > 9 || !is_digits(places) || places.size() > 4) {
    return std::nullopt;
  }
  places.resize(4, '0');
  return Money{*parse_integer(whole) * 10'000 + *parse_integer(places)};
}

std::string format_money(Money amount) {
  const bool negative = amount.ten_thousandths < 0;
  const std::int64_t cents =
      ((negative ? -amount.ten_thousandths : amount.ten_thousandths) + 50) / 100;
  return fmt::format("{}{}.{:02}", negative && cents != 0 ? "-" : "", cents / 100, cents % 100);
}

double ratio(Money part, Money whole) {
  if (whole.ten_thousandths == 0) return 0;
  return static_cast<double>(part.ten_thousandths) / static_cast<double>(whole.ten_thousandths);
}

}  // namespace godwit::plan
