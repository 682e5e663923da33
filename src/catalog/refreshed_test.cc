#include "catalog/refreshed.h"

#include <gtest/gtest.h>

namespace godwit::catalog {
namespace {

Refreshed some() {
  Refreshed refreshed;
  refreshed.as_of = "2026-11-23";
  refreshed.source = "somebody \"asked\"";
  refreshed.region = "eu-central-1";
  refreshed.services["comprehendmedical"] = {"eu-central-1", "eu-west-1"};
  refreshed.services["translate"] = {};
  refreshed.quotas = {{"rds", "L-7B6409FD", "DB instances", 100}};
  return refreshed;
}

TEST(Refreshed, ComesBackAsItWasWritten) {
  const std::string text = write_refreshed(some());
  const auto read = read_refreshed(text, "catalog.json");
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(read->as_of, "2026-11-23");
  EXPECT_EQ(read->source, "somebody \"asked\"");
  EXPECT_EQ(read->services, some().services);
  ASSERT_EQ(read->quotas.size(), 1u);
  EXPECT_EQ(read->quotas[0].value, 100);
  EXPECT_EQ(write_refreshed(*read), text);
}

TEST(Refreshed, GoesFirst) {
  const Refreshed refreshed = some();
  EXPECT_EQ(is_offered(nullptr, "comprehendmedical", "eu-central-1"), false);
  EXPECT_EQ(is_offered(&refreshed, "comprehendmedical", "eu-central-1"), true);
  EXPECT_EQ(is_offered(&refreshed, "comprehendmedical", "us-east-1"), false);
  EXPECT_EQ(is_offered(&refreshed, "translate", "eu-central-1"), false);
  EXPECT_EQ(is_offered(&refreshed, "textract", "eu-central-1"), true);  // of which it says nothing
  EXPECT_EQ(is_offered(&refreshed, "translate", "moon-1"), std::nullopt);
}

TEST(Refreshed, IsRefusedWhereItIsNone) {
  for (const char* text : {"", "{", "[]", "{}", "null", R"({"schema": "godwit.catalog/2"})",
                           R"({"schema": "godwit.catalog/1", "as_of": 1})",
                           R"({"schema": "godwit.catalog/1", "as_of": "a", "source": "b",
                               "region": "c", "services": {"x": "y"}, "quotas": []})"}) {
    const auto read = read_refreshed(text, "catalog.json");
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().subject, "catalog.json");
  }
}

}  // namespace
}  // namespace godwit::catalog
