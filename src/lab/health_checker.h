// HealthChecker: Route 53's probes of endpoints, from outside, and what they make of them.
// Facts C1, C9, C10;
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
//
// AWS probes from sixteen checkers or so, two in each of eight regions, and calls an endpoint
// healthy while more than 18 % of them do. Here one prober stands for all of them: it sees what
// each would see, at one phase of the interval instead of sixteen. What that leaves out is a
// partition that only some of them feel.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/http.h"
#include "env/random.h"
#include "env/scheduler.h"

namespace godwit::lab {

class Lab;

// As CreateHealthCheck takes them; empty and 0 where the type has none.
struct HealthCheckSettings {
  std::string type;  // HTTP, HTTPS, HTTP_STR_MATCH, HTTPS_STR_MATCH, TCP
  std::string ip_address;
  std::string fqdn;
  int port = 0;
  std::string path;
  std::string search;
  int interval_s = 30;  // 30 or 10
  int threshold = 3;    // 1 to 10
  bool inverted = false;
  bool disabled = false;
  bool measure_latency = false;
  bool enable_sni = false;
  std::vector<std::string> regions;  // of the checkers; empty: all
  bool operator==(const HealthCheckSettings&) const = default;
};

class HealthChecker {
 public:
  // What the last probe saw, of which inversion knows nothing.
  enum class Seen { nothing_yet, success, bad_status, no_match, no_answer, no_connection, no_name };
  struct Observation {
    Seen seen = Seen::nothing_yet;
    int status = 0;       // HTTP's, where there was an answer
    std::string address;  // that was probed
    Time at{};
  };

  explicit HealthChecker(Lab& lab);
  ~HealthChecker();
  HealthChecker(const HealthChecker&) = delete;
  HealthChecker& operator=(const HealthChecker&) = delete;

  // From now on by these settings: of a new check, or of one that has been watched.
  void watch(const std::string& id, const HealthCheckSettings& settings);
  void forget(const std::string& id);

  // As DNS sees it: inverted and disabled applied. A disabled check is healthy, unless it is also
  // inverted (fact C1). One that nobody watches, new or deleted, moves nothing: it is healthy.
  bool is_healthy(const std::string& id) const;

  const Observation& last_seen(const std::string& id) const;

  // Grows with each change of somebody's health; what was derived before it is stale.
  std::uint64_t generation() const { return generation_; }
  std::uint64_t probes() const { return probes_; }  // so far, of all checks

 private:
  struct Check {
    HealthCheckSettings settings;
    HttpRequest request;  // made once
    // A new check is healthy until enough probes say otherwise: see health_checker.cc.
    bool endpoint_healthy = true;
    bool healthy = true;  // of is_healthy, kept
    int against = 0;      // consecutive probes that contradict endpoint_healthy
    Observation observation;
    Scheduler::TaskId task = 0;
  };
  void probe(Check& check);
  void look(Check& check);
  void conclude(Check& check);

  Lab& lab_;
  std::unique_ptr<Random> chance_;
  std::map<std::string, Check> checks_;
  std::uint64_t generation_ = 0;
  std::uint64_t probes_ = 0;
};

}  // namespace godwit::lab
