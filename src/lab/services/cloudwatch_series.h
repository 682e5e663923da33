// Series: the samples of one metric, and what is made of them by periods.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace godwit::lab::services {

struct MetricId {
  std::string space;  // the namespace
  std::string name;
  std::map<std::string, std::string> dimensions;
  auto operator<=>(const MetricId&) const = default;
};

// One value, or the statistics of many.
struct MetricSample {
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
  double count = 1;
  std::string unit = "None";
  static MetricSample of(double value, double count = 1) {
    return {.sum = value * count, .minimum = value, .maximum = value, .count = count};
  }
};

struct Datapoint {
  Time at{};  // the period's beginning
  double value = 0;
  std::string unit;
};

// "Average", "Sum", "Minimum", "Maximum", "SampleCount", or "p99", "p99.9".
bool is_statistic(std::string_view name);

class Series {
 public:
  // Most samples are newer than all before.
  void add(Time at, MetricSample sample) {
    samples_.emplace_hint(samples_.end(), at, std::move(sample));
  }
  bool empty() const { return samples_.empty(); }
  // Older samples go: CloudWatch keeps them for fifteen months.
  void forget_before(Time time) { samples_.erase(samples_.begin(), samples_.lower_bound(time)); }

  // One for each period that has samples, from `start` (included) to `end`, which periods are
  // aligned to. `unit` empty: any.
  std::vector<Datapoint> statistics(Time start, Time end, Duration period,
                                    std::string_view statistic, std::string_view unit) const;

 private:
  std::multimap<Time, MetricSample> samples_;
};

}  // namespace godwit::lab::services
