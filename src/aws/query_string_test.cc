#include "aws/query_string.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/utf8.h"

namespace godwit::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<QueryString::Field> fields_of(const QueryString& query) {
  return {query.begin(), query.end()};
}

TEST(QueryString, IsDecoded) {
  const QueryString query("a=1&b&c=x%20y+z&%41=%3D&&=v&a=2&d==");
  EXPECT_THAT(fields_of(query),
              ElementsAre(Pair("a", "1"), Pair("b", ""), Pair("c", "x y z"), Pair("A", "="),
                          Pair("", "v"), Pair("a", "2"), Pair("d", "=")));
  EXPECT_EQ(*query.find("a"), "1");
  EXPECT_EQ(query.find("e"), nullptr);
  EXPECT_TRUE(query.has("b"));
  EXPECT_TRUE(QueryString("").empty());
  EXPECT_TRUE(QueryString("&&").empty());
}

TEST(QueryString, SortsAndKeepsTheFirstFirst) {
  QueryString query("b=1&a=1&b=2");
  query.sort();
  EXPECT_THAT(fields_of(query), ElementsAre(Pair("a", "1"), Pair("b", "1"), Pair("b", "2")));
}

TEST(Utf8, IsStrict) {
  for (const std::string good : {"", "plain and long enough for words", "ü", "語", "😀", "\x7f"}) {
    EXPECT_TRUE(is_utf8(good));
    EXPECT_EQ(as_utf8(good), good);
  }
  for (const std::string bad :
       {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xff", "eight by\xffte", "\xe8\xaa"}) {
    EXPECT_FALSE(is_utf8(bad));
    EXPECT_TRUE(is_utf8(as_utf8(bad)));
  }
  EXPECT_EQ(as_utf8("a\xff"
                    "b"),
            "a\uFFFD"
            "b");
}

}  // namespace
}  // namespace godwit::aws
