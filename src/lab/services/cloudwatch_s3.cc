// S3's replication metrics, in the source bucket's region.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
//
// AWS publishes them from when a rule has metrics. A lab that nobody asks about them does not: it
// begins with the first request for them.
#include "lab/lab.h"
#include "lab/services/cloudwatch.h"
#include "lab/services/s3/replication.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

namespace {

constexpr Duration pause = minutes(1);

}  // namespace

void CloudWatch::publish_for_s3() {
  const Time now = lab_.now();
  for (const auto& [of, metrics] : lab_.s3().replication().metrics()) {
    const Bucket* source = lab_.s3().find(of.source);
    if (source == nullptr) continue;
    const auto publish = [&](std::string_view name, double value, std::string_view unit) {
      MetricSample sample = MetricSample::of(value);
      sample.unit = unit;
      record(source->region,
             {.space = "AWS/S3",
              .name = std::string(name),
              .dimensions = {{"SourceBucket", of.source},
                             {"DestinationBucket", of.destination},
                             {"RuleId", of.rule}}},
             sample, now);
    };
    publish("BytesPendingReplication", static_cast<double>(metrics.bytes_pending), "Bytes");
    publish("OperationsPendingReplication", static_cast<double>(metrics.operations_pending),
            "Count");
    publish("ReplicationLatency", std::chrono::duration<double>(metrics.latency(now)).count(),
            "Seconds");
    // Failures since the last time: their sum is what people ask for.
    std::int64_t& before = failed_before_[of.source + " " + of.destination + " " + of.rule];
    publish("OperationsFailedReplication", static_cast<double>(metrics.operations_failed - before),
            "Count");
    before = metrics.operations_failed;
  }
  tasks_.at(now + pause, [this] { publish_for_s3(); });
}

}  // namespace godwit::lab::services
