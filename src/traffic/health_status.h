// The status of health checks, as DNS sees it: what each kind makes of what it watches, inverted
// and disabled applied. Pure: what the probes and alarms said is given.
//
// Fact C1;
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace godwit::traffic {

enum class CheckKind : std::uint8_t {
  endpoint,         // HTTP, HTTPS, with or without a string to match, TCP
  calculated,       // CALCULATED: of other checks
  alarm,            // CLOUDWATCH_METRIC
  routing_control,  // RECOVERY_CONTROL: a switch
};

enum class AlarmState : std::uint8_t { ok, alarm, insufficient_data };
enum class InsufficientData : std::uint8_t { healthy, unhealthy, last_known_status };

// A check: what it is set to, and what it watches. Members of the other kinds are not looked at.
struct HealthCheck {
  CheckKind kind = CheckKind::endpoint;
  bool inverted = false;
  bool disabled = false;

  bool endpoint_healthy = true;  // endpoint: what the checkers agree on

  std::vector<std::string> children;  // calculated: ids
  int threshold = 0;                  // calculated: how many of them have to be healthy

  AlarmState alarm = AlarmState::ok;  // alarm
  InsufficientData insufficient_data = InsufficientData::last_known_status;
  // Was the alarm OK when it last had data? Empty: it never had; then it counts as healthy.
  std::optional<bool> last_known;

  bool on = true;  // routing control: the switch's state
};

// Is it healthy? `is_healthy` says so of the children, and is asked for them alone.
//
// A disabled check watches nothing, and what is healthy by itself is inverted all the same:
// disabled alone is healthy, disabled and inverted is not ("if you want to stop routing traffic to
// a resource, change the value of Inverted"). A threshold of 0 is always healthy, one above the
// number of children never; a child that is disabled counts as DNS sees it.
bool is_healthy(const HealthCheck& check,
                const std::function<bool(const std::string& id)>& is_healthy_child);

// Every check's status, by id. A child that is not there counts as healthy: a check that nobody
// performs moves nothing. Route 53 refuses checks that watch each other; here, one that watches
// itself, by whatever way, counts as healthy where it does so.
std::map<std::string, bool> statuses_of(const std::map<std::string, HealthCheck>& checks);

}  // namespace godwit::traffic
