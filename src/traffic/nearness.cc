#include "traffic/nearness.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "catalog/catalog.h"

namespace godwit::traffic {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

double distance_between(const std::optional<Coordinates>& asker, const Coordinates* resource) {
  return asker && resource != nullptr ? distance_km(*asker, *resource) : infinite;
}

double seconds_of(Duration duration) { return std::chrono::duration<double>(duration).count(); }

double of_latency(const std::string& region, const Asker& asker) {
  const auto known = asker.latency.find(region);
  if (known != asker.latency.end()) return seconds_of(known->second);
  const double distance = distance_between(asker.coordinates, catalog::location_of(region));
  return distance == infinite ? infinite : seconds_of(guessed_round_trip(distance));
}

std::optional<double> of_place(const GeoLocation& place, const Asker& asker) {
  if (place.country == "*") return 3;
  if (!place.continent.empty()) {
    const std::string_view continent =
        asker.continent.empty() ? catalog::continent_of(asker.country) : asker.continent;
    return place.continent == continent ? std::optional(2.0) : std::nullopt;
  }
  if (place.country.empty() || place.country != asker.country) return std::nullopt;
  if (place.subdivision.empty()) return 1;
  return place.subdivision == asker.subdivision ? std::optional(0.0) : std::nullopt;
}

double of_proximity(const GeoProximity& proximity, const Asker& asker) {
  const std::string& name =
      proximity.region.empty() ? proximity.local_zone_group : proximity.region;
  const Coordinates* resource =
      proximity.coordinates ? &*proximity.coordinates : catalog::location_of(name);
  const int bias = std::clamp(proximity.bias, -99, 99);
  return distance_between(asker.coordinates, resource) * (1 - bias / 100.0);
}

std::optional<double> of_network(const CidrRouting& cidr, const Asker& asker,
                                 const CidrCollections& collections) {
  constexpr double behind_all = 129;
  if (cidr.location == "*") return behind_all;
  if (!asker.network) return std::nullopt;
  const auto collection = collections.find(cidr.collection);
  if (collection == collections.end()) return std::nullopt;
  const auto location = collection->second.find(cidr.location);
  if (location == collection->second.end()) return std::nullopt;
  int longest = -1;
  for (const IpNetwork& network : location->second) {
    if (network.prefix > longest && network.contains(*asker.network)) longest = network.prefix;
  }
  return longest < 0 ? std::nullopt : std::optional(128.0 - longest);
}

}  // namespace

std::optional<double> distance_of(Policy policy, const RecordSet& record, const Asker& asker,
                                  const CidrCollections& collections) {
  switch (policy) {
    case Policy::latency:
      if (!record.region.empty()) return of_latency(record.region, asker);
      break;
    case Policy::failover:
      if (record.failover) return record.failover == FailoverRole::primary ? 0 : 1;
      break;
    case Policy::geolocation:
      if (record.geolocation) return of_place(*record.geolocation, asker);
      break;
    case Policy::geoproximity:
      if (record.geoproximity) return of_proximity(*record.geoproximity, asker);
      break;
    case Policy::ip_based:
      if (record.cidr) return of_network(*record.cidr, asker, collections);
      break;
    case Policy::simple:
    case Policy::weighted:
    case Policy::multivalue:
      break;
  }
  return std::nullopt;
}

Duration guessed_round_trip(double distance_km) {
  constexpr double km_a_second = 200'000;
  constexpr double detour = 1.5;
  return Duration(static_cast<std::int64_t>(2 * detour * distance_km / km_a_second * 1e6));
}

}  // namespace godwit::traffic
