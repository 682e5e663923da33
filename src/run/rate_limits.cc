#include "run/rate_limits.h"

#include <algorithm>

namespace godwit::run {
namespace {

constexpr double first_rate = 8;
constexpr double least_rate = 0.5;
constexpr double growth_per_s = 1;
constexpr double no_limit_from = 100;
// Answers to what was sent in the same moment say the same thing once.
constexpr Duration one_moment = seconds(1);

double in_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

Duration RateLimits::take(const std::string& service, const std::string& region, Time now) {
  const std::lock_guard lock(mutex_);
  if (limits_.empty()) return {};
  const auto found = limits_.find({service, region});
  if (found == limits_.end()) return {};
  Limit& limit = found->second;
  if (now > limit.grown_at) {
    limit.rate += growth_per_s * in_seconds(now - limit.grown_at);
    limit.grown_at = now;
  }
  if (limit.rate >= no_limit_from) {
    limits_.erase(found);
    return {};
  }
  const Time at = std::max(limit.next, now);
  limit.next = at + Duration(static_cast<Duration::rep>(1e6 / limit.rate));
  return at - now;
}

void RateLimits::answered(const std::string& service, const std::string& region, Time now,
                          bool throttled) {
  if (!throttled) return;
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = limits_.try_emplace({service, region});
  Limit& limit = found->second;
  if (!is_new && now - limit.slowed_at < one_moment) return;
  limit.rate = is_new ? first_rate : std::max(least_rate, limit.rate / 2);
  limit.slowed_at = limit.grown_at = now;
  limit.next = std::max(limit.next, now) + Duration(static_cast<Duration::rep>(1e6 / limit.rate));
}

double RateLimits::rate(const std::string& service, const std::string& region) const {
  const std::lock_guard lock(mutex_);
  const auto found = limits_.find({service, region});
  return found == limits_.end() ? 0 : found->second.rate;
}

}  // namespace godwit::run
