// Record sets of a zone, and which answer goes to whom. Pure: no clock, no chance, no I/O.
// Rules: aws-facts C1-C8; https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace godwit::traffic {

struct AliasTarget {
  std::string zone;
  std::string name;
  bool evaluate_target_health = false;
};

struct RecordSet {
  std::string name;            // lower case, without the final dot
  std::string type;
  std::string set_identifier;  // empty: simple
  std::optional<int> weight;   // weighted
  Duration ttl{};              // an alias has none of its own
  std::vector<std::string> values;
  std::optional<AliasTarget> alias;
  std::string health_check;    // id, or empty
};

// Is this check healthy? A disabled check is (fact C1).
using IsHealthy = std::function<bool(const std::string& health_check)>;

// One possible answer and how probable it is.
struct Share {
  const RecordSet* record;
  double probability;
};

// The records of one name and type, as they answer now: a simple record with certainty, weighted ones
// in proportion to weight among the healthy (facts C1, C5). Probabilities sum to 1; empty where there
// is no record of that name and type.
std::vector<Share> shares(const std::vector<RecordSet>& zone, const std::string& name,
                          const std::string& type, const IsHealthy& is_healthy);

// The answer for one draw from [0, 1); nullptr where shares is empty.
const RecordSet* choose(const std::vector<Share>& shares, double draw);

// How long a resolver may keep the answer: the record's TTL, or 60 s for an alias (fact C8).
Duration ttl_of(const RecordSet& record);

}  // namespace godwit::traffic
