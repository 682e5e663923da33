// Credentials that are asked for once, kept, and asked for again before they end. May be used from
// any thread.
#pragma once

#include <condition_variable>
#include <mutex>

#include "aws/client/lent_credentials.h"
#include "env/clock.h"

namespace godwit::aws {

// Where a client gets what it signs with.
class CredentialsSource {
 public:
  virtual ~CredentialsSource() = default;
  virtual Result<Credentials> get() = 0;
  // They were refused as expired: the next get() asks anew.
  virtual void forget() {}
};

class CachedCredentials : public CredentialsSource {
 public:
  CachedCredentials(Lender lender, const Clock& clock)
      : lender_(std::move(lender)), clock_(clock) {}

  // Fifteen minutes before the end, one thread asks anew while the others go on with what they
  // have; ten minutes before, all wait for it. What lasts for less than half an hour is asked for
  // at half of its time, and waited for at two thirds. Where asking fails, the old ones do until
  // they end.
  Result<Credentials> get() override;
  void forget() override;

 private:
  Lender lender_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable refreshed_;
  bool refreshing_ = false;
  std::optional<LentCredentials> lent_;
  Duration lifetime_{};  // of these, when they came
};

}  // namespace godwit::aws
