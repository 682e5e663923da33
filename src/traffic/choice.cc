#include "traffic/choice.h"

#include <algorithm>
#include <array>
#include <limits>

#include "traffic/nearness.h"

namespace godwit::traffic {
namespace {

// Route 53 begins with the records that have a weight; where all of them are unhealthy it considers
// those of weight 0; where nothing is healthy, all count as healthy, and it begins again (fact C5).
// .../health-checks-how-route-53-chooses-records.html
class Weights {
 public:
  Weights(Group group, const IsHealthyAt& is_healthy) : group_(group), healthy_(&memory_) {
    healthy_.reserve(group.size());
    for (std::size_t at = 0; at < group.size(); ++at) {
      healthy_.push_back(group[at]->weight && is_healthy(at));
    }
  }

  void choose(Choices& choices) const {
    const bool any_healthy = std::ranges::find(healthy_, true) != healthy_.end();
    const auto takes_part = [&](std::size_t at) {
      return group_[at]->weight && (!any_healthy || healthy_[at]);
    };
    std::int64_t sum = 0;
    std::int64_t count = 0;
    for (std::size_t at = 0; at < group_.size(); ++at) {
      if (!takes_part(at)) continue;
      sum += std::max(0, *group_[at]->weight);
      ++count;
    }
    for (std::size_t at = 0; at < group_.size(); ++at) {
      if (!takes_part(at)) continue;
      const int weight = std::max(0, *group_[at]->weight);
      if (sum > 0 && weight == 0) continue;
      const double share = sum > 0 ? static_cast<double>(weight) / static_cast<double>(sum)
                                   : 1 / static_cast<double>(count);
      choices.push_back({static_cast<std::uint32_t>(at), share});
    }
  }

 private:
  Group group_;
  std::array<std::byte, 256> buffer_;
  std::pmr::monotonic_buffer_resource memory_{buffer_.data(), buffer_.size()};
  std::pmr::vector<bool> healthy_;
};

// Up to eight of the healthy; where none is, up to eight of all. .../routing-policy-multivalue.html
void choose_many(Group group, const IsHealthyAt& is_healthy, Choices& choices) {
  const std::size_t before = choices.size();
  const auto add = [&](auto&& accept) {
    for (std::size_t at = 0; at < group.size(); ++at) {
      if (group[at]->multivalue && accept(at)) {
        choices.push_back({static_cast<std::uint32_t>(at), 1});
      }
    }
  };
  add(is_healthy);
  if (choices.size() == before) add([](std::size_t) { return true; });
  for (std::size_t at = before; at < choices.size(); ++at) {
    choices[at].probability = 1 / static_cast<double>(choices.size() - before);
  }
}

// The policies that prefer one record to the next: the healthy one that is nearest, or the nearest
// of all where none is healthy. Two that are equally near: whose set identifier sorts first.
void choose_nearest(Group group, const Asker& asker, const CidrCollections& collections,
                    const IsHealthyAt& is_healthy, Choices& choices) {
  struct Best {
    std::size_t position = 0;
    double distance = std::numeric_limits<double>::infinity();
    bool found = false;
  };
  Best healthy;
  Best any;
  const auto is_nearer = [&](std::size_t at, double distance, const Best& than) {
    if (!than.found || distance != than.distance) return !than.found || distance < than.distance;
    return group[at]->set_identifier < group[than.position]->set_identifier;
  };
  for (std::size_t at = 0; at < group.size(); ++at) {
    const auto distance = distance_of(policy_of(*group.front()), *group[at], asker, collections);
    if (!distance) continue;
    if (is_nearer(at, *distance, any)) any = {at, *distance, true};
    if (is_nearer(at, *distance, healthy) && is_healthy(at)) healthy = {at, *distance, true};
  }
  const Best& best = healthy.found ? healthy : any;
  if (best.found) choices.push_back({static_cast<std::uint32_t>(best.position), 1});
}

}  // namespace

void choose(Group group, const Asker& asker, const CidrCollections& collections,
            const IsHealthyAt& is_healthy, Choices& choices) {
  switch (policy_of(*group.front())) {
    case Policy::simple:  // whatever its health: there is nothing else to answer
      choices.push_back({0, 1});
      return;
    case Policy::weighted:
      return Weights(group, is_healthy).choose(choices);
    case Policy::multivalue:
      return choose_many(group, is_healthy, choices);
    case Policy::latency:
    case Policy::failover:
    case Policy::geolocation:
    case Policy::geoproximity:
    case Policy::ip_based:
      return choose_nearest(group, asker, collections, is_healthy, choices);
  }
}

bool is_for(Group group, std::size_t position, const Asker& asker,
            const CidrCollections& collections) {
  const RecordSet& record = *group[position];
  switch (const Policy policy = policy_of(*group.front())) {
    case Policy::simple:
      return position == 0;
    case Policy::weighted:
      return record.weight.has_value();
    case Policy::multivalue:
      return record.multivalue;
    default:
      return distance_of(policy, record, asker, collections).has_value();
  }
}

}  // namespace godwit::traffic
