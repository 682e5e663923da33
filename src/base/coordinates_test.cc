#include "base/coordinates.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

constexpr Coordinates berlin{52.520, 13.405};
constexpr Coordinates paris{48.857, 2.352};
constexpr Coordinates new_york{40.713, -74.006};
constexpr Coordinates sydney{-33.869, 151.209};

// As atlases have them; the sphere is good to half a percent.
TEST(Distance, IsTheGreatCircles) {
  EXPECT_NEAR(distance_km(berlin, paris), 878, 5);
  EXPECT_NEAR(distance_km(paris, new_york), 5'837, 30);
  EXPECT_NEAR(distance_km(new_york, sydney), 15'990, 80);
}

TEST(Distance, IsTheSameBothWays) {
  EXPECT_DOUBLE_EQ(distance_km(berlin, sydney), distance_km(sydney, berlin));
  EXPECT_EQ(distance_km(berlin, berlin), 0);
}

TEST(Distance, OfADegreeIsANauticalMileSixtyTimes) {
  EXPECT_NEAR(distance_km({0, 0}, {1, 0}), 111.19, 0.01);
  EXPECT_NEAR(distance_km({0, 0}, {0, 1}), 111.19, 0.01);
  EXPECT_NEAR(distance_km({60, 0}, {60, 1}), 55.6, 0.1);  // meridians come together
}

TEST(Distance, GoesTheShortWayRound) {
  EXPECT_NEAR(distance_km({0, 179.5}, {0, -179.5}), 111.19, 0.01);
  EXPECT_NEAR(distance_km({89.5, 0}, {89.5, 180}), 111.19, 0.01);
}

TEST(Distance, IsHalfTheGlobesAtMost) {
  constexpr double half = 20'015.1;
  EXPECT_NEAR(distance_km({90, 0}, {-90, 0}), half, 0.1);
  EXPECT_NEAR(distance_km({0, 0}, {0, 180}), half, 0.1);
  EXPECT_NEAR(distance_km({33.869, -28.791}, sydney), half, 0.1);  // no NaN by rounding
}

TEST(Distance, AtAPoleHasNoLongitude) { EXPECT_NEAR(distance_km({90, 0}, {90, 123}), 0, 1e-6); }

}  // namespace
}  // namespace godwit
