#include "lab/services/cloudwatch.h"

#include "aws/api/cloudwatch.h"
#include "lab/internet.h"
#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class CloudWatchTest : public LabTest {
 protected:
  static Value metric() { return Value().set("Namespace", "MedZen").set("MetricName", "errors"); }
  void put(double value, Time at) {
    must(
        "cloudwatch", "PutMetricData", west,
        Value()
            .set("Namespace", "MedZen")
            .set(
                "MetricData",
                aws::List{
                    Value().set("MetricName", "errors").set("Value", value).set("Timestamp", at)}));
  }
  using LabTest::put;
  void put(double value) { put(value, env.clock.now()); }
  Value statistics(std::string_view name, int period = 60) {
    return must("cloudwatch", "GetMetricStatistics", west,
                metric()
                    .set("StartTime", account.starts)
                    .set("EndTime", account.starts + hours(1))
                    .set("Period", period)
                    .set("Statistics", aws::List{name}))["Datapoints"];
  }
  Value alarm(int periods, int datapoints, std::string_view missing = "missing") {
    return metric()
        .set("AlarmName", "too many")
        .set("Statistic", "Sum")
        .set("Period", 60)
        .set("EvaluationPeriods", periods)
        .set("DatapointsToAlarm", datapoints)
        .set("Threshold", 10.0)
        .set("ComparisonOperator", "GreaterThanThreshold")
        .set("TreatMissingData", missing);
  }
  std::string state() {
    return must("cloudwatch", "DescribeAlarms", west, Value::structure())["MetricAlarms"]
        .list()
        .at(0)["StateValue"]
        .text();
  }
};

TEST_F(CloudWatchTest, Statistics) {
  for (const double value : {1.0, 2.0, 6.0}) put(value);
  pass(minutes(1));
  put(5);
  const auto first = [&](std::string_view name) { return statistics(name).list().at(0)[name]; };
  EXPECT_EQ(statistics("Sum").list().size(), 2U);
  EXPECT_EQ(first("Sum").number(), 9);
  EXPECT_EQ(first("Average").number(), 3);
  EXPECT_EQ(first("Minimum").number(), 1);
  EXPECT_EQ(first("Maximum").number(), 6);
  EXPECT_EQ(first("SampleCount").number(), 3);
  EXPECT_EQ(statistics("Sum", 300).list().at(0)["Sum"].number(), 14);
  const Value query =
      Value()
          .set("Id", "m1")
          .set("MetricStat", Value().set("Metric", metric()).set("Period", 60).set("Stat", "p50"));
  const Value data = must("cloudwatch", "GetMetricData", west,
                          Value()
                              .set("MetricDataQueries", aws::List{query})
                              .set("StartTime", account.starts)
                              .set("EndTime", account.starts + hours(1)))["MetricDataResults"];
  ASSERT_EQ(data.list().size(), 1U);
  EXPECT_EQ(data.list()[0]["Values"].list().at(0).number(), 5) << "the newest first";
  EXPECT_EQ(data.list()[0]["Values"].list().at(1).number(), 2);
  EXPECT_EQ(must("cloudwatch", "ListMetrics", west, Value::structure())["Metrics"].list().size(),
            1U);
  EXPECT_TRUE(
      must("cloudwatch", "ListMetrics", central, Value::structure())["Metrics"].list().empty());
}

TEST_F(CloudWatchTest, SetsOfStatistics) {
  must("cloudwatch", "PutMetricData", west,
       Value()
           .set("Namespace", "MedZen")
           .set("MetricData", aws::List{Value()
                                            .set("MetricName", "errors")
                                            .set("StatisticValues", Value()
                                                                        .set("SampleCount", 4.0)
                                                                        .set("Sum", 20.0)
                                                                        .set("Minimum", 1.0)
                                                                        .set("Maximum", 9.0)),
                                        Value()
                                            .set("MetricName", "errors")
                                            .set("Values", aws::List{2.0, 3.0})
                                            .set("Counts", aws::List{5.0, 1.0})}));
  EXPECT_EQ(statistics("Sum").list().at(0)["Sum"].number(), 33);
  EXPECT_EQ(statistics("SampleCount").list().at(0)["SampleCount"].number(), 10);
}

TEST_F(CloudWatchTest, WhatIsRefused) {
  const auto put_in = [&](std::string_view space, const Value& datum) {
    return refused("cloudwatch", "PutMetricData", west,
                   Value().set("Namespace", space).set("MetricData", aws::List{datum}));
  };
  const Value good = Value().set("MetricName", "m").set("Value", 1.0);
  EXPECT_EQ(put_in("AWS/S3", good), "InvalidParameterValue");
  EXPECT_EQ(put_in("a", Value().set("MetricName", "m")), "MissingParameter");
  EXPECT_EQ(put_in("a", Value(good).set("Values", aws::List{1.0})), "InvalidParameterCombination");
  EXPECT_EQ(put_in("a", Value(good).set("Timestamp", env.clock.now() - hours(24 * 15))),
            "InvalidParameterValue");
  const Value ask_for = metric()
                            .set("StartTime", account.starts)
                            .set("EndTime", account.starts + hours(24 * 30))
                            .set("Period", 60)
                            .set("Statistics", aws::List{"Sum"});
  EXPECT_EQ(refused("cloudwatch", "GetMetricStatistics", west, ask_for),
            "InvalidParameterCombination");
  EXPECT_EQ(refused("cloudwatch", "GetMetricStatistics", west, Value(ask_for).set("Period", 61)),
            "InvalidParameterValue");
}

TEST_F(CloudWatchTest, AlarmsWatch) {
  must("cloudwatch", "PutMetricAlarm", west, alarm(3, 2));
  EXPECT_EQ(state(), "INSUFFICIENT_DATA");
  const auto minute = [&](double value) {
    put(value);
    pass(minutes(1));
  };
  minute(1);
  pass(seconds(1));
  EXPECT_EQ(state(), "OK");
  minute(20);
  EXPECT_EQ(state(), "OK") << "one of three";
  minute(20);
  pass(minutes(1));
  EXPECT_EQ(state(), "ALARM") << "two of three";
  for (int i = 0; i < 3; ++i) minute(1);
  EXPECT_EQ(state(), "OK");
  pass(minutes(10));
  EXPECT_EQ(state(), "INSUFFICIENT_DATA");
  const Value history =
      must("cloudwatch", "DescribeAlarmHistory", west,
           Value().set("AlarmName", "too many").set("HistoryItemType", "StateUpdate"));
  EXPECT_EQ(history["AlarmHistoryItems"].list().size(), 4U);
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
TEST_F(CloudWatchTest, MissingData) {
  const auto after_nothing = [&](std::string_view missing) {
    must("cloudwatch", "PutMetricAlarm", west, alarm(3, 3, missing));
    pass(minutes(5));
    return state();
  };
  EXPECT_EQ(after_nothing("missing"), "INSUFFICIENT_DATA");
  EXPECT_EQ(after_nothing("notBreaching"), "OK");
  EXPECT_EQ(after_nothing("ignore"), "OK") << "as it was";
  EXPECT_EQ(after_nothing("breaching"), "ALARM");
}

TEST_F(CloudWatchTest, AlarmsAreSetAndDeleted) {
  must("cloudwatch", "PutMetricAlarm", west, alarm(1, 1, "ignore"));
  must("cloudwatch", "SetAlarmState", west,
       Value().set("AlarmName", "too many").set("StateValue", "ALARM").set("StateReason", "drill"));
  EXPECT_EQ(state(), "ALARM");
  EXPECT_EQ(refused("cloudwatch", "DeleteAlarms", west,
                    Value().set("AlarmNames", aws::List{"too many", "none"})),
            "ResourceNotFound");
  EXPECT_EQ(refused("cloudwatch", "PutMetricAlarm", west, alarm(2, 3)), "ValidationError");
  EXPECT_THAT(boost::json::serialize(lab.snapshot().at("cloudwatch")),
              testing::HasSubstr(R"("datapoints":"1 of 1")"));
  must("cloudwatch", "DeleteAlarms", west, Value().set("AlarmNames", aws::List{"too many"}));
  EXPECT_EQ(lab.snapshot().at("cloudwatch"), boost::json::value(boost::json::object()));
}

// Fact D9: what a guard of a backfill looks at.
TEST_F(CloudWatchTest, ReplicationOfS3) {
  const Value rule = Value()
                         .set("ID", "all")
                         .set("Priority", 1)
                         .set("Status", "Enabled")
                         .set("Filter", Value().set("Prefix", ""))
                         .set("DeleteMarkerReplication", Value().set("Status", "Disabled"))
                         .set("Destination", Value()
                                                 .set("Bucket", "arn:aws:s3:::target")
                                                 .set("Metrics", Value().set("Status", "Enabled")));
  must("s3", "PutBucketReplication", west,
       in("source").set("ReplicationConfiguration",
                        Value()
                            .set("Role", "arn:aws:iam::558069890522:role/replication")
                            .set("Rules", aws::List{rule})));
  put(source, "a", Body("12345"));
  const auto metrics = [&] {
    return must("cloudwatch", "ListMetrics", west, Value().set("Namespace", "AWS/S3"))["Metrics"]
        .list();
  };
  ASSERT_EQ(metrics().size(), 4U);
  pass(hours(1));
  put(source, "b", Body("12345"));
  pass(minutes(2));
  const auto maximum = [&](std::string_view name) {
    const Value points =
        must("cloudwatch", "GetMetricStatistics", west,
             Value()
                 .set("Namespace", "AWS/S3")
                 .set("MetricName", name)
                 .set("Dimensions",
                      aws::List{Value().set("Name", "SourceBucket").set("Value", "source"),
                                Value().set("Name", "DestinationBucket").set("Value", "target"),
                                Value().set("Name", "RuleId").set("Value", "all")})
                 .set("StartTime", account.starts)
                 .set("EndTime", env.clock.now() + minutes(1))
                 .set("Period", 3600 * 24)
                 .set("Statistics", aws::List{"Maximum"}))["Datapoints"];
    return points.list().at(0)["Maximum"].number();
  };
  EXPECT_EQ(maximum("OperationsPendingReplication"), 1);
  EXPECT_EQ(maximum("BytesPendingReplication"), 5);
  EXPECT_EQ(maximum("OperationsFailedReplication"), 0);
}

// What a guard of a shift looks at: what users get, as the API itself counts it.
TEST(CloudWatchOfSites, CountsRequestsAndErrorsByTheMinute) {
  SimulatedEnv env{*parse_time("2026-01-05T06:00:30Z"), 1};
  account::Account account;
  account.id = "558069890522";
  account.regions = {"eu-west-1"};
  account.credentials = {"AKIAEXAMPLETEST000000", "made-up"};
  account.workload.name = "api";
  account.workload.sites = {
      {.region = "eu-west-1", .endpoint = "d-1.example", .address = "192.0.2.1"}};
  Lab lab({env.clock, env.scheduler, env.random}, account);
  int status = 200;
  lab.internet().deploy("eu-west-1", [&](const HttpRequest&) {
    HttpResponse response;
    response.status = status;
    return response;
  });
  aws::SigningCloud cloud(lab.cloud(), {"AKIAEXAMPLETEST000000", "made-up", {}}, env.clock);
  const aws::cloudwatch::Metric count{"AWS/ApiGateway", "Count", {{"ApiName", "api"}}};
  const aws::cloudwatch::Metric errors{"AWS/ApiGateway", "5XXError", {{"ApiName", "api"}}};
  const auto sums = [&] {
    return aws::cloudwatch::get_metric_sums(cloud, "eu-west-1", {count, errors},
                                            *parse_time("2026-01-05T06:00:00Z"),
                                            *parse_time("2026-01-05T07:00:00Z"), minutes(1))
        .value();
  };
  const auto ask = [&](int times, int answer) {
    status = answer;
    for (int n = 0; n < times; ++n) {
      HttpRequest request;
      request.host = "d-1.example";
      request.address = "192.0.2.1";
      (void)lab.internet().deliver(request, milliseconds(1));
    }
  };
  EXPECT_TRUE(sums()[0].empty());  // from now on they are published
  ask(3, 200);
  ask(1, 503);
  env.scheduler.run_until(*parse_time("2026-01-05T06:02:30Z"));  // a minute without requests
  ask(2, 503);
  env.scheduler.run_until(*parse_time("2026-01-05T06:04:00Z"));
  const auto seen = sums();
  ASSERT_EQ(seen[0].size(), 2U);
  EXPECT_EQ(seen[0][0].period_begins, *parse_time("2026-01-05T06:00:00Z"));
  EXPECT_EQ(seen[0][0].value, 4);
  EXPECT_EQ(seen[1][0].value, 1);
  EXPECT_EQ(seen[0][1].period_begins, *parse_time("2026-01-05T06:02:00Z"));
  EXPECT_EQ(seen[0][1].value, 2);
  EXPECT_EQ(seen[1][1].value, 2);
}

}  // namespace
}  // namespace godwit::lab::services
