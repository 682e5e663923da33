#include "traffic/zone_index.h"

#include <algorithm>
#include <tuple>

namespace godwit::traffic {

bool lies_within(std::string_view name, std::string_view zone) {
  if (!name.ends_with(zone)) return false;
  return name.size() == zone.size() || zone.empty() || name[name.size() - zone.size() - 1] == '.';
}

std::string_view parent_of(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

ZoneIndex::ZoneIndex(const Zone& zone) : zone_(zone) {
  for (const RecordSet& record : zone.records) {
    if (lies_within(record.name, zone.name)) records_.push_back(&record);
  }
  std::ranges::stable_sort(
      records_, {}, [](const RecordSet* record) { return std::tie(record->name, record->type); });
  add_names();
  add_groups();
  link_records();
  rank_groups();
  cut_long_chains();
}

void ZoneIndex::add_names() {
  const auto add = [&](std::string_view name) {
    const auto [found, added] =
        node_of_.try_emplace(name, static_cast<std::uint32_t>(nodes_.size()));
    if (added) nodes_.emplace_back();
    return added;
  };
  add(zone_.name);
  for (const RecordSet* record : records_) {
    // With each name come those between it and the apex, until one that is known.
    for (std::string_view name = record->name; name.size() > zone_.name.size();
         name = parent_of(name)) {
      if (!add(name)) break;
    }
  }
  // Only a leftmost label of "*" alone is a wildcard.
  for (const RecordSet* record : records_) {
    const std::string_view name = record->name;
    if (!name.starts_with("*.") || name.size() <= zone_.name.size()) continue;
    nodes_[node_of_.at(parent_of(name))].wildcard = node_of_.at(name);
  }
}

void ZoneIndex::add_groups() {
  for (std::uint32_t at = 0; at < records_.size(); ++at) {
    const RecordSet& record = *records_[at];
    Node& node = nodes_[node_of_.at(record.name)];
    const bool is_new_name = at == 0 || records_[at - 1]->name != record.name;
    if (is_new_name) node.first_group = static_cast<std::uint32_t>(groups_.size());
    if (is_new_name || groups_.back().type != record.type) {
      groups_.push_back({.type = record.type, .first = at});
      ++node.group_count;
      if (record.type == "NS" && record.name != zone_.name && !record.name.starts_with("*.")) {
        node.is_cut = has_cuts_ = true;
      }
    }
    ++groups_.back().count;
  }
}

void ZoneIndex::link_records() {
  links_.resize(records_.size());
  targets_.resize(records_.size());
  for (std::size_t at = 0; at < records_.size(); ++at) {
    const RecordSet& record = *records_[at];
    Link& link = links_[at];
    if (record.alias) {
      const std::string target = canonical_name(record.alias->name);
      if (!lies_within(target, zone_.name)) {
        link.leads = Leads::outside;
      } else {
        // An alias names a record set, so a wildcard does not stand in for one that is not there.
        const Node* there = node(target);
        const Group* group = there != nullptr ? group_of(*there, record.type) : nullptr;
        link.leads = group != nullptr ? Leads::to_group : Leads::to_none;
        if (group != nullptr) link.group = index_of(*group);
      }
    } else if (record.type == "CNAME" && !record.values.empty()) {
      targets_[at] = canonical_name(record.values.front());
      link.leads = lies_within(targets_[at], zone_.name) ? Leads::to_name : Leads::outside;
      link.name = targets_[at];
    }
  }
}

// Strongly connected components, by Tarjan's algorithm (SIAM Journal on Computing, 1972), which
// finds a component after all that it leads to: in the order of ranks. An alias that stays within
// its component goes round in a circle. Without recursion, since a chain may be as long as the
// zone.
void ZoneIndex::rank_groups() {
  struct Visit {
    std::uint32_t group;
    std::uint32_t next = 0;  // record
  };
  std::vector<std::uint32_t> found(groups_.size(), none);
  std::vector<std::uint32_t> lowest(groups_.size());
  std::vector<bool> open(groups_.size(), false);
  std::vector<std::uint32_t> component;
  std::vector<Visit> path;
  std::uint32_t finds = 0;
  std::uint32_t ranks = 0;
  const auto enter = [&](std::uint32_t group) {
    found[group] = lowest[group] = finds++;
    open[group] = true;
    component.push_back(group);
    path.push_back({group});
  };
  for (std::uint32_t start = 0; start < groups_.size(); ++start) {
    if (found[start] != none) continue;
    enter(start);
    while (!path.empty()) {
      const std::uint32_t group = path.back().group;
      if (path.back().next < groups_[group].count) {
        const Link& link = links_[groups_[group].first + path.back().next++];
        if (link.leads != Leads::to_group) continue;
        if (found[link.group] == none) {
          enter(link.group);
        } else if (open[link.group]) {
          lowest[group] = std::min(lowest[group], found[link.group]);
        }
        continue;
      }
      if (lowest[group] == found[group]) {
        std::uint32_t member;
        do {
          member = component.back();
          component.pop_back();
          open[member] = false;
          groups_[member].rank = ranks;
        } while (member != group);
        ++ranks;
      }
      path.pop_back();
      if (!path.empty()) {
        const std::uint32_t parent = path.back().group;
        lowest[parent] = std::min(lowest[parent], lowest[group]);
      }
    }
  }
  for (const Group& group : groups_) {
    for (std::uint32_t at = group.first; at < group.first + group.count; ++at) {
      Link& link = links_[at];
      if (link.leads == Leads::to_group && groups_[link.group].rank == group.rank) {
        link.leads = Leads::in_circle;
      }
    }
  }
}

void ZoneIndex::cut_long_chains() {
  std::vector<std::uint32_t> by_rank(groups_.size());
  for (std::uint32_t index = 0; index < by_rank.size(); ++index) by_rank[index] = index;
  std::ranges::stable_sort(by_rank, {}, [&](std::uint32_t index) { return groups_[index].rank; });
  std::vector<int> chain(groups_.size(), 0);  // the longest from here
  for (const std::uint32_t index : by_rank) {
    Group& group = groups_[index];
    for (std::uint32_t at = group.first; at < group.first + group.count; ++at) {
      Link& link = links_[at];
      if (link.leads != Leads::to_group) continue;
      if (chain[link.group] >= max_chain) {
        link.leads = Leads::in_circle;
        continue;
      }
      chain[index] = std::max(chain[index], chain[link.group] + 1);
      if (records_[at]->alias->evaluate_target_health) group.ways += groups_[link.group].ways;
    }
  }
}

const ZoneIndex::Node* ZoneIndex::node(std::string_view name) const {
  const auto found = node_of_.find(name);
  return found != node_of_.end() ? &nodes_[found->second] : nullptr;
}

const ZoneIndex::Group* ZoneIndex::group_of(const Node& node, std::string_view type) const {
  for (std::uint32_t at = 0; at < node.group_count; ++at) {
    const Group& group = groups_[node.first_group + at];
    if (group.type == type) return &group;
  }
  return nullptr;
}

ZoneIndex::Found ZoneIndex::find(std::string_view name) const {
  Found result;
  const Node* encloser = node(name);
  result.node = encloser;
  result.exact = encloser != nullptr;
  std::string_view at = name;
  while (encloser == nullptr && at.size() > zone_.name.size()) {
    at = parent_of(at);
    encloser = node(at);
  }
  if (encloser == nullptr) return {};  // not of this zone
  if (result.node == nullptr && encloser->wildcard != none) {
    result.node = &nodes_[encloser->wildcard];
  }
  if (has_cuts_) {
    // The cut nearest to the apex counts: what is below it is not ours to cut.
    for (; at.size() > zone_.name.size(); at = parent_of(at)) {
      const Node* above = node(at);
      if (above != nullptr && above->is_cut) result.cut = above;
    }
  }
  return result;
}

}  // namespace godwit::traffic
