#include "traffic/tree_health.h"

#include "traffic/choice.h"

namespace godwit::traffic {

using Leads = ZoneIndex::Leads;

bool TreeHealth::is_healthy(const ZoneIndex::Group& group, std::size_t position) {
  const RecordSet& record = *zone_.records_of(group)[position];
  if (!record.health_check.empty() && health_.check && !health_.check(record.health_check)) {
    return false;
  }
  if (!record.alias || !record.alias->evaluate_target_health) return true;
  const ZoneIndex::Link& link = zone_.link(group, position);
  if (link.leads == Leads::outside) return !health_.target || health_.target(*record.alias);
  return link.leads == Leads::to_group && is_any_healthy(zone_.group(link.group));
}

bool TreeHealth::is_any_healthy(const ZoneIndex::Group& group) {
  constexpr double few_ways = 64;
  if (group.ways <= few_ways) return look(group);
  if (known_.empty()) known_.resize(zone_.group_count(), Known::nothing);
  const std::uint32_t index = zone_.index_of(group);
  if (known_[index] == Known::nothing) {
    const bool healthy = look(group);
    known_[index] = healthy ? Known::healthy : Known::unhealthy;
  }
  return known_[index] == Known::healthy;
}

// As deep as a chain of aliases, which ZoneIndex has bounded.
bool TreeHealth::look(const ZoneIndex::Group& group) {
  const auto records = zone_.records_of(group);
  for (std::size_t at = 0; at < records.size(); ++at) {
    if (is_for(records, at, asker_, collections_) && is_healthy(group, at)) return true;
  }
  return false;
}

}  // namespace godwit::traffic
