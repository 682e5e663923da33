// Typed calls of CloudWatch. Metrics and alarms live in one region, and so does the service: none
// of it depends on another region.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "base/time.h"

namespace godwit::aws::cloudwatch {

struct Metric {
  std::string space;  // the namespace: "AWS/ApiGateway"
  std::string name;   // "Count"
  std::map<std::string, std::string> dimensions;
};

// A metric's sums by period, oldest first; periods without data are not in it. `start` and `end`
// are whole periods; a period is a whole number of minutes.
struct Sum {
  Time period_begins;
  double value = 0;
};
// Of several metrics in one call, in their order.
Result<std::vector<std::vector<Sum>>> get_metric_sums(Cloud& cloud, const std::string& region,
                                                      const std::vector<Metric>& metrics,
                                                      Time start, Time end, Duration period);

Result<void> put_metric(Cloud& cloud, const std::string& region, const Metric& metric,
                        double value);

// An alarm that rings while the maximum of its metric's last minute is 1 or more. Without data it
// stays as it is.
struct Alarm {
  std::string name;
  std::string description;
  Metric metric;
  std::map<std::string, std::string> tags;  // at its creation
};
// Creates it, or makes it what is said here.
Result<void> put_alarm(Cloud& cloud, const std::string& region, const Alarm& alarm);
// "OK", "ALARM" or "INSUFFICIENT_DATA"; nullopt: there is none of that name.
Result<std::optional<std::string>> alarm_state(Cloud& cloud, const std::string& region,
                                               const std::string& name);
Result<void> delete_alarm(Cloud& cloud, const std::string& region, const std::string& name);

}  // namespace godwit::aws::cloudwatch
