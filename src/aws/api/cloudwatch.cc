#include "aws/api/cloudwatch.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/api/pages.h"
#include "aws/call.h"
#include "base/text.h"

namespace godwit::aws::cloudwatch {
namespace {

constexpr std::string_view service = "cloudwatch";

Value dimensions_of(const Metric& metric) {
  Value list{List{}};
  for (const auto& [name, value] : metric.dimensions) {
    list.push(Value().set("Name", name).set("Value", value));
  }
  return list;
}

Result<void> without_output(Result<Value> output) {
  TRY_VOID(output);
  return {};
}

}  // namespace

Result<std::vector<std::vector<Sum>>> get_metric_sums(Cloud& cloud, const std::string& region,
                                                      const std::vector<Metric>& metrics,
                                                      Time start, Time end, Duration period) {
  Value queries{List{}};
  for (std::size_t n = 0; n < metrics.size(); ++n) {
    Value metric;
    metric.set("Namespace", metrics[n].space)
        .set("MetricName", metrics[n].name)
        .set("Dimensions", dimensions_of(metrics[n]));
    Value statistic;
    statistic.set("Metric", std::move(metric))
        .set("Period", std::chrono::duration_cast<seconds>(period).count())
        .set("Stat", "Sum");
    queries.push(Value().set("Id", fmt::format("m{}", n)).set("MetricStat", std::move(statistic)));
  }
  Value input;
  input.set("MetricDataQueries", std::move(queries))
      .set("StartTime", start)
      .set("EndTime", end)
      .set("ScanBy", "TimestampAscending");
  std::vector<std::vector<Sum>> sums(metrics.size());
  const auto take = [&](const Value& page) {
    for (const Value& result : page["MetricDataResults"].list()) {
      const auto number = parse_integer(result["Id"].text().substr(1));  // "m0"
      if (!number || static_cast<std::size_t>(*number) >= sums.size()) continue;
      const List& times = result["Timestamps"].list();
      const List& values = result["Values"].list();
      for (std::size_t n = 0; n < std::min(times.size(), values.size()); ++n) {
        sums[static_cast<std::size_t>(*number)].push_back({times[n].time(), values[n].number()});
      }
    }
  };
  TRY_VOID(each_page(cloud, service, "GetMetricData", region, std::move(input), "",
                     {{"NextToken", "NextToken"}}, "in " + region, take));
  return sums;
}

Result<void> put_metric(Cloud& cloud, const std::string& region, const Metric& metric,
                        double value) {
  Value datum;
  datum.set("MetricName", metric.name).set("Dimensions", dimensions_of(metric)).set("Value", value);
  Value input;
  input.set("Namespace", metric.space).set("MetricData", Value(List{std::move(datum)}));
  return without_output(call(cloud, service, "PutMetricData", region, input,
                             fmt::format("{} in {}", metric.name, region)));
}

Result<void> put_alarm(Cloud& cloud, const std::string& region, const Alarm& alarm) {
  Value input;
  input.set("AlarmName", alarm.name)
      .set("AlarmDescription", alarm.description)
      .set("Namespace", alarm.metric.space)
      .set("MetricName", alarm.metric.name)
      .set("Dimensions", dimensions_of(alarm.metric))
      .set("Statistic", "Maximum")
      .set("Period", 60)
      .set("EvaluationPeriods", 1)
      .set("Threshold", 1.0)
      .set("ComparisonOperator", "GreaterThanOrEqualToThreshold")
      .set("TreatMissingData", "ignore");
  Value tags{List{}};
  for (const auto& [key, value] : alarm.tags)
    tags.push(Value().set("Key", key).set("Value", value));
  if (!alarm.tags.empty()) input.set("Tags", std::move(tags));
  return without_output(
      call(cloud, service, "PutMetricAlarm", region, input, alarm.name + " in " + region));
}

Result<std::optional<std::string>> alarm_state(Cloud& cloud, const std::string& region,
                                               const std::string& name) {
  Value input;
  input.set("AlarmNames", Value(List{Value(name)}));
  const Value output =
      TRY(call(cloud, service, "DescribeAlarms", region, input, name + " in " + region));
  for (const Value& alarm : output["MetricAlarms"].list()) {
    if (alarm["AlarmName"].text() == name) return alarm["StateValue"].text();
  }
  return std::nullopt;
}

Result<void> delete_alarm(Cloud& cloud, const std::string& region, const std::string& name) {
  Value input;
  input.set("AlarmNames", Value(List{Value(name)}));
  return without_output(
      call(cloud, service, "DeleteAlarms", region, input, name + " in " + region));
}

}  // namespace godwit::aws::cloudwatch
