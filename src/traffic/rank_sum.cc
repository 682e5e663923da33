#include "traffic/rank_sum.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace godwit::traffic {
namespace {

Duration median_difference(std::span<const Duration> first, std::span<const Duration> second) {
  std::vector<Duration> differences;
  differences.reserve(first.size() * second.size());
  for (const Duration a : first) {
    for (const Duration b : second) differences.push_back(a - b);
  }
  const auto middle = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
  std::ranges::nth_element(differences, middle);
  return *middle;
}

struct Ranks {
  double sum_of_first = 0;  // equal samples share the mean of their ranks
  double ties = 0;          // the sum of t^3 - t over groups of t equal samples
};

Ranks rank(std::span<const Duration> first, std::span<const Duration> second, Duration allowance) {
  struct Sample {
    Duration value;
    bool is_first;
  };
  std::vector<Sample> all;
  all.reserve(first.size() + second.size());
  for (const Duration value : first) all.push_back({value - allowance, true});
  for (const Duration value : second) all.push_back({value, false});
  std::ranges::sort(all, {}, &Sample::value);
  Ranks ranks;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    std::size_t of_first = 0;
    while (end < all.size() && all[end].value == all[begin].value) of_first += all[end++].is_first;
    const auto equal = static_cast<double>(end - begin);
    const double mean_rank = static_cast<double>(begin + end + 1) / 2;  // ranks begin with 1
    ranks.sum_of_first += mean_rank * static_cast<double>(of_first);
    ranks.ties += equal * equal * equal - equal;
    begin = end;
  }
  return ranks;
}

}  // namespace

RankSum compare(std::span<const Duration> first, std::span<const Duration> second,
                Duration allowance) {
  RankSum result;
  if (first.empty() || second.empty()) return result;
  result.shift = median_difference(first, second);

  const auto m = static_cast<double>(first.size());
  const auto n = static_cast<double>(second.size());
  const Ranks ranks = rank(first, second, allowance);
  const double u = ranks.sum_of_first - m * (m + 1) / 2;
  const double variance = m * n / 12 * (m + n + 1 - ranks.ties / ((m + n) * (m + n - 1)));
  if (variance <= 0) return result;  // all samples are equal
  const double z = (u - m * n / 2 - 0.5) / std::sqrt(variance);
  result.chance = std::erfc(z / std::numbers::sqrt2) / 2;
  return result;
}

}  // namespace godwit::traffic
