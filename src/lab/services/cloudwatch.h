// The lab's CloudWatch: metrics that people and services put, their statistics, and alarms that
// watch them in the lab's time. Alarms note what they would have done; nobody is told.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lab/internet.h"
#include "lab/operation_table.h"
#include "lab/service.h"
#include "lab/services/cloudwatch_series.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

struct Alarm {
  std::string name;
  aws::Value asked;  // the request that configured it
  MetricId metric;
  std::string statistic;
  Duration period{};
  int periods = 1;
  int datapoints = 1;  // of them, that alarm
  double threshold = 0;
  std::string comparison;
  std::string missing = "missing";  // TreatMissingData
  bool actions_enabled = true;
  std::string state = "INSUFFICIENT_DATA";
  std::string reason = "Unchecked: Initial alarm creation";
  Time state_changed{};
  Time configured{};
  std::map<std::string, std::string> tags;
  std::uint64_t watch = 0;  // of its periodic evaluation: an older one stops
};

struct AlarmEvent {
  std::string alarm;
  std::string type;  // "StateUpdate", "ConfigurationUpdate"
  std::string summary;
  std::string data;  // JSON
  Time at{};
};

class CloudWatch : public Service {
 public:
  explicit CloudWatch(Lab& lab);

  std::string_view name() const override { return "cloudwatch"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

  // What a service publishes itself, under "AWS/...".
  void record(const std::string& region, const MetricId& metric, const MetricSample& sample,
              Time at);

  // nullptr: the region has none of that name.
  const Alarm* find_alarm(const std::string& region, const std::string& name) const {
    const auto found = regions_.find(region);
    if (found == regions_.end()) return nullptr;
    const auto alarm = found->second.alarms.find(name);
    return alarm == found->second.alarms.end() ? nullptr : &alarm->second;
  }

 private:
  struct Region {
    std::map<MetricId, Series> series;
    std::map<std::string, Alarm> alarms;  // by name
    std::deque<AlarmEvent> history;       // the newest first
  };
  static const OperationEntry<CloudWatch> operations[];

  // What other services publish each minute, from when somebody first asks for their namespace.
  void publish(const std::string& space);
  void publish_for_s3();     // cloudwatch_s3.cc: of replication
  void publish_for_sites();  // cloudwatch_sites.cc: of the workload's APIs
  // cloudwatch.cc
  Answer put_metric_data(const Call& call);
  Answer get_metric_statistics(const Call& call);
  Answer get_metric_data(const Call& call);
  Answer list_metrics(const Call& call);
  // cloudwatch_alarms.cc
  Answer put_metric_alarm(const Call& call);
  Answer describe_alarms(const Call& call);
  Answer describe_alarms_for_metric(const Call& call);
  Answer describe_alarm_history(const Call& call);
  Answer set_alarm_state(const Call& call);
  Answer delete_alarms(const Call& call);
  Answer enable_alarm_actions(const Call& call);
  Answer disable_alarm_actions(const Call& call);
  Answer list_tags(const Call& call);
  Answer tag(const Call& call);
  Answer untag(const Call& call);
  void watch(const std::string& region, const std::string& name, std::uint64_t turn);
  void evaluate(Region& region, Alarm& alarm);
  void change_state(Region& region, Alarm& alarm, const std::string& state,
                    const std::string& reason);
  aws::Value describe(const Call& call, const Alarm& alarm) const;
  std::expected<Alarm*, aws::ServiceError> tagged(const Call& call);

  Lab& lab_;
  Tasks tasks_;
  std::map<std::string, Region> regions_;
  std::uint64_t watches_ = 0;
  std::set<std::string> publishing_;  // namespaces
  // Of a site: what is told so far, and where.
  struct SiteMetrics {
    SiteTally told;
    Series* count = nullptr;
    Series* client_errors = nullptr;
    Series* server_errors = nullptr;
    Series* latency = nullptr;
  };
  std::map<std::string, SiteMetrics> site_metrics_;    // by region
  std::map<std::string, std::int64_t> failed_before_;  // of S3's replication, by rule
};

// ---- shared by the handlers

std::unexpected<aws::ServiceError> cloudwatch_invalid(std::string_view parameter,
                                                      std::string_view why);
MetricId read_metric_id(const aws::Value& input);
aws::Value show_dimensions(const MetricId& metric);

}  // namespace godwit::lab::services
