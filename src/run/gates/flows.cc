// flows: a replication rule is in place, and has brought everything that is older than a limit.
// Parameters: from_region, from_bucket, to_region, to_bucket, rule_id, older_than.
#include <algorithm>

#include "base/text.h"
#include "run/gate.h"
#include "step/stranded.h"

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
  // What is younger may still be on its way.
  const Duration limit = parameters.duration("older_than");
  auto here = TRY(step::take_inventory(context.cloud, from));
  for (auto& [key, versions] : here) {
    std::erase_if(versions, [&](const aws::s3::Version& version) {
      return version.last_modified >= context.now() - limit;
    });
  }
  const auto there = TRY(step::take_inventory(
      context.cloud, {parameters.text("to_region"), parameters.text("to_bucket")}));
  const auto stranded = TRY(step::find_stranded(context, from, here, there, limit));
  if (const std::size_t late = stranded.coming + stranded.stuck; late > 0) {
    return GateReading{false,
                       fmt::format("waiting for replication of {}: {} to come", from.name,
                                   late == 1 ? "1 version" : group_digits(late) + " versions")};
  }
  return GateReading{true, {}};
}

}  // namespace godwit::run
