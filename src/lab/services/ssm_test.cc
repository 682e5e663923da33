#include "lab/services/ssm.h"

#include "lab/services/iam/fixture.h"

namespace godwit::lab::services {
namespace {

class SsmTest : public IamFixture {
 protected:
  static Value text(std::string_view name, std::string_view value) {
    return Value().set("Name", name).set("Value", value).set("Type", "String");
  }
  std::string refusal(std::string_view operation, const Value& input) {
    return refused("ssm", operation, west, input);
  }
  std::string value_of(std::string_view name, bool decrypt = false) {
    const auto output =
        ask("ssm", "GetParameter", west, Value().set("Name", name).set("WithDecryption", decrypt));
    return output ? (*output)["Parameter"]["Value"].text() : output.error().code;
  }
  std::vector<std::string> below(const Value& input, const std::string& region = west) {
    std::vector<std::string> names;
    Value asked = input;
    for (;;) {
      const Value page = must("ssm", "GetParametersByPath", region, asked);
      for (const Value& parameter : page["Parameters"].list()) {
        names.push_back(parameter["Name"].text());
      }
      if (!page.has("NextToken")) return names;
      asked.set("NextToken", page["NextToken"]);
    }
  }
};

TEST_F(SsmTest, VersionsAndLabels) {
  EXPECT_EQ(must("ssm", "PutParameter", west, text("/medzen/url", "a"))["Version"].integer(), 1);
  EXPECT_EQ(refusal("PutParameter", text("/medzen/url", "b")), "ParameterAlreadyExists");
  EXPECT_EQ(
      must("ssm", "PutParameter", west, text("/medzen/url", "b").set("Overwrite", true))["Version"]
          .integer(),
      2);
  EXPECT_EQ(value_of("/medzen/url"), "b");
  EXPECT_EQ(value_of("/medzen/url:1"), "a");
  EXPECT_EQ(value_of("/medzen/url:3"), "ParameterVersionNotFound");
  EXPECT_EQ(value_of("arn:aws:ssm:eu-west-1:558069890522:parameter/medzen/url"), "b");
  must("ssm", "LabelParameterVersion", west,
       Value()
           .set("Name", "/medzen/url")
           .set("ParameterVersion", 1)
           .set("Labels", aws::List{"live", "1no"}));
  EXPECT_EQ(value_of("/medzen/url:live"), "a");
  must("ssm", "LabelParameterVersion", west,
       Value().set("Name", "/medzen/url").set("Labels", aws::List{"live"}));
  EXPECT_EQ(value_of("/medzen/url:live"), "b");
  EXPECT_EQ(
      must("ssm", "GetParameterHistory", west, Value().set("Name", "/medzen/url"))["Parameters"]
          .list()
          .size(),
      2U);
  // Parameters are their region's.
  EXPECT_EQ(refused("ssm", "GetParameter", central, Value().set("Name", "/medzen/url")),
            "ParameterNotFound");
  must("ssm", "DeleteParameter", west, Value().set("Name", "/medzen/url"));
  EXPECT_EQ(refusal("DeleteParameter", Value().set("Name", "/medzen/url")), "ParameterNotFound");
}

TEST_F(SsmTest, WhatIsRefused) {
  EXPECT_EQ(refusal("PutParameter", text("a/b", "x")), "ValidationException");
  EXPECT_EQ(refusal("PutParameter", text("ssm-x", "x")), "ValidationException");
  EXPECT_EQ(refusal("PutParameter", text("/aws/x", "x")), "AccessDeniedException");
  EXPECT_EQ(refusal("PutParameter", Value().set("Name", "a").set("Value", "x")),
            "ValidationException");
  EXPECT_EQ(refusal("PutParameter", text("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p", "x")),
            "HierarchyLevelLimitExceededException");
  EXPECT_EQ(refusal("PutParameter", text("large", std::string(4097, 'x'))), "ValidationException");
  EXPECT_EQ(must("ssm", "PutParameter", west,
                 text("large", std::string(4097, 'x')).set("Tier", "Intelligent-Tiering"))["Tier"]
                .text(),
            "Advanced");
  EXPECT_EQ(
      refusal("PutParameter", text("large", "x").set("Overwrite", true).set("Tier", "Standard")),
      "ValidationException");
  must("ssm", "PutParameter", west, text("plain", "x"));
  EXPECT_EQ(refusal("PutParameter",
                    text("plain", "x").set("Type", "SecureString").set("Overwrite", true)),
            "HierarchyTypeMismatchException");
}

TEST_F(SsmTest, SecureStrings) {
  must("ssm", "PutParameter", west,
       text("/db/password", "hunter2").set("Type", "SecureString").set("KeyId", "alias/west"));
  EXPECT_EQ(value_of("/db/password", true), "hunter2");
  EXPECT_THAT(value_of("/db/password"), testing::Not(testing::HasSubstr("hunter2")));
  must("kms", "DisableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(value_of("/db/password", true), "InvalidKeyId");
  EXPECT_EQ(
      refusal("PutParameter", text("/b", "x").set("Type", "SecureString").set("KeyId", "none")),
      "InvalidKeyId");
  const std::string snapshot = boost::json::serialize(lab.snapshot().at("ssm"));
  EXPECT_THAT(snapshot, testing::HasSubstr("/db/password"));
  EXPECT_THAT(snapshot, testing::Not(testing::HasSubstr("hunter2")));
}

TEST_F(SsmTest, Paths) {
  for (int i = 0; i < 12; ++i) {
    must("ssm", "PutParameter", west, text(fmt::format("/app/p{:02}", i), "x"));
  }
  must("ssm", "PutParameter", west, text("/app/deep/er", "x"));
  must("ssm", "PutParameter", west, text("/apple/x", "x"));
  EXPECT_EQ(below(Value().set("Path", "/app")).size(), 12U);
  EXPECT_EQ(below(Value().set("Path", "/app/")).size(), 12U);
  EXPECT_EQ(below(Value().set("Path", "/app").set("Recursive", true)).size(), 13U);
  EXPECT_EQ(below(Value().set("Path", "/").set("Recursive", true)).size(), 14U);
  EXPECT_EQ(refusal("GetParametersByPath", Value().set("Path", "app")), "ValidationException");
  EXPECT_EQ(refusal("GetParametersByPath", Value().set("Path", "/").set("MaxResults", 11)),
            "ValidationException");
  const Value filter =
      Value().set("ParameterFilters", aws::List{Value()
                                                    .set("Key", "Name")
                                                    .set("Option", "BeginsWith")
                                                    .set("Values", aws::List{"/app/"})});
  EXPECT_EQ(must("ssm", "DescribeParameters", west, filter)["Parameters"].list().size(), 13U);
  const Value some =
      must("ssm", "GetParameters", west, Value().set("Names", aws::List{"/app/p01", "/none"}));
  EXPECT_EQ(some["Parameters"].list().size(), 1U);
  EXPECT_EQ(some["InvalidParameters"].list().at(0).text(), "/none");
}

// Facts A1, A3: what people ask before they choose a region.
TEST_F(SsmTest, ThePublicTree) {
  const std::string services = "/aws/service/global-infrastructure/services/";
  const auto regions_of = [&](std::string_view service) {
    return below(Value().set("Path", fmt::format("{}{}/regions", services, service)), central);
  };
  using testing::Contains;
  using testing::Not;
  EXPECT_THAT(regions_of("comprehendmedical"),
              Contains(services + "comprehendmedical/regions/eu-west-1"));
  EXPECT_THAT(regions_of("comprehendmedical"),
              Not(Contains(services + "comprehendmedical/regions/eu-central-1")));
  EXPECT_THAT(regions_of("translate"), Contains(services + "translate/regions/eu-central-1"));
  EXPECT_EQ(value_of("/aws/service/global-infrastructure/regions/eu-central-1/longName"),
            "Europe (Frankfurt)");
  EXPECT_EQ(below(Value().set("Path", "/aws/service/global-infrastructure/regions")).size(), 34U);
  EXPECT_EQ(value_of("/aws/service/global-infrastructure/regions/eu-central-9"),
            "ParameterNotFound");
}

TEST_F(SsmTest, Tags) {
  must("ssm", "PutParameter", west,
       text("a", "x").set("Tags", aws::List{Value().set("Key", "k").set("Value", "v")}));
  const Value resource = Value().set("ResourceType", "Parameter").set("ResourceId", "a");
  EXPECT_EQ(must("ssm", "ListTagsForResource", west, resource)["TagList"].list().size(), 1U);
  must("ssm", "RemoveTagsFromResource", west, Value(resource).set("TagKeys", aws::List{"k"}));
  EXPECT_TRUE(must("ssm", "ListTagsForResource", west, resource)["TagList"].list().empty());
  EXPECT_EQ(refusal("ListTagsForResource", Value(resource).set("ResourceId", "none")),
            "InvalidResourceId");
}

// ---- Service Quotas

TEST_F(SsmTest, QuotasBelongToTheirService) {
  const auto quota = [](std::string_view service, std::string_view code) {
    return Value().set("ServiceCode", service).set("QuotaCode", code);
  };
  // Fact A11.
  EXPECT_EQ(refused("service-quotas", "GetServiceQuota", central, quota("ecs", "L-3032A538")),
            "NoSuchResourceException");
  EXPECT_EQ(refused("service-quotas", "RequestServiceQuotaIncrease", central,
                    quota("ecs", "L-3032A538").set("DesiredValue", 100.0)),
            "NoSuchResourceException");
  const Value rds =
      must("service-quotas", "GetServiceQuota", central, quota("rds", "L-7B6409FD"))["Quota"];
  EXPECT_EQ(rds["QuotaName"].text(), "DB instances");
  EXPECT_EQ(rds["Value"].number(), 40);
  const Value fargate = quota("fargate", "L-3032A538");
  EXPECT_EQ(refused("service-quotas", "RequestServiceQuotaIncrease", central,
                    Value(fargate).set("DesiredValue", 1.0)),
            "IllegalArgumentException");
  const Value asked = must("service-quotas", "RequestServiceQuotaIncrease", central,
                           Value(fargate).set("DesiredValue", 100.0))["RequestedQuota"];
  EXPECT_EQ(asked["Status"].text(), "PENDING");
  EXPECT_EQ(refused("service-quotas", "RequestServiceQuotaIncrease", central,
                    Value(fargate).set("DesiredValue", 200.0)),
            "ResourceAlreadyExistsException");
  EXPECT_EQ(must("service-quotas", "GetRequestedServiceQuotaChange", central,
                 Value().set("RequestId", asked["Id"]))["RequestedQuota"]["DesiredValue"]
                .number(),
            100);
  EXPECT_EQ(must("service-quotas", "ListRequestedServiceQuotaChangeHistory", west,
                 Value::structure())["RequestedQuotas"]
                .list()
                .size(),
            0U);
  EXPECT_EQ(refused("service-quotas", "ListServiceQuotas", west, Value().set("ServiceCode", "x")),
            "NoSuchResourceException");
  EXPECT_EQ(
      must("service-quotas", "ListServiceQuotas", west, Value().set("ServiceCode", "ecs"))["Quotas"]
          .list()
          .size(),
      0U);
}

}  // namespace
}  // namespace godwit::lab::services
