#include "aws/value.h"

#include <gtest/gtest.h>

namespace godwit::aws {
namespace {

TEST(Value, ReadsAsWhatItIsOrAsNothing) {
  const Value text("words");
  EXPECT_EQ(text.text(), "words");
  EXPECT_EQ(text.integer(), 0);
  EXPECT_FALSE(text.flag());
  EXPECT_TRUE(text.list().empty());
  EXPECT_TRUE(text.members().empty());
  EXPECT_EQ(text.body(), Body("words"));
  EXPECT_EQ(Value(7).number(), 7.0);
  EXPECT_EQ(Value(7.5).integer(), 0);
  EXPECT_FALSE(Value().present());
  EXPECT_TRUE(Value("").present());
}

TEST(Value, ChainsThroughWhatIsNotThere) {
  Value value;
  EXPECT_EQ(value["a"]["b"]["c"].text(), "");
  value.set("a", Members{{"b", "c"}});
  EXPECT_EQ(value["a"]["b"].text(), "c");
  EXPECT_TRUE(value.has("a"));
  EXPECT_FALSE(value.has("b"));
}

TEST(Value, SetsInPlaceAndPushesAtTheEnd) {
  Value value;
  value.set("a", 1).set("b", 2).set("a", 3).set("c", Value());
  EXPECT_EQ(value, Value(Members{{"a", 3}, {"b", 2}}));
  Value list;
  list.push(1).push("two");
  EXPECT_EQ(list, Value(List{1, "two"}));
}

TEST(Value, FiltersNames) {
  Value value;
  value.set("Bucket", "b").set("Key", "k");
  const Value::NameFilter filter(value);
  EXPECT_TRUE(filter.may_have("Bucket"));
  EXPECT_TRUE(filter.may_have("Key"));
  EXPECT_FALSE(filter.may_have("VersionId"));
}

}  // namespace
}  // namespace godwit::aws
