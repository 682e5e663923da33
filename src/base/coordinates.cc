#include "base/coordinates.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace godwit {

double distance_km(const Coordinates& a, const Coordinates& b) {
  constexpr double mean_radius_km = 6371.0088;  // IUGG
  constexpr double radians = std::numbers::pi / 180;
  const double half_latitude = std::sin((b.latitude - a.latitude) * radians / 2);
  const double half_longitude = std::sin((b.longitude - a.longitude) * radians / 2);
  const double chord = half_latitude * half_latitude + std::cos(a.latitude * radians) *
                                                           std::cos(b.latitude * radians) *
                                                           half_longitude * half_longitude;
  return 2 * mean_radius_km * std::asin(std::sqrt(std::clamp(chord, 0.0, 1.0)));
}

}  // namespace godwit
