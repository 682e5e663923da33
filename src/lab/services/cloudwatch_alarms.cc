// Alarms, which look at their metric once in each period.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
#include "lab/arn.h"
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/cloudwatch.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_events = 1000;  // of history, in a region

std::string arn_of(const Lab& lab, const std::string& region, const std::string& name) {
  return fmt::format("arn:aws:cloudwatch:{}:{}:alarm:{}", region, lab.account().id, name);
}

bool breaches(const Alarm& alarm, double value) {
  if (alarm.comparison == "GreaterThanOrEqualToThreshold") return value >= alarm.threshold;
  if (alarm.comparison == "GreaterThanThreshold") return value > alarm.threshold;
  if (alarm.comparison == "LessThanThreshold") return value < alarm.threshold;
  return value <= alarm.threshold;
}

std::unexpected<aws::ServiceError> no_such_alarm(const std::string& name) {
  return refuse(404, "ResourceNotFound", fmt::format("Unknown alarm: {}", name));
}

}  // namespace

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
Answer CloudWatch::put_metric_alarm(const Call& call) {
  const Value& input = call.input;
  if (input.has("Metrics") || input.has("ThresholdMetricId")) {
    return refuse(400, "ValidationError", "The lab's alarms watch one metric, without metric math");
  }
  for (const std::string_view member : {"MetricName", "Namespace", "Period"}) {
    if (!input.has(member)) {
      return refuse(400, "ValidationError",
                    fmt::format("The parameter {} is required for alarms on a metric.", member));
    }
  }
  Alarm alarm;
  alarm.name = input["AlarmName"].text();
  if (alarm.name.empty() || alarm.name.size() > 255) {
    return refuse(400, "ValidationError", "AlarmName must have 1 to 255 characters.");
  }
  alarm.asked = input;
  alarm.metric = read_metric_id(input);
  alarm.statistic = input.has("ExtendedStatistic") ? input["ExtendedStatistic"].text()
                                                   : input["Statistic"].text();
  if (input.has("ExtendedStatistic") == input.has("Statistic") || !is_statistic(alarm.statistic)) {
    return refuse(400, "ValidationError",
                  "Exactly one of Statistic and ExtendedStatistic must be specified.");
  }
  const std::int64_t period = input["Period"].integer();
  if (period != 10 && period != 30 && (period < 60 || period % 60 != 0)) {
    return refuse(400, "ValidationError", "Period must be 10, 30 or a multiple of 60.");
  }
  alarm.period = seconds(period);
  const std::int64_t periods = input["EvaluationPeriods"].integer();
  const std::int64_t datapoints =
      input.has("DatapointsToAlarm") ? input["DatapointsToAlarm"].integer() : periods;
  if (periods < 1 || period * periods > 86'400 * 7) {
    return refuse(
        400, "ValidationError",
        "Metrics cannot be checked across more than seven days (EvaluationPeriods * Period "
        "must be <= 604800).");
  }
  if (datapoints < 1 || datapoints > periods) {
    return refuse(400, "ValidationError",
                  "DatapointsToAlarm must be between 1 and EvaluationPeriods.");
  }
  alarm.periods = static_cast<int>(periods);
  alarm.datapoints = static_cast<int>(datapoints);
  alarm.threshold = input["Threshold"].number();
  alarm.comparison = input["ComparisonOperator"].text();
  if (alarm.comparison.find("LowerOr") != std::string::npos ||
      alarm.comparison.find("UpperThreshold") != std::string::npos ||
      alarm.comparison.starts_with("LessThanLower")) {
    return refuse(400, "ValidationError", "The lab has no anomaly detection");
  }
  if (input.has("TreatMissingData")) alarm.missing = input["TreatMissingData"].text();
  if (alarm.missing != "missing" && alarm.missing != "ignore" && alarm.missing != "breaching" &&
      alarm.missing != "notBreaching") {
    return refuse(400, "ValidationError",
                  "TreatMissingData must be breaching, notBreaching, ignore or missing.");
  }
  if (input.has("ActionsEnabled")) alarm.actions_enabled = input["ActionsEnabled"].flag();
  Region& region = regions_[call.region];
  const auto known = region.alarms.find(alarm.name);
  if (known != region.alarms.end()) {
    alarm.state = known->second.state;
    alarm.reason = known->second.reason;
    alarm.state_changed = known->second.state_changed;
    alarm.tags = known->second.tags;  // tags are given at creation only
  } else {
    alarm.state_changed = call.now;
    for (const Value& entry : input["Tags"].list()) {
      alarm.tags[entry["Key"].text()] = entry["Value"].text();
    }
  }
  alarm.configured = call.now;
  alarm.watch = ++watches_;
  region.history.push_front({alarm.name, "ConfigurationUpdate",
                             fmt::format("Alarm \"{}\" {}", alarm.name,
                                         known != region.alarms.end() ? "updated" : "created"),
                             "{}", call.now});
  const std::string name = alarm.name;
  const std::uint64_t turn = alarm.watch;
  region.alarms.insert_or_assign(name, std::move(alarm));
  tasks_.at(call.now,
            [this, region_name = call.region, name, turn] { watch(region_name, name, turn); });
  return Value();
}

void CloudWatch::watch(const std::string& region_name, const std::string& name,
                       std::uint64_t turn) {
  Region& region = regions_[region_name];
  const auto found = region.alarms.find(name);
  if (found == region.alarms.end() || found->second.watch != turn) return;
  if (!lab_.is_down(region_name)) evaluate(region, found->second);
  const Duration pause = std::min<Duration>(found->second.period, minutes(1));
  tasks_.at(lab_.now() + pause,
            [this, region_name, name, turn] { watch(region_name, name, turn); });
}

// Looks at a few more periods than it needs, so that what comes late counts.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
void CloudWatch::evaluate(Region& region, Alarm& alarm) {
  constexpr int more = 2;
  const Time now = lab_.now();
  const Time end = now - now.time_since_epoch() % alarm.period;
  const Time start = end - alarm.period * (alarm.periods + more);
  std::vector<Datapoint> points;
  if (const auto series = region.series.find(alarm.metric); series != region.series.end()) {
    points = series->second.statistics(start, end, alarm.period, alarm.statistic,
                                       alarm.asked["Unit"].text());
  }
  if (points.size() > static_cast<std::size_t>(alarm.periods)) {
    points.erase(points.begin(), points.end() - alarm.periods);
  }
  const auto bad = std::ranges::count_if(
      points, [&](const Datapoint& point) { return breaches(alarm, point.value); });
  const auto missing = alarm.periods - static_cast<std::int64_t>(points.size());
  const auto say = [&](std::string_view what) {
    return fmt::format("Threshold Crossed: {} out of the last {} datapoints {} ({} of {}).", bad,
                       points.size(), what, alarm.comparison, alarm.threshold);
  };
  const auto in_alarm = [&] { change_state(region, alarm, "ALARM", say("were breaching")); };
  const auto is_ok = [&] { change_state(region, alarm, "OK", say("were breaching")); };
  if (bad >= alarm.datapoints) return in_alarm();
  if (alarm.missing == "breaching") {
    return bad + missing >= alarm.datapoints ? in_alarm() : is_ok();
  }
  if (alarm.missing == "notBreaching") return is_ok();
  if (points.empty()) {
    if (alarm.missing == "missing") {
      change_state(region, alarm, "INSUFFICIENT_DATA",
                   fmt::format("Insufficient Data: {} datapoints were unknown.", alarm.periods));
    }
    return;
  }
  if (bad < static_cast<std::int64_t>(points.size())) return is_ok();
  // All there are breach, but they are few: enough if the oldest has been there long enough.
  if (points.front().at <= end - alarm.period * alarm.datapoints) return in_alarm();
}

void CloudWatch::change_state(Region& region, Alarm& alarm, const std::string& state,
                              const std::string& reason) {
  if (alarm.state == state) return;
  boost::json::object data = {
      {"version", "1.0"},
      {"oldState", {{"stateValue", alarm.state}, {"stateReason", alarm.reason}}},
      {"newState", {{"stateValue", state}, {"stateReason", reason}}}};
  region.history.push_front({alarm.name, "StateUpdate",
                             fmt::format("Alarm updated from {} to {}", alarm.state, state),
                             boost::json::serialize(data), lab_.now()});
  if (region.history.size() > most_events) region.history.pop_back();
  alarm.state = state;
  alarm.reason = reason;
  alarm.state_changed = lab_.now();
}

Value CloudWatch::describe(const Call& call, const Alarm& alarm) const {
  Value shown;
  shown.set("AlarmName", alarm.name)
      .set("AlarmArn", arn_of(lab_, call.region, alarm.name))
      .set("AlarmConfigurationUpdatedTimestamp", alarm.configured)
      .set("ActionsEnabled", alarm.actions_enabled)
      .set("OKActions", alarm.asked["OKActions"] ? alarm.asked["OKActions"] : Value(aws::List()))
      .set("AlarmActions",
           alarm.asked["AlarmActions"] ? alarm.asked["AlarmActions"] : Value(aws::List()))
      .set("InsufficientDataActions", alarm.asked["InsufficientDataActions"]
                                          ? alarm.asked["InsufficientDataActions"]
                                          : Value(aws::List()))
      .set("StateValue", alarm.state)
      .set("StateReason", alarm.reason)
      .set("StateUpdatedTimestamp", alarm.state_changed)
      .set("MetricName", alarm.metric.name)
      .set("Namespace", alarm.metric.space)
      .set("Dimensions", show_dimensions(alarm.metric))
      .set("Period", alarm.period / seconds(1))
      .set("EvaluationPeriods", alarm.periods)
      .set("Threshold", alarm.threshold)
      .set("ComparisonOperator", alarm.comparison);
  for (const std::string_view member :
       {"AlarmDescription", "Statistic", "ExtendedStatistic", "Unit", "DatapointsToAlarm",
        "TreatMissingData", "EvaluateLowSampleCountPercentile"}) {
    if (alarm.asked.has(member)) shown.set(member, alarm.asked[member]);
  }
  return shown;
}

Answer CloudWatch::describe_alarms(const Call& call) {
  const Value& input = call.input;
  const std::int64_t limit = input.has("MaxRecords") ? input["MaxRecords"].integer() : 50;
  if (limit < 1 || limit > 100) return cloudwatch_invalid("MaxRecords", "It must be 1 to 100.");
  std::string after;
  if (input.has("NextToken")) {
    const auto token = read_page_token(input["NextToken"].text());
    if (!token) return refuse(400, "InvalidNextToken", "The next token specified is invalid.");
    after = *token;
  }
  const aws::List& names = input["AlarmNames"].list();
  const std::string& prefix = input["AlarmNamePrefix"].text();
  aws::List alarms;
  const std::string token = show_page(
      regions_[call.region].alarms, after, static_cast<std::size_t>(limit),
      [&](const auto& entry) {
        if (!names.empty() && std::ranges::find(names, Value(entry.first)) == names.end()) {
          return false;
        }
        if (input.has("StateValue") && entry.second.state != input["StateValue"].text()) {
          return false;
        }
        return entry.first.starts_with(prefix);
      },
      [&](const auto& entry) { alarms.push_back(describe(call, entry.second)); });
  Value output = Value().set("CompositeAlarms", aws::List()).set("MetricAlarms", std::move(alarms));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer CloudWatch::describe_alarms_for_metric(const Call& call) {
  const MetricId metric = read_metric_id(call.input);
  aws::List alarms;
  for (const auto& [name, alarm] : regions_[call.region].alarms) {
    if (alarm.metric == metric) alarms.push_back(describe(call, alarm));
  }
  return Value().set("MetricAlarms", std::move(alarms));
}

Answer CloudWatch::describe_alarm_history(const Call& call) {
  const Value& input = call.input;
  const std::int64_t limit = input.has("MaxRecords") ? input["MaxRecords"].integer() : 100;
  if (limit < 1 || limit > 100) return cloudwatch_invalid("MaxRecords", "It must be 1 to 100.");
  std::vector<const AlarmEvent*> found;
  for (const AlarmEvent& event : regions_[call.region].history) {
    if (input.has("AlarmName") && input["AlarmName"].text() != event.alarm) continue;
    if (input.has("HistoryItemType") && input["HistoryItemType"].text() != event.type) continue;
    if (input.has("StartDate") && event.at < input["StartDate"].time()) continue;
    if (input.has("EndDate") && event.at > input["EndDate"].time()) continue;
    found.push_back(&event);
  }
  if (input["ScanBy"].text() == "TimestampAscending") std::ranges::reverse(found);
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
  }
  aws::List items;
  for (const AlarmEvent* event : found) {
    items.push_back(Value()
                        .set("AlarmName", event->alarm)
                        .set("AlarmType", "MetricAlarm")
                        .set("Timestamp", event->at)
                        .set("HistoryItemType", event->type)
                        .set("HistorySummary", event->summary)
                        .set("HistoryData", event->data));
  }
  return Value().set("AlarmHistoryItems", std::move(items));
}

// Until the next evaluation, which may take it back.
Answer CloudWatch::set_alarm_state(const Call& call) {
  Region& region = regions_[call.region];
  const auto found = region.alarms.find(call.input["AlarmName"].text());
  if (found == region.alarms.end()) return no_such_alarm(call.input["AlarmName"].text());
  change_state(region, found->second, call.input["StateValue"].text(),
               call.input["StateReason"].text());
  return Value();
}

// All or none.
Answer CloudWatch::delete_alarms(const Call& call) {
  Region& region = regions_[call.region];
  for (const Value& name : call.input["AlarmNames"].list()) {
    if (!region.alarms.contains(name.text())) return no_such_alarm(name.text());
  }
  for (const Value& name : call.input["AlarmNames"].list()) region.alarms.erase(name.text());
  return Value();
}

Answer CloudWatch::enable_alarm_actions(const Call& call) {
  for (const Value& name : call.input["AlarmNames"].list()) {
    const auto found = regions_[call.region].alarms.find(name.text());
    if (found != regions_[call.region].alarms.end()) found->second.actions_enabled = true;
  }
  return Value();
}

Answer CloudWatch::disable_alarm_actions(const Call& call) {
  for (const Value& name : call.input["AlarmNames"].list()) {
    const auto found = regions_[call.region].alarms.find(name.text());
    if (found != regions_[call.region].alarms.end()) found->second.actions_enabled = false;
  }
  return Value();
}

// ---- tags

std::expected<Alarm*, aws::ServiceError> CloudWatch::tagged(const Call& call) {
  const std::string& text = call.input["ResourceARN"].text();
  const auto given = read_arn(text);
  auto& alarms = regions_[call.region].alarms;
  const auto found = given && given->resource.starts_with("alarm:")
                         ? alarms.find(std::string(given->resource.substr(6)))
                         : alarms.end();
  if (found == alarms.end()) {
    return refuse(404, "ResourceNotFoundException", fmt::format("Unknown resource: {}", text));
  }
  return &found->second;
}

Answer CloudWatch::list_tags(const Call& call) {
  const Alarm* alarm = TRY(tagged(call));
  aws::List tags;
  for (const auto& [key, value] : alarm->tags) {
    tags.push_back(Value().set("Key", key).set("Value", value));
  }
  return Value().set("Tags", std::move(tags));
}

Answer CloudWatch::tag(const Call& call) {
  Alarm* alarm = TRY(tagged(call));
  for (const Value& entry : call.input["Tags"].list()) {
    alarm->tags[entry["Key"].text()] = entry["Value"].text();
  }
  return Value();
}

Answer CloudWatch::untag(const Call& call) {
  Alarm* alarm = TRY(tagged(call));
  for (const Value& key : call.input["TagKeys"].list()) alarm->tags.erase(key.text());
  return Value();
}

}  // namespace godwit::lab::services
