// A point on the globe.
#pragma once

#include <compare>

namespace godwit {

struct Coordinates {
  double latitude = 0;   // degrees, -90 (south) to 90
  double longitude = 0;  // degrees, -180 (west) to 180
  bool operator==(const Coordinates&) const = default;
};

// The great circle's length, in kilometres, on a sphere of the Earth's mean radius (haversine
// formula): good to half a percent.
double distance_km(const Coordinates& a, const Coordinates& b);

}  // namespace godwit
