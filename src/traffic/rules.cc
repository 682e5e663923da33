#include "traffic/rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "traffic/zone_index.h"

namespace godwit::traffic {

namespace {

constexpr std::array<Rule, 13> all_rules = {
    // What Route 53 refuses.
    rule::record_exists,
    rule::record_missing,
    rule::policies_mixed,
    rule::weight_out_of_range,
    rule::ttl_of_alias,
    rule::zone_of_alias,
    // What it takes.
    rule::set_identifier_added,
    rule::place_without_answer,
    rule::check_disabled,
    rule::record_without_check,
    rule::name_unused,
    rule::host_out_of_reach,
    rule::time_to_move,
};

}  // namespace

bool may_stand_for(std::string_view owner, std::string_view name) {
  if (owner == name) return true;
  return owner.starts_with("*.") && name != parent_of(owner) && lies_within(name, parent_of(owner));
}

std::string target_of(const RecordSet& record) {
  if (record.alias) return canonical_name(record.alias->name);
  if (record.type == "CNAME" && !record.values.empty()) {
    return canonical_name(record.values.front());
  }
  return {};
}

std::span<const Rule> rules() { return all_rules; }

std::vector<const RecordSet*> Case::written() const {
  std::vector<const RecordSet*> records;
  for (const Outcome& outcome : outcomes) {
    if (outcome.change->action != Action::remove) records.push_back(&outcome.change->record);
  }
  return records;
}

bool leads_to(const Zones& zones, const std::string& name, const std::string& other) {
  std::set<std::string> seen = {canonical_name(name)};
  std::vector<std::string> open(seen.begin(), seen.end());
  const std::string aim = canonical_name(other);
  while (!open.empty()) {
    const std::string at = std::move(open.back());
    open.pop_back();
    if (at == aim) return true;
    const Zone* zone = zones.zone_of(at);
    if (zone == nullptr) continue;
    for (const RecordSet& record : zone->records) {
      if (!may_stand_for(record.name, at)) continue;
      if (record.name == aim) return true;
      const std::string next = target_of(record);
      if (!next.empty() && seen.insert(next).second) open.push_back(next);
    }
  }
  return false;
}

}  // namespace godwit::traffic
