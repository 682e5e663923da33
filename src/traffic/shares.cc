// What the answers come to: for each record, and for the people of each region.
#include <algorithm>

#include "traffic/answers.h"

namespace godwit::traffic {

std::vector<Share> share_of_records(const Answers& answers) {
  std::vector<Share> shares;
  if (answers.kind != Answers::Kind::answered) return shares;
  std::unordered_map<const RecordSet*, std::size_t> place_of;
  for (const Branch& branch : answers.branches) {
    for (const RecordSet* record : branch.records) {
      const double share = branch.probability / static_cast<double>(branch.records.size());
      const auto [found, added] = place_of.try_emplace(record, shares.size());
      if (added) shares.push_back({record, 0});
      shares[found->second].probability += share;
    }
  }
  return shares;
}

std::map<std::string, double> share_of_regions(const Zones& zones, std::string_view name,
                                               std::string_view type, const Health& health,
                                               std::span<const Population> populations,
                                               const RegionOf& region_of) {
  double everybody = 0;
  for (const Population& population : populations) everybody += std::max(0.0, population.people);
  if (everybody <= 0) return {};
  std::map<std::string, double> regions;
  for (const Population& population : populations) {
    if (population.people <= 0) continue;
    const double part = population.people / everybody;
    double lost = 1;
    for (const Share& share :
         share_of_records(zones.answer(name, type, population.asker, health))) {
      regions[region_of(*share.record)] += part * share.probability;
      lost -= share.probability;
    }
    constexpr double rounding = 1e-12;
    if (lost > rounding) regions[""] += part * lost;
  }
  return regions;
}

}  // namespace godwit::traffic
