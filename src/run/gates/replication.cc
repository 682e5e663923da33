// replication: nothing older than a limit is missing in the destination. Parameters: from_region,
// from_bucket, to_region, to_bucket, older_than.
#include "base/text.h"
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
  std::size_t late = 0;
  Time oldest = limit;
  for (const auto* version : step::missing_in(here, there)) {
    if (version->last_modified >= limit) continue;
    ++late;
    oldest = std::min(oldest, version->last_modified);
  }
  if (late > 0) {
    return GateReading{
        false, fmt::format("waiting for replication of {}: {} to come, the oldest written {} ago",
                           parameters.text("from_bucket"),
                           late == 1 ? "1 version" : group_digits(late) + " versions",
                           format_duration(context.now() - oldest))};
  }
  return GateReading{true, {}};
}

}  // namespace godwit::run
