// flows: a replication rule is in place, and has brought everything that is older than a limit.
// Parameters: from_region, from_bucket, to_region, to_bucket, rule_id, older_than.
#include <algorithm>

#include "aws/api/s3.h"
#include "run/gate.h"

namespace godwit::run {

Result<GateReading> read_flows_gate(step::Context& context) {
  const auto& parameters = context.parameters;
  const aws::s3::BucketName from{parameters.text("from_region"), parameters.text("from_bucket")};
  const std::string destination = "arn:aws:s3:::" + parameters.text("to_bucket");
  const auto configuration = TRY(aws::s3::get_bucket_replication(context.cloud, from));
  const bool in_place =
      configuration && std::ranges::any_of(configuration->rules, [&](const auto& rule) {
        return rule.id == parameters.text("rule_id") && rule.enabled &&
               rule.destination_bucket_arn == destination;
      });
  if (!in_place) {
    return GateReading{false, fmt::format("waiting for somebody to put the rule {} back on {}",
                                          parameters.text("rule_id"), from.name)};
  }
  return read_replication_gate(context);
}

}  // namespace godwit::run
