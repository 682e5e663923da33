// Distribution: of one number over many seeds, with the seed that each of its points came from, so
// that it can be looked at. Pure.
#pragma once

#include <cstdint>
#include <vector>

namespace godwit::rehearse {

class Distribution {
 public:
  struct Point {
    std::int64_t value = 0;
    std::uint64_t seed = 0;
  };

  void add(std::int64_t value, std::uint64_t seed);
  std::size_t count() const { return points_.size(); }

  // By nearest rank: the least value that at least this share of all values do not exceed. Of equal
  // values, that of the smallest seed. Nothing may be asked of an empty one.
  Point quantile(double share) const;
  Point median() const { return quantile(0.5); }
  Point p99() const { return quantile(0.99); }
  Point worst() const { return quantile(1); }

 private:
  mutable std::vector<Point> points_;
  mutable bool sorted_ = true;
};

}  // namespace godwit::rehearse
