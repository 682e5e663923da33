#include "run/retry_budget.h"

#include <algorithm>

namespace godwit::run {
namespace {

constexpr int most_failures = 12;  // of one step, in a row
constexpr Duration first_bound = seconds(1);
constexpr Duration last_bound = minutes(5);
constexpr int capacity = 60;                // tokens
constexpr Duration per_token = seconds(5);  // the time in which one comes back

}  // namespace

std::optional<Duration> RetryBudget::pause_after(int failures, Time now) {
  if (failures > most_failures) return std::nullopt;
  const Duration bound = std::min<Duration>(first_bound * (1 << std::min(failures, 9)), last_bound);
  const Duration drawn(
      static_cast<Duration::rep>(random_.real() * static_cast<double>(bound.count())));
  full_at_ = std::max(full_at_, now) + per_token;
  const Duration overdrawn = full_at_ - now - capacity * per_token;
  return std::max({drawn, overdrawn, Duration::zero()});
}

}  // namespace godwit::run
