#include "lab/services/route53/geo_locations.h"

#include <algorithm>
#include <vector>

#include "lab/services/route53/refusals.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using traffic::GeoLocation;

constexpr std::size_t max_page = 100;

const GeoPlace* find(std::span<const GeoPlace> places, std::string_view code) {
  const auto found = std::ranges::find(places, code, &GeoPlace::code);
  return found == places.end() ? nullptr : &*found;
}

Value describe(const GeoLocation& location) {
  Value value;
  if (!location.continent.empty()) {
    return value.set("ContinentCode", location.continent)
        .set("ContinentName", find(geo_continents(), location.continent)->name);
  }
  const GeoPlace* country = find(geo_countries(), location.country);
  value.set("CountryCode", location.country)
      .set("CountryName", country == nullptr ? "Default" : country->name);
  if (!location.subdivision.empty()) {
    value.set("SubdivisionCode", location.subdivision)
        .set("SubdivisionName",
             find(geo_subdivisions(location.country), location.subdivision)->name);
  }
  return value;
}

const std::vector<GeoLocation>& all_locations() {
  static const std::vector<GeoLocation> all = [] {
    std::vector<GeoLocation> list;
    list.push_back({"", "*", ""});
    for (const GeoPlace& country : geo_countries()) {
      list.push_back({"", std::string(country.code), ""});
      for (const GeoPlace& part : geo_subdivisions(country.code)) {
        list.push_back({"", std::string(country.code), std::string(part.code)});
      }
    }
    for (const GeoPlace& continent : geo_continents()) {
      list.push_back({std::string(continent.code), "", ""});
    }
    return list;
  }();
  return all;
}

}  // namespace

bool is_geo_location(const GeoLocation& location) {
  if (!location.continent.empty()) {
    return location.country.empty() && location.subdivision.empty() &&
           find(geo_continents(), location.continent) != nullptr;
  }
  if (location.country == "*") return location.subdivision.empty();
  if (find(geo_countries(), location.country) == nullptr) return false;
  return location.subdivision.empty() ||
         find(geo_subdivisions(location.country), location.subdivision) != nullptr;
}

Answer get_geo_location(const Value& input) {
  GeoLocation location{input["ContinentCode"].text(), input["CountryCode"].text(),
                       input["SubdivisionCode"].text()};
  if (!location.continent.empty() && !(location.country + location.subdivision).empty()) {
    return invalid_input("ContinentCode cannot be given with CountryCode or SubdivisionCode");
  }
  if (!location.subdivision.empty() && location.country.empty()) {
    return invalid_input("SubdivisionCode needs a CountryCode");
  }
  // "If you omit all of them": the default.
  if (location.continent.empty() && location.country.empty()) location.country = '*';
  if (!is_geo_location(location)) {
    return refuse(404, "NoSuchGeoLocation", "The specified geolocation is not supported.");
  }
  return Value().set("GeoLocationDetails", describe(location));
}

Answer list_geo_locations(const Value& input) {
  const std::size_t page = TRY(page_size(input, max_page));
  const GeoLocation start{input["StartContinentCode"].text(), input["StartCountryCode"].text(),
                          input["StartSubdivisionCode"].text()};
  const auto& all = all_locations();
  auto next = all.begin();
  if (start != GeoLocation{}) next = std::ranges::find(all, start);
  if (next == all.end()) return invalid_input("The listing cannot start at that location");

  Value details{aws::List{}};
  for (; next != all.end() && details.list().size() < page; ++next) details.push(describe(*next));
  Value output;
  output.set("GeoLocationDetailsList", std::move(details)).set("IsTruncated", next != all.end());
  if (next != all.end()) {
    if (!next->continent.empty()) output.set("NextContinentCode", next->continent);
    if (!next->country.empty()) output.set("NextCountryCode", next->country);
    if (!next->subdivision.empty()) output.set("NextSubdivisionCode", next->subdivision);
  }
  return output.set("MaxItems", std::to_string(page));
}

}  // namespace godwit::lab::services
