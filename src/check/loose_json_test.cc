#include "check/loose_json.h"

#include <gtest/gtest.h>

namespace godwit::check {
namespace {

TEST(LooseJson, ReadsWhatJsonIs) {
  const auto json = read_loose_json("{\"a\": [1, \"two\", {\"b\": null}],\n\t\"c\": true}");
  ASSERT_TRUE(json);
  EXPECT_FALSE(json->abbreviated);
  const yaml::Node* a = member(&json->tree, "a");
  ASSERT_NE(a, nullptr);
  EXPECT_EQ(a->items.at(1).text, "two");
  ASSERT_NE(member(&json->tree, "c"), nullptr);
  EXPECT_EQ(member(&json->tree, "c")->place, (Place{2, 7}));
  EXPECT_EQ(member(&json->tree, "d"), nullptr);
  EXPECT_EQ(member(nullptr, "d"), nullptr);
}

TEST(LooseJson, ReadsWhatIsAbbreviated) {
  const auto json = read_loose_json("{\n  \"Weight\": 100,\n  ...\n}");
  ASSERT_TRUE(json);
  EXPECT_TRUE(json->abbreviated);
  EXPECT_EQ(member(&json->tree, "Weight")->text, "100");
  EXPECT_TRUE(read_loose_json("[{\"a\": 1}, ...]"));
  EXPECT_TRUE(read_loose_json("{\"a\": {…}}"));
  EXPECT_TRUE(read_loose_json("{\n...\n}"));
}

TEST(LooseJson, PassesOverCommentsAndVariables) {
  const auto json = read_loose_json(
      "{\n  // the new one\n  \"Weight\": ${WEIGHT}, # of 100\n  \"Name\": \"http://x/#y\"\n}");
  ASSERT_TRUE(json);
  EXPECT_EQ(member(&json->tree, "Name")->text, "http://x/#y");
  EXPECT_EQ(member(&json->tree, "Name")->place, (Place{4, 11}));
}

TEST(LooseJson, IsNothingWhereThereIsNone) {
  for (const char* text :
       {"", "Type=HTTPS,Port=443", "plain", "{\"a\": [", "{{{", "{]", "{\"a\""}) {
    EXPECT_FALSE(read_loose_json(text)) << text;
  }
}

TEST(LooseJson, KnowsPlaceholders) {
  for (const char* text : {"[NEW_ID]", "<api-id>", "${ID}", "$ID", "$(aws x)", "your-domain.com",
                           "[A].example.com", "...", "{{ id }}"}) {
    EXPECT_TRUE(is_placeholder(text)) << text;
  }
  for (const char* text : {"api.example.com", "Z1234567890ABC", "100", "", "a[]", "$"}) {
    EXPECT_FALSE(is_placeholder(text)) << text;
  }
}

TEST(LooseJson, NamesWhatPlaceholdersMean) {
  for (const char* text : {"[CHECK_ID]", "${CHECK_ID}", "$CHECK_ID", "<check-id>", "[check id]"}) {
    EXPECT_EQ(placeholder_name(text), "CHECK_ID") << text;
  }
  EXPECT_EQ(placeholder_name("Z12"), "Z12");
  EXPECT_EQ(placeholder_name(""), "");
}

}  // namespace
}  // namespace godwit::check
