// ServedZone: one hosted zone as the name servers have it, and what a change of it concerns.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "traffic/answers.h"

namespace godwit::lab::services {

class ServedZone {
 public:
  // The collections outlive it.
  ServedZone(traffic::Zone zone, const traffic::CidrCollections& collections);

  const traffic::Zone& zone() const { return zone_; }
  traffic::Answers answer(std::string_view name, std::string_view type, const traffic::Asker& asker,
                          const traffic::Health& health) const;

  // Does the answer for that name depend on who asks; and then on more than the asker's place?
  bool depends_on_asker(std::string_view name) const;
  bool depends_on_network(std::string_view name) const;

  // Takes the zone's next state, and says which names it concerns. nullopt: it may concern any, and
  // is not taken.
  //
  // Most changes concern a few names alone: their records have changed, they had some before and
  // have some still, and nothing leads there or on from there. Others may concern more: wildcards,
  // delegations, and the zone's own records, which go with answers to others.
  std::optional<std::set<std::string>> take(traffic::Zone& next);

 private:
  using Names = std::set<std::string, std::less<>>;

  bool concerns_others(std::string_view name, const traffic::Zone& next) const;

  const traffic::CidrCollections& collections_;
  traffic::Zone zone_;   // as it is now
  traffic::Zones base_;  // as it was when it was last indexed as a whole
  // The names that have changed alone since then, each with its own records.
  std::map<std::string, traffic::Zones, std::less<>> changed_;
  Names targets_;     // names that records lead to
  Names by_asker_;    // names whose answer depends on who asks
  Names by_network_;  // and, of these, on more than the place
  bool delegates_ = false;
};

}  // namespace godwit::lab::services
