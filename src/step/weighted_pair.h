// WeightedPair: the two weighted record sets of one name, source and target, between which traffic
// shifts. What the records, drill and shift steps have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/api/route53.h"
#include "step/context.h"

namespace godwit::step {

struct WeightedPair {
  std::optional<aws::route53::RecordSet> source;
  std::optional<aws::route53::RecordSet> target;
  std::vector<aws::route53::RecordSet> others;  // of the same name and type
};

// As they are now, by the parameters zone, name, type, source_set, target_set.
Result<WeightedPair> read_pair(Context& context, const std::string& name_parameter);

// Puts both with these weights, by their own set identifiers (fact C7), in one atomic batch.
// Returns the change's id. Both must be there.
Result<std::string> put_weights(Context& context, const WeightedPair& pair, int source_weight,
                                int target_weight);

// Both, by the parameter record. Errors: conflict where one of them is missing.
Result<WeightedPair> read_both(Context& context);

bool has_weights(const WeightedPair& pair, int target_percent);

// Keeps the id of a record change that was just made, for settle.
void remember_change(Context& context, std::string id);

// Why the last change has not settled yet; empty once all of Route 53's servers have it. By what
// remember_change has kept; where the last change's id was lost with its answer, after the time
// that changes take.
Result<std::string> settle(Context& context);

// How long answers of either record may be kept: an alias's own 60 s, or the longer TTL.
Duration longest_ttl(const WeightedPair& pair);

// Record sets as text, to be kept in a step's memory, and back.
std::string to_text(const std::vector<aws::route53::RecordSet>& records);
std::vector<aws::route53::RecordSet> records_from_text(const std::string& text);

}  // namespace godwit::step
