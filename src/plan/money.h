// Money: an amount in ten-thousandths of a currency's unit, so that sums are exact.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace godwit::plan {

struct Money {
  std::int64_t ten_thousandths = 0;

  auto operator<=>(const Money&) const = default;
  Money operator+(Money other) const { return {ten_thousandths + other.ten_thousandths}; }
  Money operator-(Money other) const { return {ten_thousandths - other.ten_thousandths}; }
  Money operator*(std::int64_t times) const { return {ten_thousandths * times}; }
};

// "15.75", "600"; at most four places and nine digits before them. nullopt: none.
std::optional<Money> parse_money(std::string_view text);
// "15.75"; rounded to two places, halves away from zero.
std::string format_money(Money amount);
// One amount as a share of another: 0.0485 for 10.11 of 208.50. 0 where there is nothing to
// compare.
double ratio(Money part, Money whole);

}  // namespace godwit::plan
