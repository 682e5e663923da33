// RateLimits: how fast a service of a region may be asked. Nothing is limited until a service says
// that it was too fast; then its rate halves with every such answer, and grows by one request a
// second each second without one (additive increase, multiplicative decrease, as in TCP). Where it
// has grown high enough, the limit goes.
//
// Services share their limits among everybody in an account, so what they allow is not known
// beforehand: Route 53 takes five requests a second, S3 thousands.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "base/time.h"

namespace godwit::run {

// Deterministic in what it is told. May be used from any thread.
class RateLimits {
 public:
  // How long to wait before the next request; its place is taken.
  Duration take(const std::string& service, const std::string& region, Time now);
  void answered(const std::string& service, const std::string& region, Time now, bool throttled);

  // Requests a second; 0: no limit.
  double rate(const std::string& service, const std::string& region) const;

 private:
  struct Limit {
    double rate = 0;   // requests a second
    Time next{};       // when the next request may be sent
    Time grown_at{};   // up to when the rate has grown
    Time slowed_at{};  // when it last halved
  };
  using Key = std::pair<std::string, std::string>;

  mutable std::mutex mutex_;
  std::map<Key, Limit> limits_;
};

}  // namespace godwit::run
