// HealthChecker: Route 53's probes of endpoints, from outside, and what they make of them.
// Facts C1, C9, C10;
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
//
// Sixteen checkers (checkers.h), or those of the chosen regions, probe at the check's interval,
// each at a phase of its own. Each calls the endpoint unhealthy after `threshold` consecutive
// failures and healthy after as many successes; the endpoint is healthy while more than 18 % of
// them call it so. Checks on other checks and on alarms are derived, by traffic/health_status.h.
//
// While nothing can have changed, one probe in an interval stands for all: see round.h.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/scheduler.h"
#include "lab/health_check_settings.h"
#include "lab/probe.h"
#include "lab/round.h"
#include "traffic/health_status.h"

namespace godwit::lab {

class Lab;

class HealthChecker {
 public:
  // `thorough`: every checker probes always. The same to see, at sixteen times the cost; for
  // proving that.
  enum class Effort { thrifty, thorough };
  // How an alarm of CloudWatch is; nothing where there is none of that name.
  using AlarmOf = std::function<std::optional<traffic::AlarmState>(const std::string& region,
                                                                   const std::string& name)>;

  explicit HealthChecker(Lab& lab, Effort effort = Effort::thrifty);
  ~HealthChecker();
  HealthChecker(const HealthChecker&) = delete;
  HealthChecker& operator=(const HealthChecker&) = delete;

  void ask_alarms_of(AlarmOf alarm_of) { alarm_of_ = std::move(alarm_of); }

  // From now on by these settings: of a new check, or of one that has been watched.
  void watch(const std::string& id, const HealthCheckSettings& settings);
  void forget(const std::string& id);

  // That share of all probes gets lost on the way, or of those from one region; by chance.
  void lose_probes(double share);
  void lose_probes(const std::string& region, double share);

  // As DNS sees it: inverted and disabled applied. A disabled check is healthy, unless it is also
  // inverted (fact C1). One that nobody watches, new or deleted, moves nothing: it is healthy.
  bool is_healthy(const std::string& id) const;

  // What each checker saw last, and of those that have seen a failure, the last of these. Checkers
  // that have not probed yet are left out. Inversion is unknown to them.
  struct Report {
    const Checker* checker;
    Observation observation;
  };
  std::vector<Report> last_seen(const std::string& id) const;
  std::vector<Report> last_failures(const std::string& id) const;

  // Grows with each change of somebody's health; what was derived before it is stale.
  std::uint64_t generation() const { return generation_; }
  // Real ones so far, of all checks.
  std::uint64_t probes() const { return probes_; }

 private:
  struct Check {
    HealthCheckSettings settings;
    std::uint64_t seed = 0;  // of what its probes meet by chance
    HttpRequest request;     // made once
    Observation seen;        // by the last probe, kept for its memory
    Round round;
    Scheduler::TaskId task = 0;
    traffic::HealthCheck status;  // what is_healthy follows from
    bool healthy = true;
  };
  void watch_endpoint(const std::string& id, Check& check, const HealthCheckSettings& before);
  void plan(Check& check);
  void probe(Check& check);
  void look_at_alarm(Check& check);
  void something_changed();
  bool is_lost(const Checker& checker, std::uint64_t draw) const;
  void conclude();
  template <class Pick>
  std::vector<Report> reports(const std::string& id, Pick pick) const;

  Lab& lab_;
  Effort effort_;
  Prober prober_;
  AlarmOf alarm_of_;
  std::uint64_t secret_;  // what a probe meets by chance follows from it, the checker and the time
  double lost_ = 0;       // shares of probes
  std::map<std::string, double, std::less<>> lost_from_;
  std::map<std::string, Check> checks_;
  std::uint64_t generation_ = 0;
  std::uint64_t probes_ = 0;
  // Whoever calls back asks whether this is still there.
  std::shared_ptr<HealthChecker*> self_ = std::make_shared<HealthChecker*>(this);
};

}  // namespace godwit::lab
