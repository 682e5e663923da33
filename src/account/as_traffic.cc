#include "account/as_traffic.h"

namespace godwit::account {

traffic::RecordSet record_set_of(const Record& record) {
  traffic::RecordSet set;
  set.name = traffic::canonical_name(record.name);
  set.type = record.type;
  set.set_identifier = record.set_identifier;
  set.weight = record.weight;
  set.region = record.region;
  set.failover = record.failover;
  set.geolocation = record.geolocation;
  set.geoproximity = record.geoproximity;
  set.multivalue = record.multivalue;
  set.cidr = record.cidr;
  set.health_check = record.health_check;
  set.region = record.region;
  set.failover = record.failover;
  set.geolocation = record.geolocation;
  set.geoproximity = record.geoproximity;
  set.multivalue = record.multivalue;
  set.cidr = record.cidr;
  set.health_check = record.health_check;
  set.ttl = record.ttl.value_or(Duration::zero());
  set.values = record.values;
  if (record.alias) {
    set.alias =
        traffic::AliasTarget{record.alias->zone, traffic::canonical_name(record.alias->name),
                             record.alias->evaluate_target_health};
  }
  return set;
}

traffic::Zone zone_of(const Zone& zone) {
  traffic::Zone result{zone.id, traffic::canonical_name(zone.name), {}};
  for (const Record& record : zone.records) result.records.push_back(record_set_of(record));
  return result;
}

traffic::CidrCollections collections_of(const Account& account) {
  traffic::CidrCollections collections;
  for (const CidrCollection& collection : account.cidr_collections) {
    collections[collection.id] = collection.locations;
  }
  return collections;
}

traffic::Asker asker_of(const Place& place) {
  traffic::Asker asker;
  asker.continent = place.continent;
  asker.country = place.country;
  asker.subdivision = place.subdivision;
  asker.coordinates = place.coordinates;
  asker.latency = place.latency;
  if (!place.networks.empty()) asker.network = place.networks.front();
  return asker;
}

}  // namespace godwit::account
