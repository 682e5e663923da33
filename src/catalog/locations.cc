// Where regions and local zones are: the city that AWS names, or the nearest to the state or
// country that it names, to a tenth of a degree. AWS publishes no coordinates of its data centres;
// what Route 53 measures distances to is its own secret, so a border between two regions is only
// as good as that.
// as_of: 2026-11-22. source: region names of the AWS General Reference, local zone groups of the
// AWS Local Zones User Guide; coordinates of the cities.
#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

struct Location {
  std::string_view name;
  Coordinates coordinates;
};

constexpr std::array<Location, 34> region_locations = {{
    {"af-south-1", {-33.9, 18.4}},       // Cape Town
    {"ap-east-1", {22.3, 114.2}},        // Hong Kong
    {"ap-east-2", {25.0, 121.6}},        // Taipei
    {"ap-northeast-1", {35.7, 139.7}},   // Tokyo
    {"ap-northeast-2", {37.6, 127.0}},   // Seoul
    {"ap-northeast-3", {34.7, 135.5}},   // Osaka
    {"ap-south-1", {19.1, 72.9}},        // Mumbai
    {"ap-south-2", {17.4, 78.5}},        // Hyderabad
    {"ap-southeast-1", {1.4, 103.8}},    // Singapore
    {"ap-southeast-2", {-33.9, 151.2}},  // Sydney
    {"ap-southeast-3", {-6.2, 106.8}},   // Jakarta
    {"ap-southeast-4", {-37.8, 145.0}},  // Melbourne
    {"ap-southeast-5", {3.1, 101.7}},    // Kuala Lumpur
    {"ap-southeast-6", {-36.8, 174.8}},  // Auckland
    {"ap-southeast-7", {13.8, 100.5}},   // Bangkok
    {"ca-central-1", {45.5, -73.6}},     // Montreal
    {"ca-west-1", {51.0, -114.1}},       // Calgary
    {"eu-central-1", {50.1, 8.7}},       // Frankfurt
    {"eu-central-2", {47.4, 8.5}},       // Zurich
    {"eu-north-1", {59.3, 18.1}},        // Stockholm
    {"eu-south-1", {45.5, 9.2}},         // Milan
    {"eu-south-2", {41.6, -0.9}},        // Zaragoza, Aragon
    {"eu-west-1", {53.3, -6.3}},         // Dublin
    {"eu-west-2", {51.5, -0.1}},         // London
    {"eu-west-3", {48.9, 2.4}},          // Paris
    {"il-central-1", {32.1, 34.8}},      // Tel Aviv
    {"me-central-1", {24.5, 54.4}},      // Abu Dhabi
    {"me-south-1", {26.2, 50.6}},        // Manama
    {"mx-central-1", {20.6, -100.4}},    // Queretaro
    {"sa-east-1", {-23.6, -46.6}},       // Sao Paulo
    {"us-east-1", {39.0, -77.5}},        // Ashburn, Virginia
    {"us-east-2", {40.0, -83.0}},        // Columbus, Ohio
    {"us-west-1", {37.4, -121.9}},       // San Jose, California
    {"us-west-2", {45.8, -119.7}},       // Boardman, Oregon
}};
static_assert(std::ranges::is_sorted(region_locations, {}, &Location::name));

constexpr std::array<Location, 33> local_zone_locations = {{
    {"af-south-1-los-1", {6.5, 3.4}},          // Lagos
    {"ap-northeast-1-tpe-1", {25.0, 121.6}},   // Taipei
    {"ap-south-1-ccu-1", {22.6, 88.4}},        // Kolkata
    {"ap-south-1-del-1", {28.6, 77.2}},        // Delhi
    {"ap-southeast-1-bkk-1", {13.8, 100.5}},   // Bangkok
    {"ap-southeast-1-mnl-1", {14.6, 121.0}},   // Manila
    {"ap-southeast-2-akl-1", {-36.8, 174.8}},  // Auckland
    {"ap-southeast-2-per-1", {-32.0, 115.9}},  // Perth
    {"eu-central-1-ham-1", {53.6, 10.0}},      // Hamburg
    {"eu-central-1-waw-1", {52.2, 21.0}},      // Warsaw
    {"eu-north-1-cph-1", {55.7, 12.6}},        // Copenhagen
    {"eu-north-1-hel-1", {60.2, 24.9}},        // Helsinki
    {"me-south-1-mct-1", {23.6, 58.4}},        // Muscat
    {"us-east-1-atl-1", {33.7, -84.4}},        // Atlanta
    {"us-east-1-atl-2", {33.7, -84.4}},        // Atlanta
    {"us-east-1-bos-1", {42.4, -71.1}},        // Boston
    {"us-east-1-bue-1", {-34.6, -58.4}},       // Buenos Aires
    {"us-east-1-chi-1", {41.9, -87.6}},        // Chicago
    {"us-east-1-dfw-1", {32.8, -96.8}},        // Dallas
    {"us-east-1-dfw-2", {32.8, -96.8}},        // Dallas
    {"us-east-1-iah-1", {29.8, -95.4}},        // Houston
    {"us-east-1-lim-1", {-12.0, -77.0}},       // Lima
    {"us-east-1-mci-1", {39.1, -94.6}},        // Kansas City
    {"us-east-1-mia-1", {25.8, -80.2}},        // Miami
    {"us-east-1-msp-1", {45.0, -93.3}},        // Minneapolis
    {"us-east-1-nyc-1", {40.7, -74.0}},        // New York
    {"us-east-1-phl-1", {40.0, -75.2}},        // Philadelphia
    {"us-east-1-scl-1", {-33.4, -70.7}},       // Santiago
    {"us-west-2-den-1", {39.7, -105.0}},       // Denver
    {"us-west-2-las-1", {36.2, -115.1}},       // Las Vegas
    {"us-west-2-lax-1", {34.1, -118.2}},       // Los Angeles
    {"us-west-2-pdx-1", {45.5, -122.7}},       // Portland
    {"us-west-2-phx-1", {33.4, -112.1}},       // Phoenix
}};
static_assert(std::ranges::is_sorted(local_zone_locations, {}, &Location::name));

const Coordinates* find(std::span<const Location> locations, std::string_view name) {
  const auto found = std::ranges::lower_bound(locations, name, {}, &Location::name);
  return found != locations.end() && found->name == name ? &found->coordinates : nullptr;
}

}  // namespace

const Coordinates* location_of(std::string_view name) {
  const Coordinates* region = find(region_locations, name);
  return region != nullptr ? region : find(local_zone_locations, name);
}

}  // namespace godwit::catalog
