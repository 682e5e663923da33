#include "yaml/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "yaml/parse.h"
#include "yaml/unique.h"

namespace godwit::yaml {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines(const Errors& errors) {
  std::vector<std::string> texts;
  for (const Error& error : errors) texts.push_back(to_string(error));
  return texts;
}

TEST(Reader, ReadsAsTheFormatDoes) {
  Problems problems("read plan", "p.yaml");
  const auto node = parse("name: chime\nrotation: false\nttl: 5s\n", problems);
  Reader reader(*node, "a key", problems);
  EXPECT_EQ(reader.required("name", a_name), "chime");
  EXPECT_EQ(reader.optional("rotation", a_flag, true), false);
  EXPECT_EQ(reader.optional("description", a_text, "none"), "none");
  EXPECT_EQ(reader.maybe("ttl", a_duration), seconds(5));
  EXPECT_EQ(reader.maybe("other", a_duration), std::nullopt);
  EXPECT_EQ(reader.where("rotation"), (Location{"p.yaml", 2, 11}));
  EXPECT_EQ(reader.where("missing"), (Location{"p.yaml", 1, 1}));
  reader.finish();
  EXPECT_TRUE(problems.none());
}

TEST(Reader, CollectsAllProblems) {
  Problems problems("read plan", "p.yaml");
  const auto node = parse("nam: chime\nrotation: 1\nzzzzzzzz: 5s\n", problems);
  Reader reader(*node, "a key", problems);
  EXPECT_EQ(reader.required("name", a_name), "");
  EXPECT_EQ(reader.optional("rotation", a_flag, true), true);
  reader.finish();
  EXPECT_THAT(lines(problems.take()),
              ElementsAre("p.yaml:1:1: cannot read plan: a key needs 'name', which is missing\n"
                          "  add 'name: ...'",
                          "p.yaml:1:1: cannot read plan: unknown key 'nam' in a key (did you "
                          "mean "
                          "'name'?)\n  the keys are name, rotation",
                          "p.yaml:2:11: cannot read plan: expected true or false, found the "
                          "number 1\n"
                          "  write true or false, without quotes",
                          "p.yaml:3:1: cannot read plan: unknown key 'zzzzzzzz' in a key\n"
                          "  the keys are name, rotation"));
}

TEST(Reader, SaysOnceThatSomethingIsNoMap) {
  Problems problems("read plan", "p.yaml");
  const auto node = parse("- a\n", problems);
  Reader reader(node->items[0], "a key", problems);
  EXPECT_EQ(reader.required("name", a_name), "");
  reader.finish();
  EXPECT_THAT(lines(problems.take()),
              ElementsAre("p.yaml:1:3: cannot read plan: expected a key, which "
                          "is a map, found the "
                          "text 'a'\n  write one 'key: value' line each"));
}

TEST(Reader, GivesItemsAndEntries) {
  Problems problems("read plan", "p.yaml");
  const auto node = parse("a: [1, 2]\nb: {x: 1}\nc: 5\nd:\n", problems);
  Reader reader(*node, "a thing", problems);
  EXPECT_EQ(reader.items("a").size(), 2u);
  EXPECT_EQ(reader.entries("b").size(), 1u);
  EXPECT_TRUE(reader.items("none").empty());
  EXPECT_TRUE(reader.entries("none").empty());
  EXPECT_TRUE(reader.items("c").empty());
  EXPECT_TRUE(reader.entries("d").empty());
  const Errors errors = problems.take();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].cause, "expected a list, found the number 5");
  EXPECT_EQ(errors[1].cause, "expected a map, found nothing");
  EXPECT_EQ(errors[1].where, (Location{"p.yaml", 4, 1}));
}

TEST(Unique, TellsWhereTheFirstIs) {
  Problems problems("read plan", "p.yaml");
  Unique names("bucket name");
  names.add("a", {1, 1}, problems);
  names.add("", {2, 1}, problems);
  names.add("", {3, 1}, problems);
  names.add("a", {4, 7}, problems);
  EXPECT_THAT(lines(problems.take()),
              ElementsAre("p.yaml:4:7: cannot read plan: the bucket name 'a' "
                          "is given twice, first "
                          "in line 1\n  give each its own"));
}

}  // namespace
}  // namespace godwit::yaml
