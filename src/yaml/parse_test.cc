#include "yaml/parse.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/error.h"

namespace godwit::yaml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Parsed {
  std::optional<Node> root;
  Errors errors;
};

Parsed parse_text(std::string_view text) {
  Problems problems("read plan", "p.yaml");
  auto root = parse(text, problems);
  return {std::move(root), problems.take()};
}

// "3:5 cause", for each.
std::vector<std::string> causes(const Errors& errors) {
  std::vector<std::string> texts;
  for (const Error& error : errors) {
    texts.push_back(std::to_string(error.where->line) + ":" + std::to_string(error.where->column) +
                    " " + error.cause);
  }
  return texts;
}

TEST(Parse, KeepsThePlaceOfEveryKeyAndValue) {
  const auto parsed = parse_text("a: one\nb:\n  - x\n  - {c: \"y\"}\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_THAT(parsed.errors, IsEmpty());
  const Node& root = *parsed.root;
  ASSERT_THAT(root.entries, SizeIs(2));
  EXPECT_EQ(root.entries[0].key, "a");
  EXPECT_EQ(root.entries[0].place, (Place{1, 1}));
  EXPECT_EQ(root.entries[0].value.text, "one");
  EXPECT_TRUE(root.entries[0].value.plain);
  EXPECT_EQ(root.entries[0].value.place, (Place{1, 4}));
  const Node& list = root.entries[1].value;
  ASSERT_THAT(list.items, SizeIs(2));
  EXPECT_EQ(list.place, (Place{3, 3}));
  EXPECT_EQ(list.items[0].place, (Place{3, 5}));
  EXPECT_EQ(list.items[1].entries[0].place, (Place{4, 6}));
  EXPECT_EQ(list.items[1].entries[0].value.place, (Place{4, 9}));
  EXPECT_FALSE(list.items[1].entries[0].value.plain);
}

TEST(Parse, CountsColumnsInCharacters) {
  const auto parsed =
      parse_text("\"\xC3\xBC\": \xE2\x82\xAC\nx: {\"\xF0\x9F\x90\xA6\": 1, b: 2}\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->entries[0].value.place, (Place{1, 6}));
  EXPECT_EQ(parsed.root->entries[1].value.entries[1].place, (Place{2, 13}));
  EXPECT_EQ(parsed.root->entries[1].value.entries[1].value.place, (Place{2, 16}));
}

TEST(Parse, LeavesOutAByteOrderMark) {
  const auto parsed = parse_text(
      "\xEF\xBB\xBF"
      "a: b\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->entries[0].place, (Place{1, 1}));
  EXPECT_EQ(parsed.root->entries[0].value.place, (Place{1, 4}));
}

TEST(Parse, ReadsWindowsLineEnds) {
  const auto parsed = parse_text("a: b\r\nc: d\r\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_THAT(parsed.errors, IsEmpty());
  EXPECT_EQ(parsed.root->entries[1].value.place, (Place{2, 4}));
  EXPECT_EQ(parsed.root->entries[0].value.text, "b");
}

TEST(Parse, PutsAMissingValueAtItsKey) {
  const auto parsed = parse_text("a:\n\n\nb: c\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->entries[0].value.kind, Kind::nothing);
  EXPECT_EQ(parsed.root->entries[0].value.place, (Place{1, 1}));
}

TEST(Parse, ReportsEveryDuplicateKeyAndKeepsTheFirst) {
  const auto parsed = parse_text("a: 1\nb: {c: 1, c: 2}\na: 3\n'a': 4\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_THAT(causes(parsed.errors),
              ElementsAre("2:11 the key 'c' is given twice, first in line 2",
                          "3:1 the key 'a' is given twice, first in line 1",
                          "4:1 the key 'a' is given twice, first in line 1"));
  ASSERT_THAT(parsed.root->entries, SizeIs(2));
  EXPECT_EQ(parsed.root->entries[0].value.text, "1");
}

TEST(Parse, KeepsTagsWhereTheyAreAskedFor) {
  Problems problems("read template", "t.yaml");
  const auto root = parse("a: !Ref x\nb: !Sub \"${y}\"\nc: !Join ['', [p]]\nd: !If\n  k: v\ne: z\n",
                          problems, Tags::kept);
  ASSERT_TRUE(root);
  EXPECT_TRUE(problems.none());
  EXPECT_EQ(root->entries[0].value.tag, "!Ref");
  EXPECT_EQ(root->entries[0].value.text, "x");
  EXPECT_EQ(root->entries[0].value.place, (Place{1, 4}));
  EXPECT_EQ(root->entries[1].value.tag, "!Sub");
  EXPECT_EQ(root->entries[2].value.tag, "!Join");
  EXPECT_EQ(root->entries[2].value.kind, Kind::list);
  EXPECT_EQ(root->entries[3].value.tag, "!If");
  EXPECT_EQ(root->entries[3].value.kind, Kind::map);
  EXPECT_EQ(root->entries[4].value.tag, "");
}

TEST(Parse, SeesAQuoteThatNeverClosesBehindATag) {
  Problems problems("read template", "t.yaml");
  const auto root = parse("a: !Sub \"x\nb: c\n", problems, Tags::kept);
  EXPECT_THAT(causes(problems.take()),
              ElementsAre("1:4 the quote that opens here is never closed"));
}

TEST(Parse, RefusesAnchorsAliasesMergeKeysAndTags) {
  const auto parsed = parse_text("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: !!str 5\nf: !mine [1]\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_THAT(
      causes(parsed.errors),
      ElementsAre("1:4 anchors ('&x') are not allowed", "4:3 merge keys ('<<') are not allowed",
                  "5:6 tags ('tag:yaml.org,2002:str') are not allowed",
                  "6:4 tags ('!mine') are not allowed"));
  EXPECT_EQ(parsed.root->entries[1].value.kind, Kind::broken);
}

TEST(Parse, AnAliasBombIsOnlyItsAnchors) {
  std::string text = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    text += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  }
  const auto parsed = parse_text(text);
  EXPECT_THAT(parsed.errors, SizeIs(40));
}

TEST(Parse, RefusesKeysThatAreNoTexts) {
  const auto parsed = parse_text("? [1, 2]\n: 3\n? {a: b}\n: 4\n~: 5\nc: 6\n");
  ASSERT_TRUE(parsed.root);
  EXPECT_THAT(causes(parsed.errors),
              ElementsAre("1:3 a key must be a text", "3:3 a key must be a text",
                          "5:1 a key must be a text"));
  ASSERT_THAT(parsed.root->entries, SizeIs(1));
  EXPECT_EQ(parsed.root->entries[0].key, "c");
}

TEST(Parse, RefusesASecondDocument) {
  EXPECT_THAT(causes(parse_text("a: b\n---\nc: d\n").errors),
              ElementsAre("2:1 the file has a second document, which begins here"));
  EXPECT_THAT(parse_text("---\na: b\n...\n").errors, IsEmpty());
  EXPECT_FALSE(parse_text("\"a\" \"b\"").errors.empty());
}

TEST(Parse, SaysThatAFileIsEmpty) {
  EXPECT_THAT(causes(parse_text("").errors), ElementsAre("0:0 the file is empty"));
  EXPECT_THAT(causes(parse_text("# nothing\n").errors), ElementsAre("0:0 the file is empty"));
}

TEST(Parse, FindsQuotesThatNeverClose) {
  EXPECT_THAT(causes(parse_text("a: \"b\nc: d\n").errors),
              ElementsAre("1:4 the quote that opens here is never closed"));
  EXPECT_THAT(causes(parse_text("a: 'it''s\n").errors),
              ElementsAre("1:4 the quote that opens here is never closed"));
  EXPECT_THAT(causes(parse_text("a: 'it''s'\nb: \"\\\"\"\nc: >\n  \"x\n").errors), IsEmpty());
}

TEST(Parse, TellsWhereSyntaxEnds) {
  const auto parsed = parse_text("a: b\nc: [1, 2\nd: e\n");
  EXPECT_FALSE(parsed.root);
  ASSERT_THAT(parsed.errors, SizeIs(1));
  EXPECT_EQ(parsed.errors[0].where, (Location{"p.yaml", 3, 2}));
  EXPECT_THAT(parsed.errors[0].cause, HasSubstr("this is not YAML: "));
  EXPECT_EQ(parsed.errors[0].operation, "read plan");
  EXPECT_EQ(parsed.errors[0].subject, "p.yaml");
  EXPECT_EQ(parsed.errors[0].kind, ErrorKind::invalid);
}

TEST(Parse, ExplainsTabs) {
  const auto parsed = parse_text("a:\n\tb: 1\n");
  ASSERT_THAT(parsed.errors, SizeIs(1));
  EXPECT_EQ(parsed.errors[0].where->line, 2);
  EXPECT_THAT(parsed.errors[0].remedy, HasSubstr("does not allow tabs"));
}

TEST(Parse, RefusesWhatIsNotText) {
  EXPECT_THAT(causes(parse_text(std::string("a: b\nc: \0d\n", 11)).errors),
              ElementsAre("2:4 the file has a NUL byte here"));
  EXPECT_THAT(causes(parse_text("\xC3\xBC: \xC3(\n").errors),
              ElementsAre("1:4 the file has a byte (0xc3) that is not UTF-8 here"));
  EXPECT_THAT(causes(parse_text("a: \x01\n").errors),
              ElementsAre("1:4 the file has a control character (0x01) here"));
  EXPECT_THAT(causes(parse_text("a: b\rc: d\r").errors),
              ElementsAre("1:5 the file has a carriage return without a line feed here"));
  for (const char* bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80", "\xE2\x82"}) {
    EXPECT_THAT(parse_text(bad).errors, SizeIs(1)) << testing::PrintToString(bad);
  }
  // UTF-16 has NUL bytes in it.
  EXPECT_THAT(parse_text(std::string("\xFF\xFE"
                                     "a\0:\0",
                                     6))
                  .errors,
              SizeIs(1));
}

TEST(Parse, LimitsTheSize) {
  EXPECT_THAT(causes(parse_text(std::string(100'000'000, '[')).errors),
              ElementsAre("0:0 the file has 100 MB, more than the 8 MB that are read"));
}

TEST(Parse, LimitsTheNesting) {
  const std::string deepest(64, '[');
  EXPECT_THAT(parse_text(deepest + std::string(64, ']')).errors, IsEmpty());
  EXPECT_THAT(causes(parse_text(deepest + "[" + std::string(65, ']')).errors),
              ElementsAre("1:65 lists and maps are nested more than 64 deep here"));
  std::string indented;
  for (int i = 0; i < 1000; ++i) indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_THAT(parse_text(indented).errors, SizeIs(1));
}

TEST(Parse, LimitsTheNumberOfValues) {
  std::string text = "[";
  for (int i = 0; i < 1'100'000; ++i) text += "1,";
  EXPECT_THAT(causes(parse_text(text + "]").errors),
              ElementsAre(HasSubstr("the file has more than 1000000 values")));
}

TEST(Parse, EndsInBoundedTimeWhateverComes) {
  const auto begin = std::chrono::steady_clock::now();
  for (const char* piece :
       {"[",   "{",  "- ",  "? ",   ": ",      "a: ",  "&a ",   "*a ",    "!",
        "\"",  "'",  "|\n", "a\n ", "a: [\n",  "{a: ", "---\n", "%a b\n", "\"\"\n",
        "[a,", "\t", "#",   "- - ", "a: {b: ", "<<: ", "\\"}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    parse_text(text);
    parse_text("a: " + text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

TEST(Parse, KeysOfOneLongLineAreCountedOnce) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += fmt::format("k{}: 1, ", i);
  const auto begin = std::chrono::steady_clock::now();
  const auto parsed = parse_text(text + "}");
  EXPECT_THAT(parsed.errors, IsEmpty());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST(Problems, AreOrderedByPlaceAndCutOffWhereTheyAreMany) {
  Problems problems("read plan", "p.yaml");
  for (int line = 150; line > 0; --line) problems.add({line, 1}, "x", "");
  const Errors errors = problems.take();
  ASSERT_THAT(errors, SizeIs(101));
  EXPECT_EQ(errors[0].where->line, 51);
  EXPECT_EQ(errors[99].where->line, 150);
  EXPECT_EQ(errors[100].cause, "50 further errors are not shown");
  EXPECT_TRUE(problems.none());
}

TEST(Problems, SuggestWhereItHelps) {
  Problems problems("read plan", "p.yaml");
  EXPECT_EQ(problems.suggest("bukets", {"buckets", "keys"}), " (did you mean 'buckets'?)");
  EXPECT_EQ(problems.suggest("zzz", {"buckets", "keys"}), "");
  EXPECT_EQ(problems.suggest(fmt::format("{:x>65}", ""), {fmt::format("{:x>65}", "")}), "");
  for (int line = 1; line <= 100; ++line) problems.add({line, 1}, "x", "");
  EXPECT_EQ(problems.suggest("bukets", {"buckets", "keys"}), "");
}

TEST(InQuotes, IsOneShortLineOfWholeCharacters) {
  EXPECT_EQ(in_quotes("a\nb\tc\x1b[2J"), "'a b c [2J'");
  EXPECT_EQ(in_quotes(fmt::format("{:x>60}", "")), fmt::format("'{:x>60}'", ""));
  EXPECT_EQ(in_quotes(fmt::format("{:x>61}", "")), fmt::format("'{:x>60}...'", ""));
  EXPECT_EQ(in_quotes(fmt::format("{:x>59}\u00FCy", "")), fmt::format("'{:x>59}...'", ""));
}

}  // namespace
}  // namespace godwit::yaml
