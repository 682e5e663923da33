#include "traffic/effect.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "traffic/rules.h"

namespace godwit::traffic {
namespace {

std::vector<const RecordSet*> records_of(const Zone& zone, const RecordSet& like) {
  std::vector<const RecordSet*> found;
  for (const RecordSet& record : zone.records) {
    if (record.name == like.name && record.type == like.type) found.push_back(&record);
  }
  return found;
}

std::vector<TouchedGroup> groups_of(const Batch& batch, const Zone& before, const Zone& after) {
  std::vector<TouchedGroup> groups;
  for (const Change& change : batch.changes) {
    const RecordSet& record = change.record;
    const bool known = std::ranges::any_of(groups, [&](const TouchedGroup& group) {
      return group.name == record.name && group.type == record.type;
    });
    if (known) continue;
    groups.push_back(
        {record.name, record.type, records_of(before, record), records_of(after, record)});
  }
  return groups;
}

std::vector<Population> somebody(const Situation& situation) {
  double people = 0;
  for (const Population& population : situation.populations) people += population.people;
  if (people > 0) return situation.populations;
  return {{"", {}, 1}};
}

NameEffect effect_on(const std::string& name, const std::string& type, const Situation& situation,
                     const Zones& before, const Zones& after,
                     const std::vector<Population>& populations) {
  const RegionOf region_of =
      situation.region_of ? situation.region_of : [](const RecordSet&) { return std::string(); };
  const auto shares = [&](const Zones& zones, std::span<const Population> of) {
    return share_of_regions(zones, name, type, situation.health, of, region_of);
  };
  NameEffect effect{name, type, shares(before, populations), shares(after, populations), {}};
  for (const Population& population : populations) {
    if (population.people <= 0) continue;
    const std::span<const Population> alone(&population, 1);
    effect.places.push_back(
        {population.place, population.people, shares(before, alone), shares(after, alone)});
  }
  return effect;
}

// The names whose addresses the batch may move, each with the types that somebody gets an answer
// for, healthy or not.
std::vector<std::pair<std::string, std::string>> moved_names(const Case& given) {
  std::vector<std::pair<std::string, std::string>> names;
  const auto has_addresses = [&](const Zones& zones, const std::string& name, const char* type) {
    return std::ranges::any_of(given.populations, [&](const Population& population) {
      const Answers answers = zones.answer(name, type, population.asker, {});
      return std::ranges::any_of(answers.branches, [&](const Branch& branch) {
        return answers.kind == Answers::Kind::answered && !branch.records.empty();
      });
    });
  };
  const auto add = [&](const std::string& name) {
    for (const char* type : {"A", "AAAA"}) {
      const std::pair<std::string, std::string> entry(name, type);
      if (std::ranges::find(names, entry) == names.end() &&
          (has_addresses(given.before, name, type) || has_addresses(given.after, name, type))) {
        names.push_back(entry);
      }
    }
  };
  std::set<std::string> moved;
  for (const TouchedGroup& group : given.groups) {
    moved.insert(group.name);
    add(group.name);
  }
  // With what leads to a name that is moved, until there is nothing more.
  const auto is_moved = [&](const std::string& name) {
    return moved.contains(name) || std::ranges::any_of(moved, [&](const std::string& owner) {
             return may_stand_for(owner, name);
           });
  };
  for (bool more = true; more;) {
    more = false;
    for (const RecordSet& record : given.intended.records) {
      const std::string target = target_of(record);
      if (target.empty() || moved.contains(record.name) || !is_moved(target)) continue;
      more = moved.insert(record.name).second || more;
      add(record.name);
    }
  }
  for (const std::string& host : given.situation.called_hosts) {
    const bool leads = std::ranges::any_of(given.groups, [&](const TouchedGroup& group) {
      return leads_to(given.after, host, group.name);
    });
    if (leads) add(canonical_name(host));
  }
  return names;
}

}  // namespace

Effect effect_of(const Situation& situation, const Batch& batch) {
  Effect effect;
  effect.zones = situation.zones;
  const auto zone = std::ranges::find(effect.zones, batch.zone, &Zone::id);
  if (zone == effect.zones.end()) {
    effect.refused = true;
    effect.findings.push_back(
        {.id = "zone-missing",
         .fact = "C6",
         .severity = Severity::refused,
         .sentence = fmt::format("there is no hosted zone '{}'", batch.zone)});
    return effect;
  }
  const Zone& zone_before = *std::ranges::find(situation.zones, batch.zone, &Zone::id);
  const Intended intended = intend(zone_before, batch);
  *zone = intended.zone;
  const Zones before(situation.zones, situation.collections);
  const Zones after(effect.zones, situation.collections);
  const Case given{.situation = situation,
                   .batch = batch,
                   .zone = zone_before,
                   .intended = intended.zone,
                   .outcomes = intended.outcomes,
                   .before = before,
                   .after = after,
                   .groups = groups_of(batch, zone_before, intended.zone),
                   .populations = somebody(situation)};
  for (const Rule rule : rules()) rule(given, effect.findings);
  effect.refused = std::ranges::find(effect.findings, Severity::refused, &Finding::severity) !=
                   effect.findings.end();
  if (effect.refused) *zone = zone_before;
  for (const auto& [name, type] : moved_names(given)) {
    effect.names.push_back(effect_on(name, type, situation, before, effect.refused ? before : after,
                                     given.populations));
  }
  return effect;
}

}  // namespace godwit::traffic
