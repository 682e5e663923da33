// TreeHealth: is a record healthy, for one asker at one moment? By its own check, and where an
// alias evaluates its target's health, by the target's too.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
#pragma once

#include <cstdint>
#include <vector>

#include "traffic/answers.h"
#include "traffic/zone_index.h"

namespace godwit::traffic {

class TreeHealth {
 public:
  TreeHealth(const ZoneIndex& zone, const Asker& asker, const CidrCollections& collections,
             const Health& health)
      : zone_(zone), asker_(asker), collections_(collections), health_(health) {}

  // A record without a health check is healthy (fact C5), and so is an alias that does not evaluate
  // its target. One that does is healthy while any of the records that it leads to, and that may
  // answer this asker, is: Route 53 tries them all before it backs out of the branch. One that
  // leads to nothing or in a circle is not.
  bool is_healthy(const ZoneIndex::Group& group, std::size_t position);

 private:
  bool is_any_healthy(const ZoneIndex::Group& group);
  bool look(const ZoneIndex::Group& group);

  const ZoneIndex& zone_;
  const Asker& asker_;
  const CidrCollections& collections_;
  const Health& health_;
  // What is known of groups that are reached by many ways; empty until there is one. Without it,
  // twenty names that each lead twice to the next would be looked at a million times.
  enum class Known : std::uint8_t { nothing, healthy, unhealthy };
  std::vector<Known> known_;
};

}  // namespace godwit::traffic
