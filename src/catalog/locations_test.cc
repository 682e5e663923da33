#include <gtest/gtest.h>

#include "catalog/catalog.h"

namespace godwit::catalog {
namespace {

double km(std::string_view a, std::string_view b) {
  return distance_km(*location_of(a), *location_of(b));
}

TEST(Locations, AreKnownOfEveryRegion) {
  for (const Region& region : regions()) {
    const Coordinates* location = location_of(region.name);
    ASSERT_NE(location, nullptr) << region.name;
    EXPECT_LE(std::abs(location->latitude), 60) << region.name;
    EXPECT_LE(std::abs(location->longitude), 180) << region.name;
  }
}

// What an atlas says of the cities, to find a sign or a pair that is turned round.
TEST(Locations, AreWhereTheirCitiesAre) {
  EXPECT_NEAR(km("eu-west-1", "eu-west-2"), 464, 20);               // Dublin, London
  EXPECT_NEAR(km("eu-central-1", "eu-central-2"), 305, 20);         // Frankfurt, Zurich
  EXPECT_NEAR(km("eu-central-1", "af-south-1"), 9'380, 100);        // Frankfurt, Cape Town
  EXPECT_NEAR(km("us-east-1", "us-west-2"), 3'500, 150);            // Ashburn, Boardman
  EXPECT_NEAR(km("ap-southeast-1", "ap-southeast-2"), 6'300, 100);  // Singapore, Sydney
  EXPECT_NEAR(km("ap-northeast-1", "ap-northeast-3"), 400, 25);     // Tokyo, Osaka
  EXPECT_NEAR(km("sa-east-1", "us-east-1"), 7'640, 150);            // Sao Paulo, Ashburn
  EXPECT_NEAR(km("me-central-1", "me-south-1"), 435, 40);           // Abu Dhabi, Manama
}

TEST(Locations, OfLocalZonesAreNearTheirCities) {
  EXPECT_NEAR(km("us-west-2-lax-1", "us-west-1"), 490, 40);        // Los Angeles, San Jose
  EXPECT_NEAR(km("eu-central-1-ham-1", "eu-central-1"), 395, 25);  // Hamburg, Frankfurt
}

TEST(Locations, AreNotKnownOfAnythingElse) {
  for (const char* name :
       {"", "eu-central-9", "EU-CENTRAL-1", "us-west-2-lax", "us-west-2-lax-1a"}) {
    EXPECT_EQ(location_of(name), nullptr) << name;
  }
}

TEST(Continents, AreKnownOfEveryCountry) {
  EXPECT_EQ(continent_of("DE"), "EU");
  EXPECT_EQ(continent_of("ZA"), "AF");
  EXPECT_EQ(continent_of("AF"), "AS");  // Afghanistan
  EXPECT_EQ(continent_of("AS"), "OC");  // American Samoa
  EXPECT_EQ(continent_of("NA"), "AF");  // Namibia
  EXPECT_EQ(continent_of("SA"), "AS");  // Saudi Arabia
  EXPECT_EQ(continent_of("AQ"), "AN");
  EXPECT_EQ(continent_of("US"), "NA");
  EXPECT_EQ(continent_of("BR"), "SA");
  int countries = 0;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      countries += continent_of(std::string{first, second}).empty() ? 0 : 1;
    }
  }
  EXPECT_EQ(countries, 250);  // ISO 3166-1's 249, and Kosovo
  for (const char* none : {"", "de", "EU", "D", "DE AT", "*", "ZZ"}) {
    EXPECT_EQ(continent_of(none), "") << none;
  }
}

}  // namespace
}  // namespace godwit::catalog
