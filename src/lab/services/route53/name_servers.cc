#include "lab/services/route53/name_servers.h"

#include "lab/services/route53/names.h"

namespace godwit::lab::services {
namespace {

// Names that somebody asks for and nobody has would otherwise fill the memory.
constexpr std::size_t max_remembered = 10'000;

bool has_name(const std::vector<traffic::RecordSet>& records, std::string_view name) {
  return std::ranges::any_of(
      records, [&](const traffic::RecordSet& record) { return lies_within(record.name, name); });
}

// The name whose records answer: itself where anything has it or lies below it, or else the
// wildcard beside its closest ancestor that exists (RFC 4592).
std::string owner_of(const std::vector<traffic::RecordSet>& records, std::string_view name,
                     std::string_view zone) {
  if (has_name(records, name)) return std::string(name);
  std::string_view ancestor = name;
  while (ancestor.size() > zone.size()) {
    ancestor.remove_prefix(std::min(ancestor.find('.') + 1, ancestor.size()));
    if (has_name(records, ancestor)) return fmt::format("*.{}", ancestor);
  }
  return std::string(name);
}

}  // namespace

void NameServers::publish(const std::string& zone_id, const std::string& zone_name,
                          std::vector<traffic::RecordSet> records) {
  for (traffic::RecordSet& record : records) {
    if (record.type != "CNAME") continue;
    for (std::string& value : record.values) value = traffic::canonical_name(value);
  }
  zones_[zone_id] = {zone_name, std::move(records)};
  answers_.clear();  // they point into the records of before
}

const NameServers::Zone* NameServers::zone_of(std::string_view name) const {
  const Zone* closest = nullptr;
  for (const auto& [id, zone] : zones_) {
    if (lies_within(name, zone.name) &&
        (closest == nullptr || zone.name.size() > closest->name.size())) {
      closest = &zone;
    }
  }
  return closest;
}

const traffic::RecordSet* NameServers::answer(std::string_view name, Random& chance) {
  auto found = answers_.find(name);
  if (found == answers_.end()) {
    if (answers_.size() >= max_remembered) answers_.clear();
    found = answers_.emplace(std::string(name), Answers{}).first;
  }
  Answers& answers = found->second;
  if (answers.generation != health_.generation()) {
    answers.shares = shares(name, "A");
    if (answers.shares.empty()) answers.shares = shares(name, "CNAME");
    answers.generation = health_.generation();
  }
  // One draw for each query, also where there is no choice: what a query costs the stream must not
  // depend on the records, or else a shift would change everything after it.
  return traffic::choose(answers.shares, chance.real());
}

std::vector<traffic::Share> NameServers::shares(std::string_view name,
                                                const std::string& type) const {
  const Zone* zone = zone_of(name);
  if (zone == nullptr) return {};
  return traffic::shares(zone->records, owner_of(zone->records, name, zone->name), type,
                         [&](const std::string& check) { return health_.is_healthy(check); });
}

}  // namespace godwit::lab::services
