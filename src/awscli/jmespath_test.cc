#include "awscli/jmespath.h"

#include <gtest/gtest.h>

#include <string>

namespace godwit::awscli::jmespath {
namespace {

using Kind = Expression::Kind;

std::string problem(std::string_view text) {
  const auto tree = parse(text);
  return tree ? "" : std::to_string(tree.error().at) + " " + tree.error().message;
}

TEST(JmesPath, TreesHaveTheirPlaces) {
  const auto tree = parse("Stacks[0].Outputs[?OutputKey=='Url'].OutputValue");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->kind, Kind::filter);
  EXPECT_EQ(tree->parts[0].kind, Kind::chain);
  EXPECT_EQ(tree->parts[1].text, "OutputValue");
  const Expression& condition = tree->parts[2];
  EXPECT_EQ(condition.kind, Kind::compare);
  EXPECT_EQ(condition.parts[0].text, "OutputKey");
  EXPECT_EQ(condition.parts[1].text, "Url");
  EXPECT_TRUE(condition.parts[1].is_text);
  EXPECT_EQ(condition.parts[1].begin, 30u);
}

TEST(JmesPath, AProjectionGoesOnAfterIt) {
  const auto tree = parse("a[*].b[].c | [0]");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->kind, Kind::pipe);
  EXPECT_EQ(tree->parts[0].kind, Kind::flatten);
  EXPECT_EQ(tree->parts[0].parts[0].kind, Kind::projection);
}

TEST(JmesPath, LiteralsBetweenBackticksNeedNotBeJson) {
  const auto tree = parse("a[?b==`word`]");
  ASSERT_TRUE(tree);
  EXPECT_TRUE(tree->parts[2].parts[1].is_text);
  EXPECT_EQ(tree->parts[2].parts[1].text, "word");
  const auto number = parse("a[?b==`5`]");
  ASSERT_TRUE(number);
  EXPECT_FALSE(number->parts[2].parts[1].is_text);
}

// Of the specification's examples, and of what people write for the AWS CLI.
TEST(JmesPath, TakesTheWholeGrammar) {
  for (const char* text : {"a",
                           "\"a b\"",
                           "a.b.c",
                           "a[-1]",
                           "a[0:2]",
                           "a[::2]",
                           "a[1:]",
                           "a[:-1].b",
                           "a.*",
                           "*",
                           "*.a",
                           "[*]",
                           "[]",
                           "[0]",
                           "a[][]",
                           "a[].b[]",
                           "a.[b,c]",
                           "[a, b.c]",
                           "{x: a, \"y z\": b[0]}",
                           "a.{x: b}",
                           "a || b",
                           "a && b",
                           "!a",
                           "(a || b) && c",
                           "a | b | c",
                           "a[?b]",
                           "a[?b && !c].d",
                           "a[?b > `1`]",
                           "a[?starts_with(b, 'x')]",
                           "length(a)",
                           "sort_by(a, &b)[-1].c",
                           "max_by(a[], &b).c",
                           "join(', ', a[].b)",
                           "@",
                           "@.a",
                           "a[?@=='x']",
                           "not_null(a, b)",
                           "a[?contains(b, `x`) == `true`] | [0]",
                           "map(&a.b, c)",
                           "a[?b!=null].c",
                           "a[?b].[c, d][]",
                           "`[1, {\"a\": 2}]`",
                           "'it\\'s'",
                           "Reservations[*].Instances[*].{a:InstanceId,b:Tags[?Key=="
                           "`Name`]|[0].Value}",
                           "foo[?bar==`\"x\"`]",
                           "[?a].b",
                           "[::-1]",
                           "to_array(a)[0].b"}) {
    EXPECT_EQ(problem(text), "") << text;
  }
}

TEST(JmesPath, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(problem(""), "0 the query is empty");
  EXPECT_EQ(problem("a["), "2 a number, ':' , '*' or '?' is expected in these brackets");
  EXPECT_EQ(problem("a."), "2 a name, '[', '{' or '*' is expected after the dot");
  EXPECT_EQ(problem("a[?b='c']"), "4 '==' compares, not '='");
  EXPECT_EQ(problem("a[?b=='c]"), "6 the quote that begins here never ends");
  EXPECT_EQ(problem("a[?b==`c`"), "9 ']' is expected here");
  EXPECT_EQ(problem("a b"), "2 'b' cannot stand here");
  EXPECT_EQ(problem("$.a"), "0 '$' has no meaning in JMESPath");
  EXPECT_EQ(problem("a[*]b"), "4 'b' cannot stand here");
  EXPECT_EQ(problem("{a}"), "2 ':' is expected here");
  EXPECT_EQ(problem("length(a"), "8 the query is cut short");
}

TEST(JmesPath, NestingAndLengthAreBounded) {
  EXPECT_NE(problem(std::string(100000, '(')), "");
  std::string chain = "a";
  for (int i = 0; i < 100000; ++i) chain += ".a";
  EXPECT_NE(problem(chain), "");
  std::string long_enough = "a";
  for (int i = 0; i < 900; ++i) long_enough += ".a";
  EXPECT_EQ(problem(long_enough), "");
}

}  // namespace
}  // namespace godwit::awscli::jmespath
