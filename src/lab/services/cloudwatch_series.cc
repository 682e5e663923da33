#include "lab/services/cloudwatch_series.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace godwit::lab::services {

namespace {

std::optional<double> percentile_of(std::string_view statistic) {
  if (!statistic.starts_with('p')) return std::nullopt;
  const auto number = parse_number(statistic.substr(1));
  return number && *number >= 0 && *number <= 100 ? number : std::nullopt;
}

double value_of(std::vector<const MetricSample*>& samples, std::string_view statistic) {
  double sum = 0, count = 0;
  double minimum = samples.front()->minimum, maximum = samples.front()->maximum;
  for (const MetricSample* sample : samples) {
    sum += sample->sum;
    count += sample->count;
    minimum = std::min(minimum, sample->minimum);
    maximum = std::max(maximum, sample->maximum);
  }
  if (statistic == "Sum") return sum;
  if (statistic == "Minimum") return minimum;
  if (statistic == "Maximum") return maximum;
  if (statistic == "SampleCount") return count;
  const auto percentile = percentile_of(statistic);
  if (!percentile) return sum / count;
  // By rank; of statistics of many, their average stands for each.
  std::ranges::stable_sort(samples, [](const MetricSample* a, const MetricSample* b) {
    return a->sum / a->count < b->sum / b->count;
  });
  const double rank = std::ceil(*percentile / 100 * count);
  double seen = 0;
  for (const MetricSample* sample : samples) {
    seen += sample->count;
    if (seen >= rank) return sample->sum / sample->count;
  }
  return maximum;
}

}  // namespace

bool is_statistic(std::string_view name) {
  return name == "Average" || name == "Sum" || name == "Minimum" || name == "Maximum" ||
         name == "SampleCount" || percentile_of(name).has_value();
}

std::vector<Datapoint> Series::statistics(Time start, Time end, Duration period,
                                          std::string_view statistic, std::string_view unit) const {
  std::vector<Datapoint> points;
  std::vector<const MetricSample*> samples;
  const Time aligned = start - start.time_since_epoch() % period;
  Time current = aligned;
  const auto close = [&] {
    if (samples.empty()) return;
    points.push_back({current, value_of(samples, statistic), samples.front()->unit});
    samples.clear();
  };
  for (auto it = samples_.lower_bound(aligned); it != samples_.end() && it->first < end; ++it) {
    if (!unit.empty() && it->second.unit != unit) continue;
    const Time begins = it->first - it->first.time_since_epoch() % period;
    if (begins != current) close();
    current = begins;
    samples.push_back(&it->second);
  }
  close();
  return points;
}

}  // namespace godwit::lab::services
