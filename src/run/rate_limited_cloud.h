// RateLimitedCloud: the outermost Cloud of a turn. It waits where a service has said that it is
// asked too fast, hears when one says so, and adds up what the turn's calls and waits took.
#pragma once

#include "aws/cloud.h"
#include "env/clock.h"
#include "env/sleeper.h"
#include "run/rate_limits.h"

namespace godwit::run {

// One turn's. In a simulation the sleeper returns at once and time stands still; what was waited is
// in elapsed().
class RateLimitedCloud : public aws::Cloud {
 public:
  RateLimitedCloud(aws::Cloud& next, RateLimits& limits, const Clock& clock, Sleeper& sleeper);
  Result<aws::Response> send(const aws::Request& request) override;

  Duration elapsed() const { return elapsed_; }

 private:
  Time now() const;

  aws::Cloud& next_;
  RateLimits& limits_;
  const Clock& clock_;
  Sleeper& sleeper_;
  Time began_;
  Duration elapsed_{};
};

}  // namespace godwit::run
