// The switch's metric: 1 fails the target's health check, by the alarm that step/steps/switch.cc
// makes; 0 lets it be.
#pragma once

#include "aws/api/cloudwatch.h"
#include "step/context.h"

namespace godwit::step {

// Parameter: switch_metric, a name that says whose it is.
inline aws::cloudwatch::Metric switch_metric(const Context& context) {
  return {"Godwit", "Switch", {{"Name", context.text("switch_metric")}}};
}

// Parameters: switch_region, switch_metric.
inline Result<void> set_switch(Context& context, bool thrown) {
  return aws::cloudwatch::put_metric(context.cloud, context.parameters.text("switch_region"),
                                     switch_metric(context), thrown ? 1 : 0);
}

}  // namespace godwit::step
