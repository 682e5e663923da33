#include "run/rate_limited_cloud.h"

#include <algorithm>

#include "run/call_outcome.h"

namespace godwit::run {

RateLimitedCloud::RateLimitedCloud(aws::Cloud& next, RateLimits& limits, const Clock& clock,
                                   Sleeper& sleeper)
    : next_(next), limits_(limits), clock_(clock), sleeper_(sleeper), began_(clock.now()) {}

// The clock's time, or where that stands still, what it would be.
Time RateLimitedCloud::now() const { return std::max(clock_.now(), began_ + elapsed_); }

Result<aws::Response> RateLimitedCloud::send(const aws::Request& request) {
  const Duration pause = limits_.take(request.service, request.region, now());
  if (pause > Duration::zero()) {
    sleeper_.sleep(pause);
    elapsed_ += pause;
  }
  Result<aws::Response> response = next_.send(request);
  if (response) {
    elapsed_ += response->elapsed;
    if (response->status >= 400 && is_throttled(request, *response)) {
      limits_.answered(request.service, request.region, now(), true);
    }
  }
  return response;
}

}  // namespace godwit::run
