#include "plan/predict.h"

#include "account/as_traffic.h"
#include "traffic/answers.h"

namespace godwit::plan {
namespace {

using traffic::RecordSet;

// One side's record as the plan will have it.
RecordSet weighted(const Traffic& traffic, const Side& side, int weight) {
  RecordSet record;
  record.name = traffic::canonical_name(traffic.record);
  record.type = traffic.type;
  record.set_identifier = side.set_identifier;
  record.weight = weight;
  record.alias =
      traffic::AliasTarget{side.hosted_zone, traffic::canonical_name(side.endpoint), false};
  return record;
}

bool is_of(const RecordSet& record, const RecordSet& other) {
  return record.name == other.name && record.type == other.type &&
         record.set_identifier == other.set_identifier;
}

}  // namespace

double predicted_share(const Plan& plan, const Traffic& traffic, const account::Account& account,
                       int weight) {
  const RecordSet source = weighted(traffic, traffic.source, 100 - weight);
  const RecordSet target = weighted(traffic, traffic.target, weight);
  std::vector<traffic::Zone> zones;
  for (const account::Zone& each : account.zones) {
    traffic::Zone zone = account::zone_of(each);
    if (zone.id == traffic.zone.name) {
      std::erase_if(zone.records, [&](const RecordSet& record) {
        return is_of(record, source) || is_of(record, target);
      });
      zone.records.insert(zone.records.end(), {source, target});
    }
    zones.push_back(std::move(zone));
  }
  std::vector<traffic::Population> populations;
  for (const account::Place& place : account.users.places) {
    populations.push_back({place.name, account::asker_of(place), static_cast<double>(place.count)});
  }
  if (populations.empty()) populations.push_back({"anywhere", {}, 1});
  const auto shares = traffic::share_of_regions(
      traffic::Zones(std::move(zones), account::collections_of(account)), traffic.record,
      traffic.type, {}, populations, [&](const RecordSet& record) -> std::string {
        if (!record.alias) return "";
        if (record.alias->name == source.alias->name) return plan.source;
        return record.alias->name == target.alias->name ? plan.target : "";
      });
  const auto found = shares.find(plan.target);
  return found == shares.end() ? 0 : found->second;
}

}  // namespace godwit::plan
