#include "traffic/walk.h"

#include <algorithm>
#include <array>

namespace godwit::traffic {
namespace {

using Leads = ZoneIndex::Leads;

// The records that answer for the type: its own, or a CNAME for all types but its own.
const ZoneIndex::Group* group_for(const ZoneIndex& zone, const ZoneIndex::Found& found,
                                  std::string_view type) {
  // ".../DomainNameFormat.html": an asterisk is no wildcard for NS records.
  if (!found.exact && type == "NS") return nullptr;
  const ZoneIndex::Group* group = zone.group_of(*found.node, type);
  return group != nullptr ? group : zone.group_of(*found.node, "CNAME");
}

}  // namespace

Answers Walk::answer(std::string_view name) {
  answers_.zone = &zone_.zone();
  const ZoneIndex::Found found = zone_.find(name);
  // The parent answers for the DS records of a cut itself (RFC 4035, section 3.1.4.1).
  if (found.cut != nullptr && !(type_ == "DS" && found.cut == found.node)) {
    answers_.kind = Answers::Kind::delegated;
    const ZoneIndex::Group& servers = *zone_.group_of(*found.cut, "NS");
    end_at(zone_.records_of(servers).front(), 1);
    return std::move(answers_);
  }
  if (found.node == nullptr) {
    answers_.kind = Answers::Kind::no_such_name;
    return std::move(answers_);
  }
  const ZoneIndex::Group* group = group_for(zone_, found, type_);
  if (group == nullptr) {
    answers_.kind = Answers::Kind::no_data;
    return std::move(answers_);
  }
  answers_.kind = Answers::Kind::answered;
  follow(*group, 1);
  if (endless_ > 0) add_branch(endless_).endless = true;
  return std::move(answers_);
}

// Down the aliases from a group, a group at a time, each after all that lead to it: then it has all
// of its probability, is chosen from once, and a tree costs what it has records, not what it has
// ways.
void Walk::follow(const ZoneIndex::Group& group, double probability) {
  std::array<std::byte, 512> buffer;
  std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
  std::pmr::vector<Part> parts(&memory);
  const auto is_later = [](const Part& a, const Part& b) {
    return std::tie(a.rank, a.group) < std::tie(b.rank, b.group);
  };
  take(group, probability, parts);
  std::ranges::make_heap(parts, is_later);
  while (!parts.empty()) {
    Part whole = parts.front();
    whole.probability = 0;
    while (!parts.empty() && parts.front().group == whole.group) {
      whole.probability += parts.front().probability;
      std::ranges::pop_heap(parts, is_later);
      parts.pop_back();
    }
    const std::size_t before = parts.size();
    take(zone_.group(whole.group), whole.probability, parts);
    for (std::size_t end = before + 1; end <= parts.size(); ++end) {
      std::push_heap(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(end), is_later);
    }
  }
}

// Shares the probability among the records of a group: it ends here, or becomes parts of others.
void Walk::take(const ZoneIndex::Group& group, double probability, std::pmr::vector<Part>& parts) {
  std::array<std::byte, 512> buffer;
  std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
  Choices choices(&memory);
  const auto records = zone_.records_of(group);
  steps_ += records.size();
  choose(
      records, asker_, collections_,
      [&](std::size_t at) { return tree_health_.is_healthy(group, at); }, choices);
  if (choices.empty()) return end_at(nullptr, probability);
  if (policy_of(*records.front()) == Policy::multivalue) {
    return take_many(group, probability, choices);
  }
  for (const Choice& choice : choices) {
    const RecordSet& record = *records[choice.position];
    const ZoneIndex::Link& link = zone_.link(group, choice.position);
    const double part = probability * choice.probability;
    switch (link.leads) {
      case Leads::nowhere:
      case Leads::outside:
        end_at(&record, part);
        break;
      case Leads::to_group:
        parts.push_back({zone_.group(link.group).rank, link.group, part});
        break;
      case Leads::to_name:
        if (type_ == "CNAME") {
          end_at(&record, part);
        } else {
          follow_cname(record, link.name, part);
        }
        break;
      case Leads::to_none:
        end_at(nullptr, part);
        break;
      case Leads::in_circle:
        add_branch(part).endless = true;
        break;
    }
  }
}

// Multivalue answers cannot be aliases; what an account file has of them leads nowhere.
void Walk::take_many(const ZoneIndex::Group& group, double probability, const Choices& choices) {
  constexpr std::size_t most = 8;
  Branch& branch = add_branch(probability);
  for (const Choice& choice : choices) {
    const RecordSet* record = zone_.records_of(group)[choice.position];
    if (record->alias) continue;
    branch.ttl =
        branch.records.empty() && links_.empty() ? record->ttl : std::min(branch.ttl, record->ttl);
    branch.records.push_back(record);
  }
  branch.most = std::min(most, branch.records.size());
}

void Walk::follow_cname(const RecordSet& record, std::string_view target, double probability) {
  if (std::ranges::find(links_, &record) != links_.end() || links_.size() >= Zones::max_links ||
      steps_ > Zones::max_steps) {
    endless_ += probability;
    return;
  }
  const ZoneIndex::Found found = zone_.find(target);
  if (found.cut != nullptr) return end_at(&record, probability);  // another's from here
  links_.push_back(&record);
  const ZoneIndex::Group* group = found.node != nullptr ? group_for(zone_, found, type_) : nullptr;
  if (group != nullptr) {
    follow(*group, probability);
  } else {
    end_at(nullptr, probability);
    answers_.branches.back().no_such_name = found.node == nullptr;
  }
  links_.pop_back();
}

Branch& Walk::add_branch(double probability) {
  Branch& branch = answers_.branches.emplace_back();
  branch.probability = probability;
  branch.links = links_;
  for (const RecordSet* link : links_) {
    branch.ttl = link == links_.front() ? ttl_of(*link) : std::min(branch.ttl, ttl_of(*link));
  }
  return branch;
}

void Walk::end_at(const RecordSet* record, double probability) {
  Branch& branch = add_branch(probability);
  if (record == nullptr) return;
  branch.records.push_back(record);
  branch.ttl = links_.empty() ? ttl_of(*record) : std::min(branch.ttl, ttl_of(*record));
}

}  // namespace godwit::traffic
