#include "traffic/record_set.h"

#include <algorithm>

#include "base/text.h"

namespace godwit::traffic {
namespace {

// Route 53 refuses alias loops and deep trees; this only bounds what an account file may contain.
constexpr int max_alias_depth = 10;

// The answers of one zone at one moment.
class Answers {
 public:
  Answers(const std::vector<RecordSet>& zone, const IsHealthy& is_healthy)
      : zone_(zone), is_healthy_(is_healthy) {}

  void add(std::string_view name, const std::string& type, double probability, int depth,
           std::vector<Share>& out) const {
    const auto group = group_of(name, type);
    for (const Share& share :
         shares_of_group(group, [&](const RecordSet& record) { return healthy(record, depth); })) {
      const double part = probability * share.probability;
      if (depth < max_alias_depth && has_target(*share.record)) {
        add(canonical_name(share.record->alias->name), type, part, depth + 1, out);
      } else {
        out.push_back({share.record, part});
      }
    }
  }

 private:
  std::vector<const RecordSet*> group_of(std::string_view name, const std::string& type) const {
    std::vector<const RecordSet*> group;
    for (const RecordSet& record : zone_) {
      if (record.name == name && record.type == type) group.push_back(&record);
    }
    return group;
  }

  // Does the alias lead to another record of the zone?
  bool has_target(const RecordSet& record) const {
    return record.alias && !group_of(canonical_name(record.alias->name), record.type).empty();
  }

  // A record without a health check is healthy (fact C5). An alias that evaluates its target is
  // healthy while any record that it leads to is; targets outside the zone are taken for healthy.
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
  bool healthy(const RecordSet& record, int depth) const {
    if (!record.health_check.empty() && !is_healthy_(record.health_check)) return false;
    if (!record.alias || !record.alias->evaluate_target_health || depth >= max_alias_depth) {
      return true;
    }
    const auto targets = group_of(canonical_name(record.alias->name), record.type);
    return targets.empty() || std::ranges::any_of(targets, [&](const RecordSet* target) {
             return healthy(*target, depth + 1);
           });
  }

  const std::vector<RecordSet>& zone_;
  const IsHealthy& is_healthy_;
};

// What is left to choose from: the healthy records with a weight; if there are none, the healthy
// ones of weight 0; if nothing is healthy, all count as healthy, and weights decide again (fact
// C5).
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
std::vector<const RecordSet*> candidates(std::span<const RecordSet* const> group,
                                         const std::function<bool(const RecordSet&)>& is_healthy) {
  std::vector<const RecordSet*> weighty;
  std::vector<const RecordSet*> weightless;
  const auto sort = [&](auto&& accept) {
    for (const RecordSet* record : group) {
      if (accept(*record))
        (record->weight.value_or(0) > 0 ? weighty : weightless).push_back(record);
    }
  };
  sort(is_healthy);
  if (weighty.empty() && weightless.empty()) sort([](const RecordSet&) { return true; });
  return weighty.empty() ? weightless : weighty;
}

}  // namespace

std::string_view to_string(Policy policy) {
  switch (policy) {
    case Policy::simple:
      return "simple";
    case Policy::weighted:
      return "weighted";
    case Policy::latency:
      return "latency";
    case Policy::failover:
      return "failover";
    case Policy::geolocation:
      return "geolocation";
    case Policy::geoproximity:
      return "geoproximity";
    case Policy::multivalue:
      return "multivalue answer";
    case Policy::ip_based:
      return "IP-based";
  }
  return "";
}

Policy policy_of(const RecordSet& record) {
  if (record.weight) return Policy::weighted;
  if (!record.region.empty()) return Policy::latency;
  if (record.failover) return Policy::failover;
  if (record.geolocation) return Policy::geolocation;
  if (record.geoproximity) return Policy::geoproximity;
  if (record.multivalue) return Policy::multivalue;
  if (record.cidr) return Policy::ip_based;
  return Policy::simple;
}

std::string canonical_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return to_lower(name);
}

std::vector<Share> shares(const std::vector<RecordSet>& zone, const std::string& name,
                          const std::string& type, const IsHealthy& is_healthy) {
  std::vector<Share> result;
  Answers(zone, is_healthy).add(canonical_name(name), type, 1.0, 0, result);
  return result;
}

std::vector<Share> shares_of_group(std::span<const RecordSet* const> group,
                                   const std::function<bool(const RecordSet&)>& is_healthy) {
  if (group.empty()) return {};
  // There is one policy under a name and type (fact C2), and a simple record is alone; it answers
  // whatever its health: there is nothing else to answer.
  if (policy_of(*group.front()) == Policy::simple) return {{group.front(), 1.0}};

  const auto chosen = candidates(group, is_healthy);
  std::int64_t sum = 0;
  for (const RecordSet* record : chosen) sum += record->weight.value_or(0);

  std::vector<Share> result;
  result.reserve(chosen.size());
  for (const RecordSet* record : chosen) {
    const double probability =
        sum == 0 ? 1.0 / static_cast<double>(chosen.size())
                 : static_cast<double>(record->weight.value_or(0)) / static_cast<double>(sum);
    result.push_back({record, probability});
  }
  return result;
}

const RecordSet* choose(const std::vector<Share>& shares, double draw) {
  for (const Share& share : shares) {
    if (draw < share.probability) return share.record;
    draw -= share.probability;
  }
  return shares.empty() ? nullptr : shares.back().record;  // the sum fell short of 1 by rounding
}

Duration ttl_of(const RecordSet& record) { return record.alias ? seconds(60) : record.ttl; }

}  // namespace godwit::traffic
