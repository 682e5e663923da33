#include "lab/services/cloudwatch.h"

#include <cmath>

#include "base/text.h"
#include "lab/lab.h"
#include "lab/paging.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<CloudWatch> CloudWatch::operations[] = {
    {"DeleteAlarms", &CloudWatch::delete_alarms},
    {"DescribeAlarmHistory", &CloudWatch::describe_alarm_history},
    {"DescribeAlarms", &CloudWatch::describe_alarms},
    {"DescribeAlarmsForMetric", &CloudWatch::describe_alarms_for_metric},
    {"DisableAlarmActions", &CloudWatch::disable_alarm_actions},
    {"EnableAlarmActions", &CloudWatch::enable_alarm_actions},
    {"GetMetricData", &CloudWatch::get_metric_data},
    {"GetMetricStatistics", &CloudWatch::get_metric_statistics},
    {"ListMetrics", &CloudWatch::list_metrics},
    {"ListTagsForResource", &CloudWatch::list_tags},
    {"PutMetricAlarm", &CloudWatch::put_metric_alarm},
    {"PutMetricData", &CloudWatch::put_metric_data},
    {"SetAlarmState", &CloudWatch::set_alarm_state},
    {"TagResource", &CloudWatch::tag},
    {"UntagResource", &CloudWatch::untag},
};

CloudWatch::CloudWatch(Lab& lab) : lab_(lab), tasks_(lab.world().scheduler) {}

Answer CloudWatch::handle(const Call& call) {
  // Whoever names a namespace, in an alarm or a query, asks for it; whoever lists, for all.
  if (call.input.has("Namespace")) publish(call.input["Namespace"].text());
  for (const Value& query : call.input["MetricDataQueries"].list()) {
    publish(query["MetricStat"]["Metric"]["Namespace"].text());
  }
  if (call.operation.name == "ListMetrics" && !call.input.has("Namespace")) {
    for (const char* space : {"AWS/S3", "AWS/ApiGateway"}) publish(space);
  }
  return dispatch<CloudWatch>(*this, operations, call);
}

void CloudWatch::publish(const std::string& space) {
  if (publishing_.contains(space)) return;
  if (space == "AWS/S3") {
    publishing_.insert(space);
    publish_for_s3();
  } else if (space == "AWS/ApiGateway") {
    publishing_.insert(space);
    publish_for_sites();
  }
}

std::unexpected<aws::ServiceError> cloudwatch_invalid(std::string_view parameter,
                                                      std::string_view why) {
  return refuse(400, "InvalidParameterValue",
                fmt::format("The value for parameter {} is invalid. {}", parameter, why));
}

MetricId read_metric_id(const Value& input) {
  MetricId id{.space = input["Namespace"].text(), .name = input["MetricName"].text()};
  for (const Value& dimension : input["Dimensions"].list()) {
    id.dimensions[dimension["Name"].text()] = dimension["Value"].text();
  }
  return id;
}

Value show_dimensions(const MetricId& metric) {
  aws::List list;
  for (const auto& [name, value] : metric.dimensions) {
    list.push_back(Value().set("Name", name).set("Value", value));
  }
  return list;
}

namespace {

constexpr Duration kept = hours(24 * 455);
constexpr Duration oldest = hours(24 * 14);
constexpr Duration furthest_ahead = hours(2);
constexpr std::size_t most_at_once = 1000;
constexpr std::size_t most_dimensions = 30;
constexpr std::int64_t most_datapoints = 1440;
constexpr std::int64_t most_values = 100'800;

// The samples of one datum, or what is wrong with it.
std::expected<std::vector<MetricSample>, aws::ServiceError> read_samples(const Value& datum,
                                                                         std::size_t number) {
  const std::string where = fmt::format("MetricData.member.{}", number);
  const int ways =
      int(datum.has("Value")) + int(datum.has("Values")) + int(datum.has("StatisticValues"));
  if (ways == 0) {
    return refuse(400, "MissingParameter",
                  fmt::format("At least one of the parameters {0}.Value, {0}.Values or "
                              "{0}.StatisticValues must be specified.",
                              where));
  }
  if (ways > 1) {
    return refuse(400, "InvalidParameterCombination",
                  fmt::format("The parameters {0}.Value, {0}.Values and {0}.StatisticValues are "
                              "mutually exclusive and you have specified more than one.",
                              where));
  }
  std::vector<MetricSample> samples;
  if (datum.has("Value")) {
    samples.push_back(MetricSample::of(datum["Value"].number()));
  } else if (datum.has("StatisticValues")) {
    const Value& set = datum["StatisticValues"];
    samples.push_back({.sum = set["Sum"].number(),
                       .minimum = set["Minimum"].number(),
                       .maximum = set["Maximum"].number(),
                       .count = set["SampleCount"].number()});
    if (samples.back().count <= 0) {
      return cloudwatch_invalid(where + ".StatisticValues.SampleCount", "It must be above zero.");
    }
  } else {
    const aws::List& values = datum["Values"].list();
    const aws::List& counts = datum["Counts"].list();
    if (!counts.empty() && counts.size() != values.size()) {
      return cloudwatch_invalid(where + ".Counts", "There must be as many as there are values.");
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      samples.push_back(
          MetricSample::of(values[i].number(), counts.empty() ? 1 : counts[i].number()));
    }
  }
  for (MetricSample& sample : samples) {
    if (!std::isfinite(sample.sum) || !std::isfinite(sample.count)) {
      return cloudwatch_invalid(where + ".Value", "It must be a number.");
    }
    if (datum.has("Unit")) sample.unit = datum["Unit"].text();
  }
  return samples;
}

std::expected<Duration, aws::ServiceError> read_period(const Value& period) {
  const std::int64_t given = period.integer();
  const bool quick = given == 1 || given == 5 || given == 10 || given == 30;
  if (given < 1 || (!quick && given % 60 != 0)) {
    return cloudwatch_invalid("Period", "It must be 1, 5, 10, 30 or a multiple of 60.");
  }
  return seconds(given);
}

}  // namespace

void CloudWatch::record(const std::string& region, const MetricId& metric,
                        const MetricSample& sample, Time at) {
  Series& series = regions_[region].series[metric];
  series.forget_before(lab_.now() - kept);
  series.add(at, sample);
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
Answer CloudWatch::put_metric_data(const Call& call) {
  const Value& input = call.input;
  const std::string& space = input["Namespace"].text();
  if (space.empty() || space.size() > 255 || space.front() == ':') {
    return cloudwatch_invalid("Namespace", "It must have 1 to 255 characters.");
  }
  if (space.starts_with("AWS/")) {
    return cloudwatch_invalid("Namespace", "It must not start with AWS/.");
  }
  const aws::List& data = input["MetricData"].list();
  if (data.empty()) {
    return refuse(400, "MissingParameter", "The parameter MetricData is required.");
  }
  if (data.size() > most_at_once) {
    return cloudwatch_invalid("MetricData",
                              "The collection MetricData must not have a size "
                              "greater than 1000.");
  }
  struct Read {
    MetricId metric;
    std::vector<MetricSample> samples;
    Time at;
  };
  std::vector<Read> all;
  for (std::size_t i = 0; i < data.size(); ++i) {
    Read read{read_metric_id(data[i]), TRY(read_samples(data[i], i + 1)), call.now};
    read.metric.space = space;
    if (read.metric.name.empty()) {
      return refuse(
          400, "MissingParameter",
          fmt::format("The parameter MetricData.member.{}.MetricName is required.", i + 1));
    }
    if (read.metric.dimensions.size() > most_dimensions) {
      return cloudwatch_invalid("Dimensions", "There must be at most 30.");
    }
    if (data[i].has("Timestamp")) read.at = data[i]["Timestamp"].time();
    if (read.at < call.now - oldest || read.at > call.now + furthest_ahead) {
      return cloudwatch_invalid(
          fmt::format("MetricData.member.{}.Timestamp", i + 1),
          "The timestamp must be at most two weeks in the past and two hours in the future.");
    }
    all.push_back(std::move(read));
  }
  for (const Read& read : all) {
    for (const MetricSample& sample : read.samples) {
      record(call.region, read.metric, sample, read.at);
    }
  }
  return Value();
}

Answer CloudWatch::get_metric_statistics(const Call& call) {
  const Value& input = call.input;
  const Time start = input["StartTime"].time();
  const Time end = input["EndTime"].time();
  const Duration period = TRY(read_period(input["Period"]));
  if (start >= end) {
    return cloudwatch_invalid("StartTime",
                              "The parameter StartTime must be less than the parameter "
                              "EndTime.");
  }
  const aws::List& plain = input["Statistics"].list();
  const aws::List& extended = input["ExtendedStatistics"].list();
  if (plain.empty() && extended.empty()) {
    return refuse(400, "InvalidParameterCombination",
                  "At least one of the parameters Statistics and ExtendedStatistics must be "
                  "specified.");
  }
  if ((end - start) / period > most_datapoints) {
    return refuse(
        400, "InvalidParameterCombination",
        fmt::format("You have requested up to {} datapoints, which exceeds the limit of "
                    "{}. You may reduce the datapoints requested by increasing Period, or "
                    "decreasing the time range.",
                    (end - start) / period, most_datapoints));
  }
  const auto& all = regions_[call.region].series;
  const auto series = all.find(read_metric_id(input));
  std::map<Time, Value> points;
  std::map<Time, Value> percentiles;
  const auto gather = [&](const aws::List& statistics, bool is_extended) {
    for (const Value& statistic : statistics) {
      if (series == all.end()) continue;
      for (const Datapoint& point :
           series->second.statistics(start, end, period, statistic.text(), input["Unit"].text())) {
        Value& shown = points[point.at];
        shown.set("Timestamp", point.at).set("Unit", point.unit);
        if (is_extended) {
          percentiles[point.at].set(statistic.text(), point.value);
        } else {
          shown.set(statistic.text(), point.value);
        }
      }
    }
  };
  for (const Value& statistic : extended) {
    if (!is_statistic(statistic.text()) || !statistic.text().starts_with('p')) {
      return cloudwatch_invalid("ExtendedStatistics", "The lab knows percentiles only.");
    }
  }
  gather(plain, false);
  gather(extended, true);
  aws::List datapoints;
  for (auto& [at, point] : points) {
    if (const auto values = percentiles.find(at); values != percentiles.end()) {
      point.set("ExtendedStatistics", values->second);
    }
    datapoints.push_back(std::move(point));
  }
  return Value().set("Label", input["MetricName"]).set("Datapoints", std::move(datapoints));
}

// Without metric math: each query is one metric.
Answer CloudWatch::get_metric_data(const Call& call) {
  const Value& input = call.input;
  const Time start = input["StartTime"].time();
  const Time end = input["EndTime"].time();
  if (start >= end) {
    return refuse(400, "ValidationError",
                  "The parameter StartTime must be less than the parameter EndTime.");
  }
  const bool ascending = input["ScanBy"].text() == "TimestampAscending";
  const auto& all = regions_[call.region].series;
  aws::List results;
  for (const Value& query : input["MetricDataQueries"].list()) {
    if (query.has("Expression")) {
      return refuse(400, "ValidationError",
                    "The lab's CloudWatch has no metric math: ask for metrics themselves");
    }
    const Value& stat = query["MetricStat"];
    const Duration period = TRY(read_period(stat["Period"]));
    if (!is_statistic(stat["Stat"].text())) {
      return refuse(400, "ValidationError",
                    fmt::format("Unsupported statistic: {}", stat["Stat"].text()));
    }
    if (query.has("ReturnData") && !query["ReturnData"].flag()) continue;
    aws::List times, values;
    const auto series = all.find(read_metric_id(stat["Metric"]));
    if (series != all.end()) {
      auto points =
          series->second.statistics(start, end, period, stat["Stat"].text(), stat["Unit"].text());
      if (!ascending) std::ranges::reverse(points);
      if (static_cast<std::int64_t>(points.size()) > most_values) points.resize(most_values);
      for (const Datapoint& point : points) {
        times.push_back(point.at);
        values.push_back(point.value);
      }
    }
    results.push_back(
        Value()
            .set("Id", query["Id"])
            .set("Label", query.has("Label") ? query["Label"] : stat["Metric"]["MetricName"])
            .set("Timestamps", std::move(times))
            .set("Values", std::move(values))
            .set("StatusCode", "Complete"));
  }
  return Value().set("MetricDataResults", std::move(results)).set("Messages", aws::List());
}

Answer CloudWatch::list_metrics(const Call& call) {
  const Value& input = call.input;
  constexpr std::size_t page = 500;
  std::size_t first = 0;
  if (input.has("NextToken")) {
    const auto token = read_page_token(input["NextToken"].text());
    const auto number = token ? parse_integer(*token) : std::nullopt;
    if (!number || *number < 0) return cloudwatch_invalid("NextToken", "It is none of ours.");
    first = static_cast<std::size_t>(*number);
  }
  const auto wanted = [&](const MetricId& metric) {
    if (input.has("Namespace") && input["Namespace"].text() != metric.space) return false;
    if (input.has("MetricName") && input["MetricName"].text() != metric.name) return false;
    return std::ranges::all_of(input["Dimensions"].list(), [&](const Value& dimension) {
      const auto found = metric.dimensions.find(dimension["Name"].text());
      return found != metric.dimensions.end() &&
             (!dimension.has("Value") || dimension["Value"].text() == found->second);
    });
  };
  aws::List metrics;
  std::size_t number = 0;
  Value output;
  for (const auto& [metric, series] : regions_[call.region].series) {
    if (series.empty() || !wanted(metric)) continue;
    if (number++ < first) continue;
    if (metrics.size() == page) {
      output.set("NextToken", page_token(fmt::format("{}", number - 1)));
      break;
    }
    metrics.push_back(Value()
                          .set("Namespace", metric.space)
                          .set("MetricName", metric.name)
                          .set("Dimensions", show_dimensions(metric)));
  }
  return output.set("Metrics", std::move(metrics));
}

// Metrics are of their time; how alarms are set lasts.
boost::json::value CloudWatch::snapshot() const {
  boost::json::object all;
  for (const auto& [region_name, region] : regions_) {
    boost::json::object alarms;
    for (const auto& [name, alarm] : region.alarms) {
      alarms[name] = {{"metric", alarm.metric.space + " " + alarm.metric.name},
                      {"statistic", alarm.statistic},
                      {"comparison", alarm.comparison},
                      {"threshold", alarm.threshold},
                      {"period_s", alarm.period / seconds(1)},
                      {"datapoints", fmt::format("{} of {}", alarm.datapoints, alarm.periods)},
                      {"missing", alarm.missing}};
    }
    if (!alarms.empty()) all[region_name] = std::move(alarms);
  }
  return all;
}

}  // namespace godwit::lab::services
