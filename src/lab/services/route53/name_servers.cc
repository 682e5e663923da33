#include "lab/services/route53/name_servers.h"

#include "traffic/zone_index.h"

namespace godwit::lab::services {
namespace {

using traffic::RecordSet;

// Names that somebody asks for and nobody has would otherwise fill the memory.
constexpr std::size_t max_remembered = 50'000;
// And so would networks, where a policy tells them apart.
constexpr std::size_t max_clients = 500;

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

void NameServers::publish(traffic::Zone zone) {
  ++publications_;
  std::unique_ptr<ServedZone>& served = served_[zone.id];
  if (served != nullptr) {
    if (const auto concerned = served->take(zone)) {
      for (const std::string& name : *concerned) {
        const auto found = names_.find(name);
        if (found == names_.end()) continue;
        remembered_ -= found->second.remembered();
        names_.erase(found);
      }
      return;
    }
  }
  served = std::make_unique<ServedZone>(std::move(zone), collections_);
  forget_all();
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
    served = std::make_unique<ServedZone>(served->zone(), collections_);
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

const ServedZone* NameServers::closest(std::string_view name) const {
  for (std::string_view above = name; !above.empty(); above = traffic::parent_of(above)) {
    if (const auto found = served_by_name_.find(above); found != served_by_name_.end()) {
      return found->second;
    }
  }
  return nullptr;
}

std::vector<RecordSet> NameServers::held(std::string_view name, std::string_view type) const {
  std::vector<RecordSet> records;
  const ServedZone* zone = closest(name);
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

std::size_t NameServers::Name::remembered() const {
  std::size_t count = 0;
  for (const Slot& slot : slots) count += slot.answers.size();
  return count;
}

NameServers::Name& NameServers::find(std::string_view name) {
  if (const auto found = names_.find(name); found != names_.end()) return found->second;
  Name found;
  found.zone = closest(name);
  found.by_asker = found.zone != nullptr && found.zone->depends_on_asker(name);
  found.by_network = found.by_asker && found.zone->depends_on_network(name);
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
  if (slot.answers.size() >= max_clients) {
    remembered_ -= slot.answers.size();
    slot.answers.clear();
  }
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
  const traffic::Answers answers = found.zone->answer(name, type, asker, health);
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
