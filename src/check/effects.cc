#include "check/effects.h"

#include <algorithm>
#include <set>

#include "account/as_traffic.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "check/passages.h"

namespace godwit::check {
namespace {

using traffic::RecordSet;
using traffic::Zone;

std::string region_in(std::string_view text) {
  const std::string words = to_lower(text);
  std::string found;
  for (const catalog::Region& region : catalog::regions()) {
    if (words.contains(region.name) && region.name.size() > found.size()) found = region.name;
  }
  return found;
}

// The longest name that all lie in.
std::string common_parent(const std::vector<std::string>& names) {
  std::vector<std::string_view> common;
  bool first = true;
  for (const std::string& name : names) {
    std::vector<std::string_view> labels = split(name, '.');
    std::ranges::reverse(labels);
    if (first) {
      common = labels;
    } else {
      const auto differ = std::ranges::mismatch(common, labels).in1;
      common.erase(differ, common.end());
    }
    first = false;
  }
  // A zone has at least two labels; where all names are one, it is probably not the zone's.
  constexpr std::size_t least = 2;
  const bool all_one =
      std::ranges::adjacent_find(names, std::ranges::not_equal_to()) == names.end();
  if (all_one && common.size() > least) common.pop_back();
  std::string result;
  for (const std::string_view label : common) {
    result = std::string(label) + (result.empty() ? "" : "." + result);
  }
  return result;
}

// The zone of a batch: the account's, by its id or, where the batch does not say it, by its names;
// else one of which nothing is known.
void place_in_zone(const std::vector<RecordBatch>& all, RecordBatch& batch,
                   std::vector<Zone>& zones, bool& from_account) {
  if (std::ranges::find(zones, batch.batch.zone, &Zone::id) != zones.end()) return;
  const std::string& name = batch.batch.changes.front().record.name;
  if (!batch.zone_known) {
    for (const Zone& zone : zones) {
      if (name != zone.name && !name.ends_with("." + zone.name)) continue;
      batch.batch.zone = zone.id;
      from_account = true;
      return;
    }
  }
  std::vector<std::string> names;
  for (const RecordBatch& each : all) {
    if (each.batch.zone != batch.batch.zone) continue;
    for (const traffic::Change& change : each.batch.changes) names.push_back(change.record.name);
  }
  std::string zone_name = common_parent(names);
  if (zone_name.empty()) zone_name = name;
  zones.push_back({batch.batch.zone, std::move(zone_name), {}});
}

std::map<std::string, double> shares_of(const std::vector<Zone>& zones,
                                        const traffic::Situation& situation, const RecordSet& of) {
  const traffic::Zones index(zones, situation.collections);
  std::vector<traffic::Population> people = situation.populations;
  if (people.empty()) people.push_back({"", {}, 1});
  // By set identifier where it is of this group.
  const auto identity = [&](const RecordSet& record) {
    return record.name == of.name && record.type == of.type ? record.set_identifier : std::string();
  };
  return traffic::share_of_regions(index, of.name, of.type, {}, people, identity);
}

void add_shares(const std::vector<Zone>& before, const std::vector<Zone>& after,
                JudgedBatch& judged) {
  for (const traffic::Change& change : judged.batch.batch.changes) {
    if (!change.record.weight || change.action == traffic::Action::remove) continue;
    judged.group = change.record.name + " " + change.record.type;
    judged.before = shares_of(before, judged.situation, change.record);
    judged.after = shares_of(after, judged.situation, change.record);
    return;
  }
}

// What commands have set of checks until then.
void apply_checks(const std::vector<CheckChange>& changes, std::size_t command,
                  std::map<std::string, traffic::CheckSettings>& checks) {
  for (const CheckChange& change : changes) {
    if (change.command >= command || change.id.empty()) continue;
    if (change.created && (!change.interval || !change.threshold)) continue;
    if (!change.created && !checks.contains(change.id)) continue;
    traffic::CheckSettings& settings = checks[change.id];
    settings.inverted = change.inverted.value_or(settings.inverted);
    settings.disabled = change.disabled.value_or(settings.disabled);
    settings.interval = change.interval.value_or(settings.interval);
    settings.threshold = change.threshold.value_or(settings.threshold);
  }
}

}  // namespace

std::string region_of(const Subject& subject, const RecordSet& record) {
  if (record.alias && subject.account != nullptr) {
    for (const account::Site& site : subject.account->workload.sites) {
      if (traffic::canonical_name(site.endpoint) == record.alias->name) return site.region;
    }
  }
  std::string region = record.alias ? region_in(record.alias->name) : "";
  for (const std::string& value : record.values) {
    if (region.empty()) region = region_in(value);
  }
  if (region.empty()) region = record.region;
  return region.empty() ? region_in(record.set_identifier) : region;
}

traffic::Situation situation_of(const Subject& subject) {
  traffic::Situation situation;
  situation.region_of = [&subject](const RecordSet& record) { return region_of(subject, record); };
  if (subject.account == nullptr) return situation;
  const account::Account& account = *subject.account;
  for (const account::Zone& zone : account.zones) situation.zones.push_back(account::zone_of(zone));
  situation.collections = account::collections_of(account);
  for (const account::HealthCheck& check : account.health_checks) {
    situation.checks[check.id] = {check.inverted, check.disabled, seconds(check.interval_s),
                                  check.threshold};
  }
  for (const account::Place& place : account.users.places) {
    situation.populations.push_back(
        {place.name, account::asker_of(place), static_cast<double>(place.count)});
  }
  return situation;
}

std::vector<JudgedBatch> judge(const Subject& subject) {
  const std::vector<RecordBatch> batches = record_batches(subject);
  if (batches.empty()) return {};
  const std::vector<CheckChange> checks = check_changes(subject);
  const traffic::Situation start = situation_of(subject);
  std::set<std::string> known;
  for (const Zone& zone : start.zones) known.insert(zone.id);
  const bool one_story = is_migration(subject);

  std::vector<JudgedBatch> result;
  std::map<std::pair<int, std::size_t>, std::vector<Zone>> states;
  for (const RecordBatch& batch : batches) {
    JudgedBatch judged;
    judged.batch = batch;
    judged.situation = start;
    const std::size_t script = one_story ? 0 : subject.commands[batch.command].script;
    auto [state, is_new] = states.try_emplace({batch.flow, script}, start.zones);
    std::vector<Zone> zones = state->second;
    place_in_zone(batches, judged.batch, zones, judged.from_account);
    judged.from_account = judged.from_account || known.contains(judged.batch.batch.zone);
    judged.situation.zones = zones;
    apply_checks(checks, batch.command, judged.situation.checks);
    judged.effect = traffic::effect_of(judged.situation, judged.batch.batch);

    std::vector<Zone> after = zones;
    const auto zone = std::ranges::find(after, judged.batch.batch.zone, &Zone::id);
    *zone = traffic::intend(*zone, judged.batch.batch).zone;
    add_shares(zones, after, judged);
    if (!batch.goes_back) state->second = std::move(after);
    result.push_back(std::move(judged));
  }
  return result;
}

traffic::Effect effect_of_records_step(const Subject& subject, const plan::Traffic& traffic) {
  const auto side = [&](const plan::Side& of, int weight) {
    RecordSet record;
    record.name = traffic::canonical_name(traffic.record);
    record.type = traffic.type;
    record.set_identifier = of.set_identifier;
    record.weight = weight;
    record.alias =
        traffic::AliasTarget{of.hosted_zone, traffic::canonical_name(of.endpoint), false};
    return traffic::Change{traffic::Action::upsert, std::move(record)};
  };
  constexpr int everybody = 100;
  const traffic::Batch batch{traffic.zone.name,
                             {side(traffic.source, everybody), side(traffic.target, 0)}};
  return traffic::effect_of(situation_of(subject), batch);
}

bool wants_everybody(const RecordBatch& batch, const std::string& group) {
  int most = 0;
  int sum = 0;
  for (const traffic::Change& change : batch.batch.changes) {
    const RecordSet& record = change.record;
    if (record.name + " " + record.type != group || !record.weight) continue;
    if (change.action == traffic::Action::remove) continue;
    most = std::max(most, *record.weight);
    sum += *record.weight;
  }
  constexpr int everybody = 100;
  return most == sum && most >= everybody;
}

const RecordChange* change_of(const JudgedBatch& judged, const traffic::Finding& finding) {
  for (const std::string& title : finding.records) {
    for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
      if (traffic::title(judged.batch.batch.changes[i].record) == title) {
        return &judged.batch.changes[i];
      }
    }
  }
  return nullptr;
}

void tell(const JudgedBatch& judged, const traffic::Finding& found, std::string_view field,
          std::string remedy, Findings& findings) {
  const RecordChange* change = change_of(judged, found);
  findings.add(change != nullptr ? change->at(field) : judged.batch.span,
               found.sentence.substr(0, found.sentence.find("; ")), std::move(remedy));
}

}  // namespace godwit::check
