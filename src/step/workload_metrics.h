// WorkloadMetrics: what users see of both sides, as the workload's own metrics in CloudWatch count
// it, in each side's region.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "aws/api/cloudwatch.h"
#include "step/context.h"
#include "traffic/burn_rate.h"

namespace godwit::step {

class WorkloadMetrics {
 public:
  // Parameters of the step: source_region, target_region, metrics_namespace, metrics_requests,
  // metrics_errors, metrics_dimensions ("NAME=VALUE").
  explicit WorkloadMetrics(const plan::Parameters& parameters);

  // Reads what is new, if the last reading is `every` ago: CloudWatch charges for each. A service
  // that does not answer leaves a hole, which the next reading fills. What is older than `keep` is
  // forgotten.
  void sample(Context& context, Duration every, Duration keep);

  const traffic::Counts& source() const { return source_.counts; }
  const traffic::Counts& target() const { return target_.counts; }
  // Why the last reading failed; empty if it did not.
  const std::string& trouble() const { return trouble_; }

 private:
  struct Side {
    std::string region;
    traffic::Counts counts;
    Time complete_until{};
  };
  // False, and says why, where nothing could be read.
  bool read(Context& context, Side& side, Time start, Time end);

  std::vector<aws::cloudwatch::Metric> metrics_;  // requests, errors
  Side source_;
  Side target_;
  std::optional<Time> read_at_;
  std::string trouble_;
};

}  // namespace godwit::step
