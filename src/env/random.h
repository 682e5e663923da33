// Chance. Part of Env. One source per run; everything that needs its own stream forks one by name,
// so that what one part draws never moves what another part sees.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/time.h"

namespace godwit {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;  // 64 uniform bits
  // An independent stream. The simulated one depends on the seed and the name alone, not on what
  // has been drawn before.
  virtual std::unique_ptr<Random> fork(std::string_view name) const = 0;

  std::uint64_t below(std::uint64_t bound);  // uniform in [0, bound); bound > 0
  double real();                             // uniform in [0, 1)
  bool chance(double probability);
  double exponential(double mean);
  double normal();  // mean 0, deviation 1
  Duration exponential(Duration mean);
  // Log-normal with the given median and 99th percentile: how network and replication delays fall.
  Duration log_normal(Duration median, Duration p99);
};

}  // namespace godwit
