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

TEST(Endpoints, AreNotEverywhere) {
  // Fact A1.
  EXPECT_FALSE(has_endpoint("comprehendmedical", "eu-central-1"));
  EXPECT_FALSE(has_endpoint("comprehendmedical", "af-south-1"));
  EXPECT_TRUE(has_endpoint("comprehendmedical", "eu-west-1"));
  EXPECT_TRUE(has_endpoint("comprehendmedical", "eu-west-2"));
  // Fact A3.
  EXPECT_FALSE(has_endpoint("translate", "af-south-1"));
  EXPECT_TRUE(has_endpoint("translate", "eu-central-1"));
  // Fact A4.
  for (const char* region : {"eu-central-1", "eu-west-2", "af-south-1"}) {
    EXPECT_TRUE(has_endpoint("meetings-chime", region)) << region;
  }
  EXPECT_FALSE(has_endpoint("meetings-chime", "eu-west-1"));
  EXPECT_FALSE(has_endpoint("media-pipelines-chime", "af-south-1"));
  EXPECT_FALSE(has_endpoint("messaging-chime", "eu-west-2"));

  const auto count = [](std::string_view prefix) {
    return std::ranges::count_if(
        regions(), [&](const Region& region) { return has_endpoint(prefix, region.name); });
  };
  EXPECT_EQ(count("comprehendmedical"), 7);
  EXPECT_EQ(count("translate"), 16);
  EXPECT_EQ(count("bedrock-runtime"), 20);
  EXPECT_EQ(count("bedrock"), 33);
  EXPECT_EQ(count("s3-control"), 29);
  EXPECT_EQ(count("kms"), 34);
  EXPECT_TRUE(has_endpoint("kms", "af-south-1"));
  EXPECT_FALSE(has_endpoint("kms", "af-south-9"));
  EXPECT_TRUE(has_endpoint("iam", ""));
  EXPECT_FALSE(has_endpoint("iam", "eu-west-1"));
  EXPECT_TRUE(has_endpoint("brand-new", "eu-west-1"));
  EXPECT_FALSE(knows_service("brand-new"));
  EXPECT_TRUE(std::ranges::is_sorted(service_prefixes()));
}

TEST(Lists, AreOfWholeWords) {
  EXPECT_TRUE(lists("a bc d", "bc"));
  EXPECT_FALSE(lists("a bc d", "b"));
  EXPECT_FALSE(lists("abc d", "bc"));
  EXPECT_FALSE(lists("", "a"));
  EXPECT_FALSE(lists("a", ""));
}

// Fact A10.
TEST(Regions, AreOptedInto) {
  EXPECT_TRUE(needs_opt_in("af-south-1"));
  EXPECT_TRUE(needs_opt_in("eu-central-2"));
  EXPECT_FALSE(needs_opt_in("eu-central-1"));
  EXPECT_FALSE(needs_opt_in("us-east-1"));
  for (const Region& region : regions()) EXPECT_FALSE(zones_of(region.name).letters.empty());
}

// Fact A11.
TEST(Quotas, BelongToTheirService) {
  EXPECT_EQ(find_quota("ecs", "L-3032A538"), nullptr);
  ASSERT_NE(find_quota("fargate", "L-3032A538"), nullptr);
  EXPECT_EQ(find_quota("rds", "L-7B6409FD")->value, 40);
  for (const Quota& quota : quotas()) {
    EXPECT_FALSE(quota_service_name(quota.service).empty()) << quota.service;
  }
}

// Fact A6.
TEST(BedrockModels, End) {
  const BedrockModel* sonnet = find_bedrock_model("anthropic.claude-3-sonnet-20240229-v1:0");
  ASSERT_NE(sonnet, nullptr);
  EXPECT_EQ(sonnet->end_of_life, "2026-07-30");
  EXPECT_EQ(find_bedrock_model("anthropic.claude-3-5-sonnet-20240620-v1:0")->end_of_life,
            "2026-03-01");
  EXPECT_TRUE(lists(regions_of_geography("eu"), "eu-central-1"));
  EXPECT_FALSE(lists(regions_of_geography("eu"), "us-east-1"));
  EXPECT_EQ(regions_of_geography("xx"), "");
  for (const BedrockModel& model : bedrock_models()) EXPECT_FALSE(model.regions.empty());
}

}  // namespace
}  // namespace godwit::catalog
