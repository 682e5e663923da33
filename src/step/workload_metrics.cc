#include "step/workload_metrics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace godwit::step {
namespace {

constexpr Duration period = minutes(1);
// Metrics may be completed for so long after their minute: it is read again.
constexpr Duration late = minutes(5);

Time whole_minute(Time time) { return time - time.time_since_epoch() % period; }

}  // namespace

WorkloadMetrics::WorkloadMetrics(const plan::Parameters& parameters)
    : source_{parameters.text("source_region"), {}}, target_{parameters.text("target_region"), {}} {
  aws::cloudwatch::Metric metric;
  metric.space = parameters.text("metrics_namespace");
  for (const std::string& dimension : parameters.list("metrics_dimensions")) {
    const std::size_t equals = dimension.find('=');
    if (equals == std::string::npos) continue;
    metric.dimensions[dimension.substr(0, equals)] = dimension.substr(equals + 1);
  }
  for (const char* name : {"metrics_requests", "metrics_errors"}) {
    metric.name = parameters.text(name);
    metrics_.push_back(metric);
  }
}

void WorkloadMetrics::sample(Context& context, Duration every, Duration keep) {
  const Time now = context.now();
  if (read_at_ && now - *read_at_ < every) return;
  const Time end = whole_minute(now);
  trouble_.clear();
  for (Side* side : {&source_, &target_}) {
    // Each from where it is complete: the other's silence is no reason to read it all again.
    const Time start = std::max(whole_minute(now - keep), side->complete_until - late);
    if (read(context, *side, start, end)) side->complete_until = end;
    side->counts.forget_before(now - keep);
  }
  read_at_ = now;
}

bool WorkloadMetrics::read(Context& context, Side& side, Time start, Time end) {
  const auto sums =
      aws::cloudwatch::get_metric_sums(context.cloud, side.region, metrics_, start, end, period);
  if (!sums) {
    trouble_ = fmt::format("CloudWatch in {} does not say: {}", side.region, sums.error().cause);
    return false;
  }
  std::map<Time, traffic::Tally> minutes;
  for (const auto& sum : sums->at(0)) {
    minutes[sum.period_begins].requests = std::llround(sum.value);
  }
  for (const auto& sum : sums->at(1)) minutes[sum.period_begins].failed = std::llround(sum.value);
  for (auto& [time, tally] : minutes) {
    tally.failed = std::min(tally.failed, tally.requests);
    side.counts.put(time + period, tally);  // counts at its end
  }
  return true;
}

}  // namespace godwit::step
