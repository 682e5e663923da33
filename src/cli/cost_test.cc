// `godwit cost` and `godwit catalog`, as users meet them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/ask_catalog.h"
#include "cli/testing/in_memory.h"
#include "env/simulated_env.h"
#include "lab/lab.h"
#include "lab/lab_cloud.h"
#include "lab/lab_fixture.h"

namespace godwit::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* prices_yaml = R"(prices: small
source: somebody's figures
as_of: "2025-12-11"
currency: USD
components:
  - {name: S3, group: core, monthly: {eu-west-1: 100, eu-central-1: 105.00}}
  - {name: Lambda, group: core, while_both: dearer, monthly: {eu-west-1: 50, eu-central-1: 52.50}}
extras:
  - {name: Copying, why: it goes over once, covers: transfer, once: {quantity: 500, price: 0.02}}
)";

struct CostTest : testing::InMemory {
  CostTest() { write("/prices.yaml", prices_yaml); }
};

TEST_F(CostTest, ShowsAMonthInEachRegionAndWhileBothRun) {
  EXPECT_EQ(run({"cost", "/plan.yaml"}), ok) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("150.00"), HasSubstr("157.50"), HasSubstr("+7.50"),
                         HasSubstr("257.50"), HasSubstr("+5.00 %"), HasSubstr("+90.00 a year"),
                         HasSubstr("10.00"), HasSubstr("somebody's figures")));
  EXPECT_THAT(err, IsEmpty());
}

TEST_F(CostTest, JsonHasTheDocumentedFields) {
  EXPECT_EQ(run({"cost", "/plan.yaml", "--json"}), ok);
  const auto json = boost::json::parse(out).as_object();
  EXPECT_EQ(json.at("schema"), "godwit.cost/1");
  for (const char* field : {"plan", "prices", "regions", "duration_s", "lines", "groups",
                            "components", "total", "uncovered", "limits"}) {
    EXPECT_TRUE(json.contains(field)) << field;
  }
  EXPECT_EQ(json.at("components").at("before"), "150.00");
  EXPECT_EQ(json.at("components").at("change_percent"), 5.0);
  EXPECT_EQ(json.at("total").at("once"), "10.00");
}

TEST_F(CostTest, SaysNoWhereTheLimitIsExceeded) {
  write("/plan.yaml", rehearse::testing::edited(
                          rehearse::testing::plan_yaml,
                          {{"policy:\n", "policy:\n  cost: {increase: 4%, monthly: 1000}\n"}}));
  EXPECT_EQ(run({"cost", "/plan.yaml"}), failed) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("exceeded"), HasSubstr("4.00 %"), HasSubstr("5.00 %"),
                         HasSubstr("holds")));
}

TEST_F(CostTest, RefusesWhatIsNoPriceFile) {
  EXPECT_EQ(run({"cost", "/plan.yaml", "--prices", "/none.yaml"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/none.yaml"));
  write("/bad.yaml", "prices: x\nsource: y\nas_of: z\ncurrency: dollars\ncomponents: []\n");
  EXPECT_EQ(run({"cost", "/plan.yaml", "--prices", "/bad.yaml"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/bad.yaml:4:11"));
}

TEST_F(CostTest, TheCatalogShowsWhatItHasAndFromWhere) {
  EXPECT_EQ(run({"catalog", "show"}), ok);
  EXPECT_THAT(out, AllOf(HasSubstr("regions of services"), HasSubstr("2026-")));
  EXPECT_EQ(run({"catalog", "show", "Comprehend Medical", "nodejs18.x", "eu-central-1",
                 "eu.anthropic.claude-3-sonnet-20240229-v1:0"}),
            ok);
  EXPECT_THAT(out, AllOf(HasSubstr("eu-west-2"), HasSubstr("2025-09-01"), HasSubstr("not needed"),
                         HasSubstr("2026-07-30")));
  EXPECT_EQ(run({"catalog", "show", "postgres"}), failed);
  EXPECT_THAT(err, HasSubstr("postgres"));
}

struct AskCatalogTest : lab::LabTest {};

TEST_F(AskCatalogTest, AWSIsAskedAndSaysWhatTheCatalogSays) {
  std::vector<std::string> left_out;
  const auto refreshed = ask_catalog(cloud, lab::central, env.clock.now(), left_out);
  ASSERT_TRUE(refreshed.has_value()) << to_string(refreshed.error());
  EXPECT_EQ(refreshed->as_of, "2026-01-05");
  EXPECT_THAT(left_out, IsEmpty());
  EXPECT_GT(refreshed->services.size(), 60u);
  for (const auto& [prefix, regions] : refreshed->services) {
    for (const catalog::Region& region : catalog::regions()) {
      EXPECT_EQ(regions.contains(std::string(region.name)),
                catalog::has_endpoint(prefix, region.name))
          << prefix << ' ' << region.name;
    }
  }
  EXPECT_EQ(refreshed->quotas.size(), catalog::quotas().size());
}

}  // namespace
}  // namespace godwit::cli
