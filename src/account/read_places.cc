// Where users are, and what DNS knows of it.
#include <fmt/format.h>

#include "account/formats.h"
#include "account/sections.h"
#include "catalog/catalog.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

constexpr int most_users_of_a_place = 10'000'000;

std::map<std::string, Duration> read_latency(yaml::Reader& place, const Account& account) {
  std::map<std::string, Duration> latency;
  const auto a_listed_region = a_region_among(account.regions);
  place.need("latency");
  for (const yaml::Entry& entry : place.entries("latency")) {
    const Node name{.kind = yaml::Kind::scalar, .place = entry.place, .text = entry.key};
    const auto region = a_listed_region(name, place.problems());
    const auto duration = yaml::a_duration(entry.value, place.problems());
    if (region && duration) latency.emplace(*region, *duration);
  }
  return latency;
}

// Any user may be sent to any site, hence needs a way there.
void check_latency(yaml::Reader& reader, const Account& account) {
  for (const Site& site : account.workload.sites) {
    const auto& entries = reader.entries("latency");
    if (site.region.empty() || entries.empty() ||
        std::ranges::find(entries, site.region, &yaml::Entry::key) != entries.end()) {
      continue;
    }
    reader.problem("latency",
                   fmt::format("the latency to {}, which has a site, is missing", site.region),
                   fmt::format("add '{}: ...', the round trip from there", site.region));
  }
}

std::optional<std::string> a_country(const Node& node, Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  if (!word || !catalog::continent_of(*word).empty()) return word;
  yaml::report_mismatch(node, problems, "a country's code", "write ISO 3166-1's two letters: DE");
  return std::nullopt;
}

std::optional<std::string> a_subdivision(const Node& node, Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  const auto fits = [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
  };
  if (!word || (word->size() <= 3 && std::ranges::all_of(*word, fits))) return word;
  yaml::report_mismatch(node, problems, "a subdivision's code",
                        "write ISO 3166-2's code without the country: CA");
  return std::nullopt;
}

std::optional<IpNetwork> a_network(const Node& node, Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  if (!word) return std::nullopt;
  const auto network = parse_network(*word);
  if (!network) {
    yaml::report_mismatch(node, problems, "a network",
                          "write its first address and its prefix: 192.0.2.0/24");
  }
  return network;
}

void read_geography(yaml::Reader& reader, Place& place) {
  place.country = reader.optional("country", a_country, "");
  place.continent = reader.optional(
      "continent", yaml::one_of("a continent", {"AF", "AN", "AS", "EU", "NA", "OC", "SA"}),
      std::string(catalog::continent_of(place.country)));
  place.subdivision = reader.optional("subdivision", a_subdivision, "");
  // https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
  const bool has_subdivisions = place.country == "US" || place.country == "UA";
  if (!place.subdivision.empty() && !has_subdivisions) {
    reader.problem("subdivision",
                   "only the United States and Ukraine have subdivisions in Route 53",
                   "leave it out, or add 'country: US'");
  }
  if (const Node* node = reader.find("coordinates")) {
    yaml::Reader coordinates(*node, "'coordinates'", reader.problems());
    place.coordinates =
        Coordinates{.latitude = coordinates.required("latitude", yaml::a_number(-90, 90)),
                    .longitude = coordinates.required("longitude", yaml::a_number(-180, 180))};
    coordinates.finish();
  }
}

// No network twice, in one place or two: smaller ones within others are fine, and count first.
void read_networks(yaml::Reader& reader, Place& place, yaml::Unique& networks) {
  for (const Node& item : reader.items("networks")) {
    const auto network = a_network(item, reader.problems());
    if (!network) continue;
    place.networks.push_back(*network);
    networks.add(to_string(*network), item.place, reader.problems());
  }
}

}  // namespace

std::vector<Place> read_places(yaml::Reader& users, const Account& account) {
  std::vector<Place> places;
  yaml::Unique names("place");
  yaml::Unique networks("network");
  users.need("places");
  for (const Node& item : users.items("places")) {
    yaml::Reader reader(item, "a place", users.problems());
    Place& place = places.emplace_back();
    place.name = reader.required("name", yaml::a_line);
    place.count = reader.required("count", yaml::an_integer(0, most_users_of_a_place));
    place.residency = reader.optional("residency", yaml::a_word, "");
    place.latency = read_latency(reader, account);
    read_geography(reader, place);
    read_networks(reader, place, networks);
    reader.finish();
    check_latency(reader, account);
    names.add(place.name, reader.place("name"), users.problems());
  }
  return places;
}

}  // namespace godwit::account
