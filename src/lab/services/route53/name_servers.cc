#include "lab/services/route53/name_servers.h"

#include <ranges>

namespace godwit::lab::services {
namespace {

using traffic::RecordSet;

// Names that somebody asks for and nobody has would otherwise fill the memory.
constexpr std::size_t max_remembered = 50'000;
// And so would networks, where a policy tells them apart.
constexpr std::size_t max_clients = 500;

std::vector<traffic::Zone> one(traffic::Zone zone) {
  std::vector<traffic::Zone> zones;
  zones.push_back(std::move(zone));
  return zones;
}

bool depends_on_asker(const RecordSet& record) {
  return !record.region.empty() || record.geolocation || record.geoproximity || record.cidr;
}

// The name that a value ends with, for the types where that leads somewhere.
std::string target_of(const std::string& value) {
  const std::size_t blank = value.find_last_of(" \t");
  return traffic::canonical_name(
      std::string_view(value).substr(blank == std::string::npos ? 0 : blank + 1));
}

bool leads_on(std::string_view type) {
  return type == "CNAME" || type == "NS" || type == "MX" || type == "SRV";
}

std::string_view parent(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

// Is a name among these, or a wildcard that may answer for it?
bool covers(const std::set<std::string, std::less<>>& names, std::string_view name) {
  if (names.empty()) return false;
  if (names.contains(name)) return true;
  for (std::string_view above = parent(name); !above.empty(); above = parent(above)) {
    if (names.contains(fmt::format("*.{}", above))) return true;
  }
  return false;
}

// A record as it is remembered.
RecordSet kept(const RecordSet& record) {
  RecordSet copy = record;
  if (copy.type == "CNAME") {
    for (std::string& value : copy.values) value = traffic::canonical_name(value);
  }
  return copy;
}

}  // namespace

const Said::Branch* Said::choose(double draw) const {
  for (const Branch& branch : branches) {
    if (draw < branch.probability) return &branch;
    draw -= branch.probability;
  }
  return branches.empty() ? nullptr : &branches.back();  // the sum fell short of 1 by rounding
}

// ---- what is served

NameServers::Served::Served(traffic::Zone zone_to_serve,
                            const traffic::CidrCollections& collections)
    : zones(one(std::move(zone_to_serve)), collections) {
  std::vector<std::pair<const RecordSet*, std::string>> links;
  for (const RecordSet& record : zone().records) {
    if (depends_on_asker(record)) by_asker.insert(record.name);
    if (record.cidr) by_network.insert(record.name);
    if (record.alias) {
      links.emplace_back(&record, traffic::canonical_name(record.alias->name));
    } else if (leads_on(record.type)) {
      for (const std::string& value : record.values) {
        links.emplace_back(&record, target_of(value));
      }
    }
  }
  for (const auto& [record, target] : links) targets.insert(target);
  // What leads to a name depends on whatever that depends on.
  for (auto* names : {&by_asker, &by_network}) {
    for (bool more = !names->empty(); more;) {
      more = false;
      for (const auto& [record, target] : links) {
        if (covers(*names, target)) more = names->insert(record->name).second || more;
      }
    }
  }
}

bool NameServers::Served::has_name(std::string_view name) const {
  return std::ranges::any_of(zone().records,
                             [&](const RecordSet& record) { return record.name == name; });
}

void NameServers::publish(traffic::Zone zone) {
  ++publications_;
  const std::string id = zone.id;
  auto next = std::make_unique<Served>(std::move(zone), collections_);
  std::unique_ptr<Served>& place = served_[id];
  const bool known = place != nullptr && place->zone().name == next->zone().name;
  std::swap(place, next);
  if (known) {
    forget_changed(*next, *place);
  } else {
    forget_all();
  }
  index_names();
}

void NameServers::withdraw(const std::string& zone_id) {
  ++publications_;
  served_.erase(zone_id);
  forget_all();
  index_names();
}

void NameServers::publish_collections(traffic::CidrCollections collections) {
  ++publications_;
  collections_ = std::move(collections);
  for (auto& [id, served] : served_) {
    served = std::make_unique<Served>(served->zone(), collections_);
  }
  forget_all();
  index_names();
}

// Two zones may have one name. Which of them the world is sent to is the registrar's business; here
// it is the one whose id comes first.
void NameServers::index_names() {
  served_by_name_.clear();
  for (const auto& [id, served] : served_) {
    served_by_name_.emplace(served->zone().name, served.get());
  }
}

const NameServers::Served* NameServers::closest(std::string_view name) const {
  for (std::string_view above = name; !above.empty(); above = parent(above)) {
    if (const auto found = served_by_name_.find(above); found != served_by_name_.end()) {
      return found->second;
    }
  }
  return nullptr;
}

std::vector<RecordSet> NameServers::held(std::string_view name, std::string_view type) const {
  std::vector<RecordSet> records;
  const Served* zone = closest(name);
  if (zone == nullptr) return records;
  for (const RecordSet& record : zone->zone().records) {
    if (record.name == name && record.type == type) records.push_back(record);
  }
  return records;
}

// ---- what is remembered

void NameServers::forget_all() {
  names_.clear();
  remembered_ = 0;
}

// Most changes concern a few names alone: their records have changed, and they had some before and
// have some still. Whatever else may be concerned is worked out afresh as a whole: names that lead
// there, wildcards, delegations, and the zone's own records, which go with answers to others.
void NameServers::forget_changed(const Served& before, const Served& after) {
  const std::vector<RecordSet>& from = before.zone().records;
  const std::vector<RecordSet>& to = after.zone().records;
  const auto [first_from, first_to] = std::ranges::mismatch(from, to);
  const auto same_end =
      std::ranges::mismatch(std::ranges::subrange(first_from, from.end()) | std::views::reverse,
                            std::ranges::subrange(first_to, to.end()) | std::views::reverse);
  std::set<std::string_view> changed;
  bool delegates = false;
  const auto add = [&](auto record, auto end) {
    for (; record != end; ++record) {
      changed.insert(record->name);
      delegates = delegates || record->type == "NS";
    }
  };
  add(first_from, same_end.in1.base());
  add(first_to, same_end.in2.base());
  const auto concerns_others = [&](std::string_view name) {
    return name == after.zone().name || name.starts_with('*') || before.targets.contains(name) ||
           after.targets.contains(name) || !before.has_name(name) || !after.has_name(name);
  };
  constexpr std::size_t a_few = 100;
  if (delegates || changed.size() > a_few || std::ranges::any_of(changed, concerns_others)) {
    return forget_all();
  }
  for (auto& [name, found] : names_) {  // in any order: each is done alike
    if (found.zone != &before) continue;
    found.zone = &after;
  }
  for (const std::string_view name : changed) {
    if (const auto found = names_.find(name); found != names_.end()) names_.erase(found);
  }
}

NameServers::Name& NameServers::find(std::string_view name) {
  if (const auto found = names_.find(name); found != names_.end()) return found->second;
  Name found;
  found.zone = closest(name);
  found.by_asker = found.zone != nullptr && covers(found.zone->by_asker, name);
  found.by_network = found.by_asker && covers(found.zone->by_network, name);
  return names_.emplace(std::string(name), std::move(found)).first->second;
}

const Said& NameServers::answer(std::string_view name, std::string_view type,
                                const Client& client) {
  if (remembered_ >= max_remembered) {
    const std::string copy(name);  // it may be part of what is forgotten
    forget_all();
    return answer(copy, type, client);
  }
  Name& found = find(name);
  const auto slot_of_type = std::ranges::find(found.slots, type, &Slot::type);
  Slot& slot = slot_of_type != found.slots.end()
                   ? *slot_of_type
                   : found.slots.emplace_back(Slot{std::string(type), {}});
  const auto is_for = [&](const std::unique_ptr<Remembered>& each) {
    return !found.by_asker || (each->client.place == client.place &&
                               (!found.by_network || each->client.network == client.network));
  };
  const auto answer_of_client = std::ranges::find_if(slot.answers, is_for);
  if (answer_of_client != slot.answers.end() &&
      (*answer_of_client)->health == health_.generation()) {
    return (*answer_of_client)->said;
  }
  auto worked_out = std::make_unique<Remembered>(
      Remembered{client, health_.generation(), work_out(found, name, type, client)});
  if (answer_of_client != slot.answers.end()) {
    *answer_of_client = std::move(worked_out);
    return (*answer_of_client)->said;
  }
  ++remembered_;
  if (slot.answers.size() >= max_clients) slot.answers.clear();
  slot.answers.push_back(std::move(worked_out));
  return slot.answers.back()->said;
}

Said NameServers::work_out(const Name& found, std::string_view name, std::string_view type,
                           const Client& client) {
  Said said;
  said.version = ++worked_out_;
  said.by_asker = found.by_asker;
  said.by_network = found.by_network;
  if (found.zone == nullptr) return said;
  const traffic::Health health{
      .check = [this](const std::string& check) { return health_.is_healthy(check); },
      .target = {}};
  const traffic::Asker asker = found.by_asker ? asker_of_(client) : traffic::Asker{};
  const traffic::Answers answers = found.zone->zones.answer(name, type, asker, health);
  said.kind = answers.kind;
  if (answers.zone != nullptr) said.zone = answers.zone->name;
  for (const traffic::Branch& branch : answers.branches) {
    Said::Branch& copy = said.branches.emplace_back();
    copy.probability = branch.probability;
    for (const RecordSet* record : branch.links) copy.links.push_back(kept(*record));
    for (const RecordSet* record : branch.records) copy.records.push_back(kept(*record));
    copy.most = branch.most;
    copy.endless = branch.endless;
    copy.no_such_name = branch.no_such_name;
    copy.ttl = branch.ttl;
  }
  return said;
}

}  // namespace godwit::lab::services
