#include "awscli/json.h"

#include <gtest/gtest.h>

#include <string>

namespace godwit::awscli {
namespace {

std::string problem(std::string_view text) {
  const auto value = read_json(text);
  return value ? "" : std::to_string(value.error().at) + " " + value.error().message;
}

TEST(Json, KnowsWhereEachPartIs) {
  const auto value = read_json(R"( {"a": [1, "two"], "b": {"c": null}} )");
  ASSERT_TRUE(value);
  const Value* list = value->find("a");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->begin, 7u);
  EXPECT_EQ(list->items[1].text, "two");
  EXPECT_EQ(list->items[1].begin, 11u);
  EXPECT_EQ(list->items[1].end, 16u);
  EXPECT_EQ(value->entries[1].begin, 19u);
  EXPECT_EQ(value->find("b")->find("c")->kind, Value::Kind::null);
}

TEST(Json, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(problem(R"({"a": 1,})"), "8 a comma stands before the end of the object");
  EXPECT_EQ(problem(R"([1, 2,])"), "6 a comma stands before the end of the list");
  EXPECT_EQ(problem(R"({a: 1})"), "1 a name in double quotes is expected here");
  EXPECT_EQ(problem(R"({"a" 1})"), "5 ':' is expected here");
  EXPECT_EQ(problem(R"({"a": "b})"), "6 the text that begins here never ends");
  EXPECT_EQ(problem(R"({"a": 01})"), "6 a value is expected here");
  EXPECT_EQ(problem(R"({"a": ...})"), "6 the JSON is cut short here");
  EXPECT_EQ(problem(R"({} {})"), "3 nothing may follow the value");
  EXPECT_EQ(problem("\"a\nb\""), "2 a text may not run over the end of its line");
  EXPECT_EQ(problem(R"("\x")"), "2 there is no such escape");
}

TEST(Json, TakesWhatPythonTakes) {
  EXPECT_EQ(problem("[-1.5e+3, 0, NaN, -Infinity, true, \"\\u00e4\\n\"]"), "");
  EXPECT_EQ(problem(R"({"a": 1, "a": 2})"), "");
}

TEST(Json, DeepNestingIsAnError) {
  EXPECT_EQ(problem(std::string(100000, '[')), "101 it is nested too deeply");
}

}  // namespace
}  // namespace godwit::awscli
