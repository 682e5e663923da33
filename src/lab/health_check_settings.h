// A health check's settings, as CreateHealthCheck takes them; empty and 0 where the type has none.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
#pragma once

#include <string>
#include <vector>

#include "traffic/health_status.h"

namespace godwit::lab {

struct HealthCheckSettings {
  // HTTP, HTTPS, HTTP_STR_MATCH, HTTPS_STR_MATCH, TCP; CALCULATED; CLOUDWATCH_METRIC
  std::string type;
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

  std::vector<std::string> children;  // calculated: ids
  int health_threshold = 0;           // how many of them have to be healthy

  std::string alarm_region;  // CloudWatch's
  std::string alarm_name;
  traffic::InsufficientData insufficient_data = traffic::InsufficientData::last_known_status;

  bool operator==(const HealthCheckSettings&) const = default;
};

inline traffic::CheckKind kind_of(const HealthCheckSettings& settings) {
  if (settings.type == "CALCULATED") return traffic::CheckKind::calculated;
  if (settings.type == "CLOUDWATCH_METRIC") return traffic::CheckKind::alarm;
  return traffic::CheckKind::endpoint;
}

}  // namespace godwit::lab
