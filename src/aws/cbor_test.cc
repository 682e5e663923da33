// CBOR's items: RFC 8949's examples, and what is none.
#include "aws/cbor.h"

#include <gtest/gtest.h>

#include <cmath>

#include "aws/cbor_reader.h"
#include "aws/cbor_writer.h"
#include "base/encoding.h"

namespace godwit::aws {
namespace {

using namespace std::string_literals;

// {"name": text, "values": [double], "when": time, "whole": long, "bytes": blob, "flag": boolean,
//  "more": {text: double}, "self": itself}
extern const Shape everything;
const Shape text{.name = "Text", .type = ShapeType::string};
const Shape number{.name = "Number", .type = ShapeType::double_number};
const Shape when{.name = "When", .type = ShapeType::timestamp};
const Shape whole{.name = "Whole", .type = ShapeType::long_integer};
const Shape bytes{.name = "Bytes", .type = ShapeType::blob};
const Shape flag{.name = "Flag", .type = ShapeType::boolean};
const Shape numbers{.name = "Numbers", .type = ShapeType::list, .element = &number};
const Shape named{.name = "Named", .type = ShapeType::map, .element = &number, .key = &text};
const Member members[] = {
    {.name = "name", .wire_name = "name", .shape = &text},
    {.name = "values", .wire_name = "values", .shape = &numbers},
    {.name = "when", .wire_name = "when", .shape = &when},
    {.name = "whole", .wire_name = "whole", .shape = &whole},
    {.name = "bytes", .wire_name = "bytes", .shape = &bytes},
    {.name = "flag", .wire_name = "flag", .shape = &flag},
    {.name = "more", .wire_name = "more", .shape = &named},
    {.name = "self", .wire_name = "self", .shape = &everything},
};
const Shape everything{.name = "Everything", .type = ShapeType::structure, .members = members};

// The member of that name, alone in a map; `item` is in hexadecimal.
std::expected<Value, std::string> read_member(const std::string& name, const std::string& item) {
  std::string body = "\xa1";
  write_cbor_text(body, name);
  body += *from_hex(item);
  auto value = read_cbor(everything, body);
  if (!value) return std::unexpected(value.error());
  return (*value)[name];
}

bool is_refused(const std::string& name, const std::string& item) {
  return !read_member(name, item).has_value();
}

TEST(Cbor, ReadsTheExamplesOfTheRfc) {
  EXPECT_EQ(read_member("whole", "00")->integer(), 0);
  EXPECT_EQ(read_member("whole", "1818")->integer(), 24);
  EXPECT_EQ(read_member("whole", "1903e8")->integer(), 1000);
  EXPECT_EQ(read_member("whole", "1b000000e8d4a51000")->integer(), 1'000'000'000'000);
  EXPECT_EQ(read_member("whole", "3903e7")->integer(), -1000);
  EXPECT_EQ(read_member("whole", "3b7fffffffffffffff")->integer(), INT64_MIN);
  EXPECT_EQ(read_member("flag", "f5")->flag(), true);
  EXPECT_EQ(read_member("name", "6449455446")->text(), "IETF");
  EXPECT_EQ(read_member("name", "7f657374726561646d696e67ff")->text(), "streaming");
  EXPECT_EQ(read_member("bytes", "5f42010243030405ff")->text(), "\x01\x02\x03\x04\x05");
  EXPECT_EQ(read_member("when", "c11a514b67b0")->time(), Time(seconds(1363896240)));
  EXPECT_EQ(read_member("when", "c1fb41d452d9ec200000")->time(),
            Time(seconds(1363896240) + milliseconds(500)));
}

TEST(Cbor, ReadsFloatsOfEveryWidth) {
  for (const auto& [item, value] :
       std::vector<std::pair<std::string, double>>{{"f90000", 0.0},
                                                   {"f93c00", 1.0},
                                                   {"f93e00", 1.5},
                                                   {"f97bff", 65504.0},
                                                   {"f90001", 5.960464477539063e-8},
                                                   {"f90400", 0.00006103515625},
                                                   {"f9c400", -4.0},
                                                   {"fa47c35000", 100000.0},
                                                   {"fa7f7fffff", 3.4028234663852886e+38},
                                                   {"fb3ff199999999999a", 1.1},
                                                   {"fb7e37e43c8800759c", 1.0e+300},
                                                   {"f97c00", INFINITY},
                                                   {"f9fc00", -INFINITY},
                                                   {"1864", 100.0}}) {
    const auto read = read_member("values", "81" + item);
    ASSERT_TRUE(read) << item;
    EXPECT_EQ(read->list().at(0).number(), value) << item;
  }
  EXPECT_TRUE(std::isnan(read_member("values", "81f97e00")->list().at(0).number()));
}

TEST(Cbor, ReadsListsAndMapsWithoutALength) {
  EXPECT_EQ(read_member("values", "9f0102ff")->list().size(), 2U);
  EXPECT_EQ(read_member("values", "80")->list().size(), 0U);
  EXPECT_EQ((*read_member("more", "bf616101616202ff"))["b"].number(), 2.0);
  // null and undefined are as if they were not there
  EXPECT_EQ(read_member("values", "8301f6f7")->list().size(), 1U);
  EXPECT_FALSE(read_member("name", "f6")->present());
  // and so is what the shape does not know, however deep
  EXPECT_TRUE(read_cbor(everything, *from_hex("a1617a9f82a161618101d818411fff")));
}

TEST(Cbor, RefusesWhatIsNoItem) {
  for (const char* item : {
           "",  // nothing
           "1c",
           "1f",
           "3f",
           "fc",  // reserved, numbers without an end
           "18",
           "19ff",
           "1bffffff",            // cut off
           "ff",                  // a break that ends nothing
           "7f4161ff",            // bytes in a text
           "7f7f6161ffff",        // a whole in a whole
           "7f6161",              // no end
           "61ff",                // not UTF-8
           "7bffffffffffffffff",  // longer than there are bytes
           "9bffffffffffffffff",
       }) {
    for (const Member& member : members) {
      EXPECT_TRUE(is_refused(std::string(member.name), item)) << member.name << " " << item;
    }
  }
  EXPECT_FALSE(read_cbor(everything, *from_hex("a0a0")));            // two
  EXPECT_FALSE(read_cbor(everything, *from_hex("80")));              // not a map
  EXPECT_FALSE(read_cbor(everything, *from_hex("a1016161")));        // a key that is no text
  EXPECT_FALSE(read_cbor(everything, *from_hex("bf646e616d65ff")));  // a key alone
  EXPECT_FALSE(read_cbor(everything, *from_hex("a2646e616d656161646e616d656162")));  // twice
}

TEST(Cbor, RefusesWhatIsOfAnotherType) {
  for (const auto& [name, item] :
       std::vector<std::pair<std::string, std::string>>{{"name", "01"},
                                                        {"name", "4161"},
                                                        {"bytes", "6161"},
                                                        {"flag", "00"},
                                                        {"flag", "f0"},
                                                        {"whole", "f93c00"},
                                                        {"whole", "1bffffffffffffffff"},
                                                        {"whole", "3bffffffffffffffff"},
                                                        {"values", "a0"},
                                                        {"more", "80"},
                                                        {"self", "80"},
                                                        {"when", "c16161"},
                                                        {"when", "c0743031"},
                                                        {"when", "c1fb7ff0000000000000"}}) {
    EXPECT_TRUE(is_refused(name, item)) << name << " " << item;
  }
}

// Deep items cost no stack, and long announcements no memory.
TEST(Cbor, IsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "\xa1\x64self";
  EXPECT_FALSE(read_cbor(everything, deep));
  EXPECT_FALSE(read_cbor(everything, "\xa1\x61z" + std::string(100'000, '\x81')));
  EXPECT_FALSE(read_cbor(everything, "\xa1\x61z" + std::string(100'000, '\xc1')));
  EXPECT_TRUE(is_refused("values", "9affffffff01"));
  EXPECT_TRUE(is_refused("more", "baffffffff616101"));
}

TEST(Cbor, WritesItemsAtTheirShortest) {
  const auto written = [](const std::string& name, Value value) {
    std::string out;
    write_cbor(out, everything, Value(Members{{name, std::move(value)}}));
    return to_hex(out).substr(2 * (2 + name.size()));
  };
  EXPECT_EQ(written("whole", 23), "17");
  EXPECT_EQ(written("whole", 24), "1818");
  EXPECT_EQ(written("whole", 65536), "1a00010000");
  EXPECT_EQ(written("whole", std::int64_t{INT64_MIN}), "3b7fffffffffffffff");
  EXPECT_EQ(written("values", List{1.5, INFINITY, -INFINITY, std::nan("")}),
            "84fb3ff8000000000000f97c00f9fc00f97e00");
  EXPECT_EQ(written("when", Time(seconds(1363896240))), "c11a514b67b0");
  EXPECT_EQ(written("when", Time(milliseconds(1500))), "c1fb3ff8000000000000");
  EXPECT_EQ(written("when", Time(seconds(-1))), "c120");
  EXPECT_EQ(written("flag", false), "f4");
  EXPECT_EQ(written("bytes", "\x01\x02"s), "420102");
  EXPECT_EQ(written("name", "\xff"), "63efbfbd");
  EXPECT_EQ(written("more", Value(Members{{"a", 1}})), "a16161fb3ff0000000000000");
}

TEST(Cbor, FindsTheTextsOfAnError) {
  const auto texts = read_cbor_texts(*from_hex("bf665f5f74797065613161627801616302ff"));
  EXPECT_FALSE(texts) << "cut short in its second text";
  const auto read = read_cbor_texts(*from_hex("a3665f5f747970656131616201617a820102"));
  ASSERT_TRUE(read);
  EXPECT_EQ((*read)["__type"].text(), "1");
  EXPECT_EQ(read->members().size(), 1U);
}

}  // namespace
}  // namespace godwit::aws
