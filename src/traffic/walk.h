// Walk: the way from a question to all of its answers, in one zone.
#pragma once

#include <memory_resource>
#include <string_view>
#include <vector>

#include "traffic/answers.h"
#include "traffic/choice.h"
#include "traffic/tree_health.h"
#include "traffic/zone_index.h"

namespace godwit::traffic {

class Walk {
 public:
  // `name` is canonical, and the zone's.
  Walk(const ZoneIndex& zone, std::string_view type, const Asker& asker,
       const CidrCollections& collections, const Health& health)
      : zone_(zone),
        type_(type),
        asker_(asker),
        collections_(collections),
        tree_health_(zone, asker, collections, health) {}

  Answers answer(std::string_view name);

 private:
  // Part of the probability, on its way down a tree of aliases.
  struct Part {
    std::uint32_t rank;
    std::uint32_t group;
    double probability;
  };

  void follow(const ZoneIndex::Group& group, double probability);
  void take(const ZoneIndex::Group& group, double probability, std::pmr::vector<Part>& parts);
  void take_many(const ZoneIndex::Group& group, double probability, const Choices& choices);
  void follow_cname(const RecordSet& record, std::string_view target, double probability);
  Branch& add_branch(double probability);
  void end_at(const RecordSet* record, double probability);

  const ZoneIndex& zone_;
  std::string_view type_;
  const Asker& asker_;
  const CidrCollections& collections_;
  TreeHealth tree_health_;
  std::vector<const RecordSet*> links_;  // so far
  std::size_t steps_ = 0;
  double endless_ = 0;  // what is given up on for its length
  Answers answers_;
};

}  // namespace godwit::traffic
