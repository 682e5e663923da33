#include "lab/services/route53/served_zone.h"

#include <ranges>

#include "traffic/zone_index.h"

namespace godwit::lab::services {
namespace {

using traffic::RecordSet;

// With more names than this that have changed alone, the whole is indexed again.
constexpr std::size_t most_changed = 500;
// And so it is for a batch that changes more than a few.
constexpr std::size_t a_few = 20;

std::vector<traffic::Zone> one(traffic::Zone zone) {
  std::vector<traffic::Zone> zones;
  zones.push_back(std::move(zone));
  return zones;
}

bool asks_who(const RecordSet& record) {
  return !record.region.empty() || record.geolocation || record.geoproximity || record.cidr;
}

// The types whose values name another name, as the last thing.
bool leads_on(std::string_view type) {
  return type == "CNAME" || type == "NS" || type == "MX" || type == "SRV";
}
std::string target_of(const std::string& value) {
  const std::size_t blank = value.find_last_of(" \t");
  return traffic::canonical_name(
      std::string_view(value).substr(blank == std::string::npos ? 0 : blank + 1));
}

// Does a record say all that there is to its answer?
bool stands_alone(const RecordSet& record) {
  return !record.alias && !leads_on(record.type) && record.type != "SOA" && !asks_who(record);
}

// Is a name among these, or a wildcard that may answer for it?
bool covers(const std::set<std::string, std::less<>>& names, std::string_view name) {
  if (names.empty()) return false;
  if (names.contains(name)) return true;
  for (std::string_view above = traffic::parent_of(name); !above.empty();
       above = traffic::parent_of(above)) {
    if (names.contains(fmt::format("*.{}", above))) return true;
  }
  return false;
}

bool has_name(const traffic::Zone& zone, std::string_view name) {
  return std::ranges::any_of(zone.records,
                             [&](const RecordSet& record) { return record.name == name; });
}

}  // namespace

ServedZone::ServedZone(traffic::Zone zone, const traffic::CidrCollections& collections)
    : collections_(collections), zone_(std::move(zone)), base_(one(zone_), collections) {
  std::vector<std::pair<const RecordSet*, std::string>> links;
  for (const RecordSet& record : zone_.records) {
    if (asks_who(record)) by_asker_.insert(record.name);
    if (record.cidr) by_network_.insert(record.name);
    if (record.type == "NS" && record.name != zone_.name) delegates_ = true;
    if (record.alias) {
      links.emplace_back(&record, traffic::canonical_name(record.alias->name));
    } else if (leads_on(record.type)) {
      for (const std::string& value : record.values) links.emplace_back(&record, target_of(value));
    }
  }
  for (const auto& [record, target] : links) targets_.insert(target);
  // What leads to a name depends on whatever that depends on.
  for (Names* names : {&by_asker_, &by_network_}) {
    for (bool more = !names->empty(); more;) {
      more = false;
      for (const auto& [record, target] : links) {
        if (covers(*names, target)) more = names->insert(record->name).second || more;
      }
    }
  }
}

traffic::Answers ServedZone::answer(std::string_view name, std::string_view type,
                                    const traffic::Asker& asker,
                                    const traffic::Health& health) const {
  const auto changed = changed_.find(name);
  const traffic::Zones& zones = changed == changed_.end() ? base_ : changed->second;
  return zones.answer(name, type, asker, health);
}

bool ServedZone::depends_on_asker(std::string_view name) const { return covers(by_asker_, name); }
bool ServedZone::depends_on_network(std::string_view name) const {
  return covers(by_network_, name);
}

bool ServedZone::concerns_others(std::string_view name, const traffic::Zone& next) const {
  return name == zone_.name || name.starts_with('*') || targets_.contains(name) ||
         !has_name(zone_, name) || !has_name(next, name);
}

std::optional<std::set<std::string>> ServedZone::take(traffic::Zone& next) {
  if (next.name != zone_.name || delegates_) return std::nullopt;
  // All between the first and the last record that differ.
  const auto [old_begin, new_begin] = std::ranges::mismatch(zone_.records, next.records);
  const auto ends = std::ranges::mismatch(
      std::ranges::subrange(old_begin, zone_.records.end()) | std::views::reverse,
      std::ranges::subrange(new_begin, next.records.end()) | std::views::reverse);
  const std::ranges::subrange gone(old_begin, ends.in1.base());
  const std::ranges::subrange come(new_begin, ends.in2.base());
  if (!std::ranges::all_of(gone, stands_alone) || !std::ranges::all_of(come, stands_alone)) {
    return std::nullopt;
  }
  std::set<std::string> names;
  for (const RecordSet& record : gone) names.insert(record.name);
  for (const RecordSet& record : come) names.insert(record.name);
  if (names.size() > a_few || changed_.size() + names.size() > most_changed) return std::nullopt;
  std::map<std::string, traffic::Zone> own;
  for (const std::string& name : names) {
    if (concerns_others(name, next)) return std::nullopt;
    own[name] = {zone_.id, zone_.name, {}};
  }
  for (const RecordSet& record : next.records) {
    const auto found = own.find(record.name);
    if (found == own.end()) continue;
    if (!stands_alone(record)) return std::nullopt;
    found->second.records.push_back(record);
  }
  for (auto& [name, records] : own) {
    changed_.insert_or_assign(name, traffic::Zones(one(std::move(records)), collections_));
  }
  zone_ = std::move(next);
  return names;
}

}  // namespace godwit::lab::services
