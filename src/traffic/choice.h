// Choice: which of the records of one name and type answer, by their routing policy, and how
// probable each is. What follows from the choice of an alias is answers.h.
//
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
#pragma once

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <span>
#include <vector>

#include "traffic/asker.h"
#include "traffic/record_set.h"

namespace godwit::traffic {

struct Choice {
  std::uint32_t position;  // in the group
  double probability;
};
using Choices = std::pmr::vector<Choice>;

using Group = std::span<const RecordSet* const>;  // of one name and type, not empty
using IsHealthyAt = std::function<bool(std::size_t position)>;

// Appends the records that may answer this asker, with probabilities that sum to 1; nothing where
// none is for this asker. A multivalue answer names all records that are in it, each as probable as
// it is to be the first.
//
// The policy is the first record's; records of another one, which Route 53 refuses (fact C2), are
// left out.
void choose(Group group, const Asker& asker, const CidrCollections& collections,
            const IsHealthyAt& is_healthy, Choices& choices);

// May that record answer this asker, were all others unhealthy?
bool is_for(Group group, std::size_t position, const Asker& asker,
            const CidrCollections& collections);

}  // namespace godwit::traffic
