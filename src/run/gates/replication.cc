// replication: nothing older than a limit is missing in the destination. Parameters: from_region,
// from_bucket, to_region, to_bucket, older_than.
#include "run/gate.h"
#include "step/inventory.h"

namespace godwit::run {

Result<GateReading> read_replication_gate(step::Context& context) {
  const auto& parameters = context.parameters;
  auto here = TRY(step::take_inventory(
      context.cloud, {parameters.text("from_region"), parameters.text("from_bucket")}));
  auto there = TRY(step::take_inventory(
      context.cloud, {parameters.text("to_region"), parameters.text("to_bucket")}));
  Time limit = context.now() - parameters.duration("older_than");
  for (const auto* version : step::missing_in(here, there)) {
    if (version->last_modified < limit) {
      return GateReading{false, fmt::format("waiting for replication of {} to catch up",
                                            parameters.text("from_bucket"))};
    }
  }
  return GateReading{true, {}};
}

}  // namespace godwit::run
