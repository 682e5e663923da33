#include "aws/client/cached_credentials.h"

#include <algorithm>

namespace godwit::aws {

namespace {

// botocore's: long before, and at the latest.
constexpr Duration advisory = minutes(15);
constexpr Duration mandatory = minutes(10);

}  // namespace

Result<Credentials> CachedCredentials::get() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const Time now = clock_.now();
    const auto lasts = [&](Duration margin) {
      return lent_ && (!lent_->expires || now + margin < *lent_->expires);
    };
    if (lasts(std::min(advisory, lifetime_ / 2)) ||
        (refreshing_ && lasts(std::min(mandatory, lifetime_ / 3)))) {
      return lent_->credentials;
    }
    if (!refreshing_) break;
    refreshed_.wait(lock);
  }
  refreshing_ = true;
  lock.unlock();
  auto fresh = lender_();  // without the lock: it may take a while
  lock.lock();
  refreshing_ = false;
  refreshed_.notify_all();
  if (fresh) {
    lent_ = std::move(*fresh);
    if (lent_->expires) lifetime_ = *lent_->expires - clock_.now();
    return lent_->credentials;
  }
  if (lent_ && (!lent_->expires || clock_.now() < *lent_->expires)) return lent_->credentials;
  return fail(std::move(fresh.error()));
}

void CachedCredentials::forget() {
  const std::lock_guard lock(mutex_);
  if (lent_ && lent_->expires) lent_.reset();
}

}  // namespace godwit::aws
