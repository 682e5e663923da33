#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace godwit::catalog {
namespace {

TEST(Regions, AreThoseOfThePartition) {
  EXPECT_EQ(regions().size(), 34u);
  EXPECT_TRUE(std::ranges::is_sorted(regions(), {}, &Region::name));
  EXPECT_TRUE(is_region("eu-central-1"));
  EXPECT_TRUE(is_region("af-south-1"));
  EXPECT_TRUE(is_region("us-west-2"));
  EXPECT_FALSE(is_region("eu-central-3"));
  EXPECT_FALSE(is_region(""));
  EXPECT_FALSE(is_region("EU-CENTRAL-1"));
  EXPECT_EQ(region_names().size(), 34u);
  EXPECT_EQ(std::ranges::find(regions(), "eu-central-1", &Region::name)->description,
            "Europe (Frankfurt)");
}

TEST(HostedZones, FollowTheServiceAndTheRegion) {
  EXPECT_EQ(hosted_zone_of_endpoint("d-1.execute-api.eu-central-1.amazonaws.com"),
            "Z1U9ULNL0V5AJ3");
  EXPECT_EQ(hosted_zone_of_endpoint("d-1.execute-api.eu-west-1.amazonaws.com."), "ZLY8HYME6SFDD");
  EXPECT_EQ(hosted_zone_of_endpoint("D-1.Execute-API.eu-west-1.amazonaws.com"), "ZLY8HYME6SFDD");
  EXPECT_EQ(hosted_zone_of_endpoint("my-lb-123.eu-central-1.elb.amazonaws.com"), "Z215JYRZR1TBD5");
  EXPECT_EQ(hosted_zone_of_endpoint("a.b.eu-west-1.elb.amazonaws.com"), "Z32O12XQLNTSW2");
  EXPECT_EQ(hosted_zone_of_endpoint("d111.cloudfront.net"), "Z2FDTNDATAQYW2");
}

TEST(HostedZones, AreEmptyWhereTheCatalogDoesNotKnow) {
  for (const char* host :
       {"", ".", "d-1.execute-api.af-south-1.amazonaws.com", "execute-api.eu-west-1.amazonaws.com",
        ".execute-api.eu-west-1.amazonaws.com", "eu-west-1.elb.amazonaws.com",
        "my-lb.elb.eu-west-1.amazonaws.com", "d-1.execute-api.eu-west-9.amazonaws.com",
        "example.com", "cloudfront.net", ".cloudfront.net", "my-lb.af-south-1.elb.amazonaws.com",
        "d-1.execute-api.eu-west-1.amazonaws.com.evil.org"}) {
    EXPECT_EQ(hosted_zone_of_endpoint(host), "") << host;
  }
}

}  // namespace
}  // namespace godwit::catalog
