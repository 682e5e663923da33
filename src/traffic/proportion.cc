#include "traffic/proportion.h"

#include <math.h>

#include <algorithm>
#include <cmath>

namespace godwit::traffic {
namespace {

double log_choose(std::int64_t n, std::int64_t k) {
  // std::lgamma writes the sign to a global variable.
  const auto gamma = [](std::int64_t x) {
    int sign = 0;
    return lgamma_r(static_cast<double>(x) + 1, &sign);
  };
  return gamma(n) - gamma(k) - gamma(n - k);
}

// Of `failed` or more among `requests`, where each fails with that probability.
double chance_of_as_many(const Tally& tally, double share) {
  double sum = 0;
  // The shorter side of the sum.
  const bool lower = tally.failed * 2 < tally.requests;
  const std::int64_t from = lower ? 0 : tally.failed;
  const std::int64_t to = lower ? tally.failed - 1 : tally.requests;
  for (std::int64_t k = from; k <= to; ++k) {
    sum += std::exp(log_choose(tally.requests, k) + static_cast<double>(k) * std::log(share) +
                    static_cast<double>(tally.requests - k) * std::log1p(-share));
  }
  return lower ? 1 - sum : sum;
}

}  // namespace

double least_share(const Tally& tally, double confidence) {
  if (tally.failed <= 0) return 0;
  // The share at which so many failures are as improbable as the confidence asks. It grows with the
  // share; forty halvings are enough for any figure that people read.
  double low = 0;
  double high = tally.share();
  for (int halving = 0; halving < 40; ++halving) {
    const double middle = (low + high) / 2;
    (chance_of_as_many(tally, middle) > 1 - confidence ? high : low) = middle;
  }
  return low;
}

double chance_of_difference(const Tally& worse, const Tally& better) {
  if (worse.requests == 0 || better.requests == 0) return 1;
  const std::int64_t failed = worse.failed + better.failed;
  const std::int64_t all = worse.requests + better.requests;
  const double ways = log_choose(all, failed);
  double sum = 0;
  for (std::int64_t k = worse.failed; k <= std::min(failed, worse.requests); ++k) {
    if (failed - k > better.requests) continue;
    sum += std::exp(log_choose(worse.requests, k) + log_choose(better.requests, failed - k) - ways);
  }
  return std::min(sum, 1.0);
}

}  // namespace godwit::traffic
