#include "plan/least_time.h"

#include <algorithm>

namespace godwit::plan {

Duration least_time(const StepSpec& step) {
  const Parameters& parameters = step.parameters;
  if (step.kind == "drill") return parameters.duration("hold");
  if (step.kind == "soak") return parameters.duration("duration");
  if (step.kind == "shift") {
    return parameters.duration("bake") * static_cast<int>(parameters.list("weights").size());
  }
  return Duration::zero();
}

Duration least_time(const Graph& graph) {
  std::map<std::string, Duration> ends;  // of each step
  Duration longest{};
  for (const StepSpec& step : graph.steps) {
    Duration begins{};
    for (const std::string& id : step.after) begins = std::max(begins, ends[id]);
    ends[step.id] = begins + least_time(step);
    longest = std::max(longest, ends[step.id]);
  }
  return longest;
}

}  // namespace godwit::plan
