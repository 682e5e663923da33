// The members of a record that are about its routing policy.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "account/formats.h"
#include "account/sections.h"
#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::account {

namespace {

constexpr std::array<std::string_view, 7> policies = {
    "weight", "region", "failover", "geolocation", "geoproximity", "multivalue", "cidr"};

traffic::GeoLocation read_geolocation(const Node& node, Problems& problems) {
  traffic::GeoLocation location;
  if (node.kind == yaml::Kind::scalar) {
    if (yaml::one_of("a location", {"default"})(node, problems)) location.country = '*';
    return location;
  }
  yaml::Reader reader(node, "a geolocation", problems);
  location.continent = reader.optional(
      "continent", yaml::one_of("a continent", {"AF", "AN", "AS", "EU", "NA", "OC", "SA"}), "");
  location.country = reader.optional("country", yaml::a_word, "");
  location.subdivision = reader.optional("subdivision", yaml::a_word, "");
  reader.finish();
  if (reader.find("country") != nullptr && catalog::continent_of(location.country).empty()) {
    reader.problem("country", fmt::format("there is no country '{}'", location.country),
                   "write ISO 3166-1's code of two letters: DE");
  }
  if ((reader.find("continent") != nullptr) == (reader.find("country") != nullptr)) {
    problems.add(reader.place(), "a geolocation is a continent or a country",
                 "write {continent: EU}, {country: DE} or default");
  } else if (reader.find("subdivision") != nullptr && location.country != "US" &&
             location.country != "UA") {
    reader.problem("subdivision", "Route 53 knows subdivisions of US and UA alone",
                   "remove it, or write {country: US, subdivision: CA}");
  }
  return location;
}

traffic::GeoProximity read_proximity(const Node& node, Problems& problems) {
  yaml::Reader reader(node, "a geoproximity", problems);
  traffic::GeoProximity proximity;
  proximity.region = reader.optional("region", a_region, "");
  proximity.local_zone_group = reader.optional("local_zone_group", yaml::a_word, "");
  if (const Node* point = reader.find("coordinates")) {
    yaml::Reader coordinates(*point, "'coordinates'", problems);
    proximity.coordinates =
        Coordinates{.latitude = coordinates.required("latitude", yaml::a_number(-90, 90)),
                    .longitude = coordinates.required("longitude", yaml::a_number(-180, 180))};
    coordinates.finish();
  }
  proximity.bias = reader.optional("bias", yaml::an_integer(-99, 99), 0);
  reader.finish();
  const int places = (reader.find("region") != nullptr ? 1 : 0) +
                     (reader.find("local_zone_group") != nullptr ? 1 : 0) +
                     (reader.find("coordinates") != nullptr ? 1 : 0);
  if (places != 1) {
    problems.add(reader.place(),
                 "a geoproximity has one of 'region', 'local_zone_group' and 'coordinates'",
                 "write where the record leads to, once");
  }
  return proximity;
}

traffic::CidrRouting read_cidr(const Node& node, const Account& account, Problems& problems) {
  yaml::Reader reader(node, "a CIDR location", problems);
  traffic::CidrRouting cidr;
  cidr.collection = reader.required("collection", yaml::a_word);
  cidr.location = reader.required("location", yaml::a_word);
  reader.finish();
  std::vector<std::string> collections;
  for (const CidrCollection& each : account.cidr_collections) {
    collections.push_back(each.id);
    if (each.id != cidr.collection) continue;
    std::vector<std::string> locations = {"*"};
    for (const auto& [location, networks] : each.locations) locations.push_back(location);
    if (!cidr.location.empty() && std::ranges::find(locations, cidr.location) == locations.end()) {
      reader.problem("location",
                     fmt::format("the collection has no location '{}'{}", cidr.location,
                                 did_you_mean(cidr.location, locations)),
                     "write one that it has, or \"*\" for everybody else");
    }
    return cidr;
  }
  if (!cidr.collection.empty()) {
    reader.problem("collection",
                   fmt::format("there is no CIDR collection '{}'{}", cidr.collection,
                               did_you_mean(cidr.collection, collections)),
                   "add it under 'cidr_collections'");
  }
  return cidr;
}

void read_check(yaml::Reader& reader, const Account& account, Record& record) {
  record.health_check = reader.optional("health_check", yaml::a_word, "");
  if (record.health_check.empty()) return;
  std::vector<std::string> ids;
  for (const HealthCheck& check : account.health_checks) ids.push_back(check.id);
  if (std::ranges::find(ids, record.health_check) != ids.end()) return;
  reader.problem("health_check",
                 fmt::format("there is no health check '{}'{}", record.health_check,
                             did_you_mean(record.health_check, ids)),
                 "add it under 'health_checks'");
}

}  // namespace

std::string read_routing(yaml::Reader& reader, const Account& account, Record& record) {
  record.set_identifier = reader.optional("set_identifier", yaml::a_word, "");
  record.weight = reader.maybe("weight", yaml::an_integer(0, 255));
  record.region = reader.optional("region", a_region, "");
  record.failover = reader.maybe(
      "failover",
      yaml::choice<traffic::FailoverRole>({{"primary", traffic::FailoverRole::primary},
                                           {"secondary", traffic::FailoverRole::secondary}}));
  if (const Node* node = reader.find("geolocation")) {
    record.geolocation = read_geolocation(*node, reader.problems());
  }
  if (const Node* node = reader.find("geoproximity")) {
    record.geoproximity = read_proximity(*node, reader.problems());
  }
  record.multivalue = reader.optional("multivalue", yaml::a_flag, false);
  if (const Node* node = reader.find("cidr")) {
    record.cidr = read_cidr(*node, account, reader.problems());
  }
  read_check(reader, account, record);

  std::vector<std::string> given;
  for (const std::string_view policy : policies) {
    if (policy == "multivalue" ? record.multivalue : reader.find(policy) != nullptr) {
      given.emplace_back(policy);
    }
  }
  if (given.size() > 1) {
    reader.problem(given[1],
                   fmt::format("a record has one routing policy, and here are '{}' and '{}'",
                               given[0], given[1]),
                   "remove one of the two");
  }
  const std::string policy = given.empty() ? "" : given.front();
  const bool identified = reader.find("set_identifier") != nullptr;
  if (identified != policy.empty()) return policy;
  if (policy.empty() || policy == "weight") {
    reader.problem(identified ? "set_identifier" : "weight",
                   "a weighted record needs both 'set_identifier' and 'weight'",
                   identified ? "add 'weight: ...', from 0 to 255" : "add 'set_identifier: ...'");
  } else {
    reader.problem(policy, fmt::format("a record with '{}' needs a 'set_identifier', too", policy),
                   "add 'set_identifier: ...', which tells it from the others of its name");
  }
  return policy;
}

}  // namespace godwit::account
