#include "catalog/catalog.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

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
  EXPECT_EQ(hosted_zone_of_endpoint("a.elb.eu-west-1.amazonaws.com"), "Z2IFOLAFXWLO4F");
  EXPECT_EQ(hosted_zone_of_endpoint("d111.cloudfront.net"), "Z2FDTNDATAQYW2");
  EXPECT_EQ(hosted_zone_of_endpoint("s3-website-eu-west-1.amazonaws.com."), "Z1BKCTXD74EZPE");
  EXPECT_EQ(hosted_zone_of_endpoint("s3-website.eu-central-1.amazonaws.com"), "Z21DNDUVLTQW6Q");
  EXPECT_EQ(hosted_zone_of_endpoint("a.b.s3-website-eu-west-1.amazonaws.com"), "Z1BKCTXD74EZPE");
  EXPECT_EQ(owner_of_hosted_zone("Z1BKCTXD74EZPE"), "websites of S3 in eu-west-1");
  EXPECT_EQ(owner_of_hosted_zone("Z215JYRZR1TBD5"), "Elastic Load Balancing in eu-central-1");
  EXPECT_EQ(owner_of_hosted_zone("ZLY8HYME6SFDD"), "API Gateway in eu-west-1");
  EXPECT_EQ(owner_of_hosted_zone("Z2FDTNDATAQYW2"), "CloudFront");
  EXPECT_EQ(owner_of_hosted_zone("Z1234567890ABC"), "");
}

TEST(HostedZones, AreEmptyWhereTheCatalogDoesNotKnow) {
  for (const char* host :
       {"", ".", "d-1.execute-api.ap-southeast-6.amazonaws.com",
        "execute-api.eu-west-1.amazonaws.com", ".execute-api.eu-west-1.amazonaws.com",
        "eu-west-1.elb.amazonaws.com", "elb.eu-west-1.amazonaws.com",
        "d-1.execute-api.eu-west-9.amazonaws.com", "example.com", "cloudfront.net",
        ".cloudfront.net", "s3-website-eu-west-9.amazonaws.com",
        "s3-website-eu-west-1.amazonaws.com.evil.org", "s3-website.amazonaws.com",
        "my-s3-website-eu-west-1.amazonaws.com", "my-lb.il-central-1.elb.amazonaws.com",
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

// The whole of what others keep of it; where that is at hand.
TEST(Endpoints, AreAllOfTheSharedTable) {
  const auto path = std::filesystem::path(GODWIT_SOURCE_DIR) / "../shared/catalog/services.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  for (const std::string_view prefix : service_prefixes()) {
    const std::size_t row = text.find(fmt::format("\"{}\": {{\"regions\": [", prefix));
    if (row == std::string::npos) continue;  // global
    const std::string_view regions = std::string_view(text).substr(row, text.find(']', row) - row);
    for (const Region& region : catalog::regions()) {
      if (regions.find(fmt::format("\"{}\"", region.name)) == std::string_view::npos) continue;
      EXPECT_TRUE(has_endpoint(prefix, region.name)) << prefix << ' ' << region.name;
    }
  }
  EXPECT_EQ(std::ranges::count(text, '{') - 3, std::ssize(service_prefixes()));
}

// Fact A2.
TEST(Features, AreInFewerRegionsThanTheirService) {
  EXPECT_TRUE(is_feature("transcribemedical"));
  EXPECT_EQ(is_offered("transcribemedical", "eu-west-1"), true);
  EXPECT_EQ(is_offered("transcribemedical", "eu-central-1"), false);
  EXPECT_EQ(is_offered("transcribe", "eu-central-1"), true);
  EXPECT_EQ(is_offered("iam", "eu-central-1"), true);
  EXPECT_EQ(is_offered("comprehendmedical", "eu-central-1"), false);
  EXPECT_EQ(is_offered("textract", "eu-central-2"), true);  // came after the table
  EXPECT_EQ(is_offered("brand-new", "eu-central-1"), std::nullopt);
  EXPECT_EQ(is_offered("kms", "moon-1"), std::nullopt);
  EXPECT_EQ(regions_of("comprehendmedical").size(), 7u);
  EXPECT_TRUE(regions_of("iam").empty());
}

TEST(Names, LeadToServices) {
  EXPECT_EQ(find_service("Comprehend Medical"), "comprehendmedical");
  EXPECT_EQ(find_service("Amazon Comprehend Medical"), "comprehendmedical");
  EXPECT_EQ(find_service("comprehendmedical"), "comprehendmedical");
  EXPECT_EQ(find_service("AWS Lambda"), "lambda");
  EXPECT_EQ(find_service("states"), "states");
  EXPECT_EQ(find_service("Postgres"), "");
  EXPECT_EQ(service_name("transcribemedical"), "Transcribe Medical");
  EXPECT_EQ(service_name("brand-new"), "brand-new");
  const auto names = service_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_TRUE(knows_service(names[i].prefix) || is_feature(names[i].prefix)) << names[i].words;
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      EXPECT_FALSE(names[j].words.starts_with(names[i].words) &&
                   names[j].words.size() > names[i].words.size())
          << names[j].words << " is never found after " << names[i].words;
    }
  }
}

TEST(Languages, BelongToServices) {
  EXPECT_EQ(speaks("transcribemedical", "de"), false);
  EXPECT_EQ(speaks("transcribemedical", "en"), true);
  EXPECT_EQ(speaks("transcribemedical", "en-US"), true);
  EXPECT_EQ(speaks("transcribemedical", "en-GB"), false);
  EXPECT_EQ(speaks("transcribe", "de"), true);
  EXPECT_EQ(speaks("transcribe", "sw"), true);
  EXPECT_EQ(speaks("translate", "sw"), true);
  EXPECT_EQ(speaks("translate", "yo"), false);
  EXPECT_EQ(speaks("translate", "de-DE"), true);
  EXPECT_EQ(speaks("comprehendmedical", "de"), false);
  EXPECT_EQ(speaks("polly", "de"), std::nullopt);
  EXPECT_TRUE(std::ranges::is_sorted(languages(), {}, &Language::name));
}

// Fact A8.
TEST(Runtimes, HaveDates) {
  const Runtime* node = find_runtime("nodejs18.x");
  ASSERT_NE(node, nullptr);
  EXPECT_EQ(node->deprecated, "2025-09-01");
  EXPECT_GT(node->create_blocked, known_until());
  EXPECT_EQ(node->successor, "nodejs24.x");
  EXPECT_EQ(find_runtime("nodejs99.x"), nullptr);
  EXPECT_TRUE(std::ranges::is_sorted(runtimes(), {}, &Runtime::id));
}

TEST(ModelLives, AgreeWithTheModels) {
  for (const BedrockModel& model : bedrock_models()) {
    const ModelLife* life = find_model_life(model.id);
    ASSERT_NE(life, nullptr) << model.id;
    if (!model.end_of_life.empty()) {
      EXPECT_EQ(life->end_of_life, model.end_of_life) << model.id;
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(model_lives(), {}, &ModelLife::id));
  EXPECT_TRUE(is_geography("eu"));
  EXPECT_FALSE(is_geography("anthropic"));
}

TEST(Provenance, IsDated) {
  for (int topic = 0; topic < 8; ++topic) {
    const Provenance& basis = provenance(static_cast<Topic>(topic));
    EXPECT_TRUE(basis.as_of.starts_with("2026-")) << basis.fact;
    EXPECT_FALSE(basis.source.empty()) << basis.fact;
  }
  EXPECT_EQ(provenance(Topic::hosted_zones).fact, "hosted zones of endpoints");
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
