#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace godwit {
namespace {

using testing::ElementsAre;

TEST(Text, Splits) {
  EXPECT_THAT(split("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(split(",a,", ','), ElementsAre("", "a", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
}

TEST(Text, Joins) {
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({"a"}, ", "), "a");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"", ""}, "-"), "-");
}

TEST(Text, Trims) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, ChangesCaseOfAsciiOnly) {
  EXPECT_EQ(to_lower("AbC-Ä"), "abc-Ä");
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "content-type"));
  EXPECT_FALSE(equal_ignoring_case("Content-Type", "content-typ"));
  EXPECT_FALSE(equal_ignoring_case("@", "`"));  // neighbours of the letters
  EXPECT_EQ(uncapitalize("No such file"), "no such file");
  EXPECT_EQ(uncapitalize("SSL is broken"), "SSL is broken");
  EXPECT_EQ(uncapitalize(""), "");
  EXPECT_EQ(uncapitalize("A"), "a");
}

TEST(Text, ParsesIntegers) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-42"), -42);
  EXPECT_EQ(parse_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  for (const char* text :
       {"", " 1", "1 ", "+1", "1.0", "0x10", "9223372036854775808", "1e3", "--1", "-"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Text, ParsesNumbers) {
  EXPECT_EQ(parse_number("1.5"), 1.5);
  EXPECT_EQ(parse_number("-3"), -3.0);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  for (const char* text : {"", "1.5x", " 1", "inf", "nan", "-inf", "0x10", "1e999", "1,5"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(Text, FindsWhatWasMeant) {
  const std::vector<std::string> keys = {"buckets", "queues", "tables", "as"};
  EXPECT_EQ(nearest("bukets", keys), "buckets");
  EXPECT_EQ(nearest("bukcets", keys), "buckets");  // two neighbours swapped: one edit
  EXPECT_EQ(nearest("Buckets", keys), "buckets");
  EXPECT_EQ(nearest("TABLES", keys), "tables");
  EXPECT_EQ(nearest("tabels", keys), "tables");
  EXPECT_FALSE(nearest("instances", keys));
  EXPECT_FALSE(nearest("is", keys));  // half of it is different
  EXPECT_FALSE(nearest("", keys));
  EXPECT_FALSE(nearest("buckets", {}));
}

TEST(Text, PrefersTheNearerAndThenTheFirst) {
  EXPECT_EQ(nearest("table", {"tablets", "tables"}), "tables");
  EXPECT_EQ(nearest("tablex", {"tabley", "tablez"}), "tabley");
}

TEST(Text, AsksWhetherItWasMeant) {
  EXPECT_EQ(did_you_mean("bukets", {"buckets"}), " (did you mean 'buckets'?)");
  EXPECT_EQ(did_you_mean("xyz", {"buckets"}), "");
}

TEST(Text, GroupsDigits) {
  EXPECT_EQ(group_digits(0), "0");
  EXPECT_EQ(group_digits(999), "999");
  EXPECT_EQ(group_digits(1000), "1,000");
  EXPECT_EQ(group_digits(1234567), "1,234,567");
  EXPECT_EQ(group_digits(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(Text, PrintsSizes) {
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_bytes(999), "999 B");
  EXPECT_EQ(format_bytes(1000), "1 kB");
  EXPECT_EQ(format_bytes(1550), "1.6 kB");
  EXPECT_EQ(format_bytes(999'949), "999.9 kB");
  EXPECT_EQ(format_bytes(999'950), "1 MB");
  EXPECT_EQ(format_bytes(3'200'000'000'000), "3.2 TB");
  EXPECT_EQ(format_bytes(std::numeric_limits<std::uint64_t>::max()), "18.4 EB");
}

}  // namespace
}  // namespace godwit
