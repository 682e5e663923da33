// Probe: one request of one health checker, and what it saw.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"
#include "env/http.h"
#include "lab/health_check_settings.h"

namespace godwit::lab {

class Lab;

// What a probe saw, of which inversion knows nothing.
enum class Seen { nothing_yet, success, bad_status, no_match, no_answer, no_connection, no_name };

struct Observation {
  Seen seen = Seen::nothing_yet;
  int status = 0;       // HTTP's, where there was an answer
  std::string address;  // that was probed
  Time at{};

  // The same, whenever it was?
  bool is_like(const Observation& other) const {
    return seen == other.seen && status == other.status && address == other.address;
  }
};

class Prober {
 public:
  explicit Prober(Lab& lab) : lab_(lab) {}

  // The request of a check; made once.
  static HttpRequest request_of(const HealthCheckSettings& settings);

  // Probes now. What is chance in it follows from `draw`. Returns whether anybody who probed at
  // another moment, with another draw, would see the same, as long as the internet does not change.
  bool look(const HealthCheckSettings& settings, HttpRequest& request, std::uint64_t draw,
            Observation& out) const;

 private:
  Lab& lab_;
};

}  // namespace godwit::lab
