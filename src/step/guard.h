// Guard: is the target at least as good as the source? By probes of both, by the workload's own
// metrics where the plan names them, and by how long answers take. No data means hold, never
// advance; so does doubt; what fails on both sides alike says nothing of the target, and means hold
// too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "step/context.h"
#include "step/probes.h"
#include "step/workload_metrics.h"
#include "traffic/burn_rate.h"

namespace godwit::step {

class Guard {
 public:
  // Parameters of the step: those of probes.h and workload_metrics.h (without metrics_namespace:
  // no metrics), budget (a share), burn ("LONG SHORT RATE", each), slower. With a pace of 10,
  // probes come ten times as seldom and windows are ten times as long: for long watches.
  explicit Guard(const plan::Parameters& parameters, int pace = 1);

  // Probes, and reads metrics, where that is due.
  void sample(Context& context);

  // `has_traffic`: whether users are on the target already. Before, its metrics have nothing to
  // say.
  traffic::Judgement judge(Time now, bool has_traffic = true) const;

  Duration every() const { return probes_.every(); }

 private:
  traffic::Judgement judge_latency(Time now) const;

  Probes probes_;
  std::optional<WorkloadMetrics> metrics_;
  double budget_;
  std::vector<traffic::BurnWindow> windows_;
  Duration slower_;
};

}  // namespace godwit::step
