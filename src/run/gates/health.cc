// health: most of Route 53's checkers reach the endpoint. Parameters: check.
#include "aws/api/route53.h"
#include "run/gate.h"

namespace godwit::run {

Result<GateReading> read_health_gate(step::Context& context) {
  auto status = TRY(aws::route53::get_health_check_status(context.cloud, context.text("check")));
  // No observation is no health.
  if (2 * status.succeeded > status.checkers) return GateReading{true, {}};
  return GateReading{false, "waiting for most health checkers to reach the target"};
}

}  // namespace godwit::run
