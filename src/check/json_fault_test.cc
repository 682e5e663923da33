#include "check/json_fault.h"

#include <gtest/gtest.h>

namespace godwit::check {
namespace {

// "OFFSET WHAT", or nothing.
std::string fault(std::string_view text) {
  const auto found = find_json_fault(text);
  return found ? std::to_string(found->offset) + " " + found->what : "";
}

TEST(JsonFault, SaysWhereAndWhat) {
  EXPECT_EQ(fault(R"({"a": 1,})"), "8 a comma before '}'");
  EXPECT_EQ(fault("{\n  \"a\": 1\n  \"b\": 2\n}"), "13 no comma between two members");
  EXPECT_EQ(fault("{'a': 1}"), "1 single quotes: JSON has double ones");
  EXPECT_EQ(fault("{a: 1}"), "1 a word without quotes");
  EXPECT_EQ(fault(R"({"a": [1, 2)"), "11 it ends before its brackets are closed");
  EXPECT_EQ(fault(R"({"a": 1}})"), "8 '}' cannot stand here");
}

TEST(JsonFault, LeavesAloneWhatIsJson) {
  EXPECT_EQ(fault(R"({"a": [1, true, null, "x // # <y> ..."]})"), "");
  EXPECT_EQ(fault("{\"a\": 1}\n{\"b\": 2}\n"), "") << "a line for each value";
  EXPECT_EQ(fault(std::string(200, '[') + std::string(200, ']')), "");
}

TEST(JsonFault, LeavesAloneWhatIsForPeople) {
  EXPECT_EQ(fault(R"("key": "value",)"), "") << "a part of a file";
  EXPECT_EQ(fault("{\"a\": 1, ...}"), "");
  EXPECT_EQ(fault("{\"a\": 1,} // a comment"), "");
  EXPECT_EQ(fault("{\"a\": <number>}"), "");
  EXPECT_EQ(fault("{\"a\": ${COUNT}}"), "");
  EXPECT_EQ(fault("{{ template }}"), "");
  EXPECT_EQ(fault("$ aws sts get-caller-identity"), "");
  EXPECT_EQ(fault(""), "");
}

}  // namespace
}  // namespace godwit::check
