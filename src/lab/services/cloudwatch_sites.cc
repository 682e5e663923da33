// API Gateway's metrics of the workload's sites, in each one's region, by the API's name.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
//
// A minute without requests has no datapoint, and what never reaches a site is counted nowhere. AWS
// publishes them always; a lab, from when somebody first asks for them.
#include "lab/lab.h"
#include "lab/services/cloudwatch.h"

namespace godwit::lab::services {

namespace {

constexpr Duration pause = minutes(1);

// So many requests of which some count: a value of 1 for these, 0 for the others.
MetricSample share_of(std::uint64_t counted, std::uint64_t requests) {
  return {.sum = static_cast<double>(counted),
          .minimum = counted == requests ? 1.0 : 0.0,
          .maximum = counted > 0 ? 1.0 : 0.0,
          .count = static_cast<double>(requests),
          .unit = "Count"};
}

}  // namespace

void CloudWatch::publish_for_sites() {
  const Time now = lab_.now();
  const Time minute = now - microseconds(1);  // the one that ends now
  for (const account::Site& site : lab_.account().workload.sites) {
    SiteMetrics& metrics = site_metrics_[site.region];
    if (metrics.count == nullptr) {
      const auto series = [&](std::string_view name) {
        return &regions_[site.region]
                    .series[{.space = "AWS/ApiGateway",
                             .name = std::string(name),
                             .dimensions = {{"ApiName", lab_.account().workload.name}}}];
      };
      metrics.count = series("Count");
      metrics.client_errors = series("4XXError");
      metrics.server_errors = series("5XXError");
      metrics.latency = series("Latency");
    }
    const SiteTally& tally = lab_.internet().tally(site.region);
    const SiteTally& before = metrics.told;
    const std::uint64_t requests = tally.requests - before.requests;
    if (requests == 0) continue;
    metrics.count->add(minute, share_of(requests, requests));
    metrics.client_errors->add(minute,
                               share_of(tally.client_errors - before.client_errors, requests));
    metrics.server_errors->add(minute,
                               share_of(tally.server_errors - before.server_errors, requests));
    MetricSample latency = MetricSample::of(
        std::chrono::duration<double, std::milli>(tally.latency - before.latency).count() /
            static_cast<double>(requests),
        static_cast<double>(requests));
    latency.unit = "Milliseconds";
    metrics.latency->add(minute, std::move(latency));
    metrics.told = tally;
  }
  // At whole minutes, so that no sample covers two.
  tasks_.at(now - now.time_since_epoch() % pause + pause, [this] { publish_for_sites(); });
}

}  // namespace godwit::lab::services
