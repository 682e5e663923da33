// RetryBudget: how long to wait before another try, and when to give up. Full jitter, so that those
// who failed together do not come back together; and a bucket of tokens for the whole run, so that
// a service in trouble is not kept there by our retries.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
// https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
#pragma once

#include <optional>

#include "base/time.h"
#include "env/random.h"

namespace godwit::run {

class RetryBudget {
 public:
  explicit RetryBudget(Random& random) : random_(random) {}

  // The pause before another try of a step that has failed so often in a row (1, 2, ...). Nothing:
  // the step's budget is spent. While the run's is, the pause lasts until it has a token again.
  std::optional<Duration> pause_after(int failures, Time now);

 private:
  Random& random_;
  // The bucket, as the time when it would be full: GCRA, a leaky bucket as a meter.
  Time full_at_{};
};

}  // namespace godwit::run
