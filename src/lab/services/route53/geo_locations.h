// The geographic locations that Route 53 tells apart, and what it says of them.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListGeoLocations.html
#pragma once

#include <span>
#include <string_view>

#include "aws/value.h"
#include "lab/service.h"
#include "traffic/record_set.h"

namespace godwit::lab::services {

struct GeoPlace {
  std::string_view code;
  std::string_view name;
};
// Each by its code (geo_codes.cc).
std::span<const GeoPlace> geo_continents();
std::span<const GeoPlace> geo_countries();
std::span<const GeoPlace> geo_subdivisions(std::string_view country);

// Is there such a location? The default ("*") is one.
bool is_geo_location(const traffic::GeoLocation& location);

Answer get_geo_location(const aws::Value& input);
// "Countries are listed first, and continents are listed last", subdivisions after their country.
Answer list_geo_locations(const aws::Value& input);

}  // namespace godwit::lab::services
