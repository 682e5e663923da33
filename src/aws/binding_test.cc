#include "aws/binding.h"

#include <gtest/gtest.h>

namespace godwit::aws {
namespace {

const Shape text{.name = "Text", .type = ShapeType::string};
const Shape when{.name = "When", .type = ShapeType::timestamp};
const Shape texts{.name = "Texts", .type = ShapeType::list, .element = &text};
const Shape times{.name = "Times", .type = ShapeType::list, .element = &when};
const Shape map{.name = "Map", .type = ShapeType::map, .element = &text, .key = &text};
const Member members[] = {
    {.name = "Words", .wire_name = "x-words", .shape = &texts, .location = MemberLocation::header},
    {.name = "Dates", .wire_name = "x-dates", .shape = &times, .location = MemberLocation::header},
    {.name = "Page", .wire_name = "page", .shape = &text, .location = MemberLocation::query},
    {.name = "Others", .wire_name = "Others", .shape = &map, .location = MemberLocation::query},
    {.name = "Path", .wire_name = "Path", .shape = &text, .location = MemberLocation::uri},
    {.name = "Time", .wire_name = "Time", .shape = &when, .location = MemberLocation::uri},
};
const Shape input{.name = "Input", .type = ShapeType::structure, .members = members};

Value read_back(const Headers& headers) {
  Members found;
  EXPECT_FALSE(read_headers(input, headers, false, found));
  return Value(std::move(found));
}

TEST(Binding, QuotesWhatACommaWouldBreak) {
  const Value value(Members{{"Words", List{"plain", "a,b", "say \"hi\", \\", "c"}}});
  Headers headers;
  ASSERT_FALSE(write_headers(input, value, headers));
  EXPECT_EQ(headers.get("x-words"), "plain,\"a,b\",\"say \\\"hi\\\", \\\\\",c");
  EXPECT_EQ(read_back(headers), value);
  EXPECT_EQ(read_back({{"x-words", " a , \"b\" ,c"}})["Words"], Value(List{"a", "b", "c"}));
  EXPECT_EQ(read_back({{"x-words", "\"never closed, "}})["Words"].list().size(), 1U);
}

TEST(Binding, KeepsDatesWithCommasWhole) {
  const Value value(Members{{"Dates", List{Time(seconds(0)), Time(seconds(86'400))}}});
  Headers headers;
  ASSERT_FALSE(write_headers(input, value, headers));
  EXPECT_EQ(headers.get("x-dates"), "Thu, 01 Jan 1970 00:00:00 GMT,Fri, 02 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(read_back(headers), value);
}

TEST(Binding, PutsAMapsEntriesInTheQuery) {
  const Value value(Members{{"Page", "2"}, {"Others", Value(Members{{"a b", "1"}, {"c", "&"}})}});
  const std::string query = expand_query("/x?fixed", &input, value);
  EXPECT_EQ(query, "fixed&page=2&a%20b=1&c=%26");
  Members found;
  EXPECT_FALSE(read_query(input, QueryString("page=2&a%20b=1&c=%26"), found));
  EXPECT_EQ(Value(std::move(found)), value);
}

TEST(Binding, KeepsTheSlashesOfAGreedyLabel) {
  const Value value(Members{{"Path", "a/b c"}, {"Time", Time(seconds(1'800'000'000))}});
  EXPECT_EQ(expand_path("/x/{Path+}/y/{Time}?q", &input, value),
            "/x/a/b%20c/y/2027-01-15T08%3A00%3A00Z");
  EXPECT_EQ(expand_path("/x/{Path}", &input, value), "/x/a%2Fb%20c");
}

}  // namespace
}  // namespace godwit::aws
