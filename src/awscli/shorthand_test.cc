#include "awscli/shorthand.h"

#include <gtest/gtest.h>

#include <string>

namespace godwit::awscli {
namespace {

// As JSON, for comparison.
std::string shown(const Value& value) {
  std::string text;
  switch (value.kind) {
    case Value::Kind::object:
      for (const Entry& entry : value.entries) {
        text += (text.empty() ? "" : ",") + entry.key + ":" + shown(entry.value);
      }
      return "{" + text + "}";
    case Value::Kind::list:
      for (const Value& item : value.items) text += (text.empty() ? "" : ",") + shown(item);
      return "[" + text + "]";
    default:
      return "'" + value.text + "'";
  }
}

std::string parsed(std::string_view text) {
  const auto value = read_shorthand(text);
  return value ? shown(*value) : std::to_string(value.error().at) + " " + value.error().message;
}

// What the AWS CLI's own parser makes of the same texts.
TEST(Shorthand, IsReadAsTheCliReadsIt) {
  EXPECT_EQ(parsed("a=b"), "{a:'b'}");
  EXPECT_EQ(parsed("a=b,c=d"), "{a:'b',c:'d'}");
  EXPECT_EQ(parsed("a=b,c,d=e"), "{a:['b','c'],d:'e'}");
  EXPECT_EQ(parsed("a=[b,c],d=e"), "{a:['b','c'],d:'e'}");
  EXPECT_EQ(parsed("a={b=c,d=[e,f]}"), "{a:{b:'c',d:['e','f']}}");
  EXPECT_EQ(parsed("a=[{b=c},{b=d}]"), "{a:[{b:'c'},{b:'d'}]}");
  EXPECT_EQ(parsed("a=,b=c"), "{a:'',b:'c'}");
  EXPECT_EQ(parsed("a="), "{a:''}");
  EXPECT_EQ(parsed("a='b,c'"), "{a:'b,c'}");
  EXPECT_EQ(parsed("a=\"b \\\" c\",d=1"), "{a:'b \" c',d:'1'}");
  EXPECT_EQ(parsed("a=b\\,c"), "{a:'b,c'}");
  EXPECT_EQ(parsed("a=x=y,b=2"), "{a:'x=y',b:'2'}");
  EXPECT_EQ(parsed("a = b , c = d"), "{a:'b',c:'d'}");
  EXPECT_EQ(parsed("a.b/c-d=e"), "{a.b/c-d:'e'}");
}

TEST(Shorthand, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(parsed("a"), "1 '=' is expected here");
  EXPECT_EQ(parsed("a=b,"), "3 nothing follows this comma");
  EXPECT_EQ(parsed("a=[b"), "4 ',' is expected here");
  EXPECT_EQ(parsed("a={b=c"), "6 ',' is expected here");
  EXPECT_EQ(parsed("a='b"), "2 the quote that begins here never ends");
  EXPECT_EQ(parsed("Key=a,Value=b,Key=c"),
            "14 'Key' is given twice; several structures are apart by spaces, not by commas");
}

TEST(Shorthand, DeepNestingIsAnError) {
  std::string deep = "a=";
  for (int i = 0; i < 100000; ++i) deep += '[';
  EXPECT_EQ(parsed(deep), "102 it is nested too deeply");
}

}  // namespace
}  // namespace godwit::awscli
