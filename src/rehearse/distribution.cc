#include "rehearse/distribution.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace godwit::rehearse {

void Distribution::add(std::int64_t value, std::uint64_t seed) {
  points_.push_back({value, seed});
  sorted_ = false;
}

Distribution::Point Distribution::quantile(double share) const {
  assert(!points_.empty());
  if (!sorted_) {
    std::sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
      return a.value != b.value ? a.value < b.value : a.seed < b.seed;
    });
    sorted_ = true;
  }
  const auto rank =
      static_cast<std::size_t>(std::ceil(share * static_cast<double>(points_.size())));
  const std::size_t index = std::clamp<std::size_t>(rank, 1, points_.size()) - 1;
  // The first of those that have this value.
  return *std::lower_bound(points_.begin(), points_.end(), points_[index],
                           [](const Point& a, const Point& b) { return a.value < b.value; });
}

}  // namespace godwit::rehearse
