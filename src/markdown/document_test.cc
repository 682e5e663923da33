#include "markdown/document.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace godwit::markdown {
namespace {

Document document(const std::string& text) { return read(SourceText("guide.md", text)); }

std::string place(const SourceText& text, std::size_t offset = 0) {
  const Location at = text.at(offset);
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}
std::string where(const SourceText& text, std::string_view words) {
  return place(text, text.content().find(words));
}

TEST(Document, SectionsKnowTheirTitlesAndWhatTheyArePartOf) {
  const Document read = document(
      "before\n\n# One #\n\n### Three  \n\n## Two ##two\n\nUnder\nlined\n=====\n\n   ## *In* "
      "three\n");
  ASSERT_EQ(read.sections.size(), 6U);
  EXPECT_EQ(read.sections[0].level, 0);
  EXPECT_EQ(read.sections[1].title.content(), "One");
  EXPECT_EQ(place(read.sections[1].title), "3:3");
  EXPECT_EQ(read.sections[2].title.content(), "Three");
  EXPECT_EQ(read.sections[2].parent, 1);
  EXPECT_EQ(read.sections[3].title.content(), "Two ##two");
  EXPECT_EQ(read.sections[3].parent, 1);
  EXPECT_EQ(read.sections[4].title.content(), "Under\nlined");
  EXPECT_EQ(read.sections[4].parent, -1);
  EXPECT_EQ(place(read.sections[5].title), "13:7");
  EXPECT_EQ(read.sections[5].title.content(), "*In* three");
  EXPECT_EQ(read.sections[5].parent, 4);
  ASSERT_EQ(read.prose.size(), 1U);
  EXPECT_EQ(read.prose[0].section, 0);
}

TEST(Document, ProseKnowsItsLinesWithinQuotesAndLists) {
  const Document read = document(
      "> quoted **words**\n> and more\nlazily\n\n"
      "1. first\n   goes on\n   - [x] done\n   - [ ] to do\n\n     its second paragraph\n");
  ASSERT_EQ(read.prose.size(), 5U);
  EXPECT_TRUE(read.prose[0].quoted);
  EXPECT_EQ(read.prose[0].text.content(), "quoted **words**\nand more\nlazily");
  EXPECT_EQ(where(read.prose[0].text, "more"), "2:7");
  EXPECT_EQ(where(read.prose[0].text, "lazily"), "3:1");
  EXPECT_EQ(read.prose[1].kind, Prose::Kind::item);
  EXPECT_EQ(read.prose[1].depth, 1);
  EXPECT_EQ(where(read.prose[1].text, "goes on"), "6:4");
  EXPECT_TRUE(read.prose[2].task);
  EXPECT_EQ(read.prose[2].depth, 2);
  EXPECT_EQ(read.prose[2].text.content(), "done");
  EXPECT_EQ(place(read.prose[3].text), "8:10");
  EXPECT_EQ(read.prose[4].kind, Prose::Kind::paragraph);
  EXPECT_EQ(read.prose[4].depth, 2);
  EXPECT_EQ(place(read.prose[4].text), "10:6");
}

TEST(Document, CodeIsWithoutItsFenceAndIndentation) {
  const Document read = document(
      "Run **this:**\n\n```Bash title=x\nfirst\n  second\n```\n\n"
      "- Then:\n  ~~~\n  in an item\n\n    indented more\n  ~~~\n\n"
      "> ``` yaml\n> a: [b]\n> *c: 1\n> ```\n");
  ASSERT_EQ(read.code.size(), 3U);
  EXPECT_EQ(read.code[0].language, "bash");
  EXPECT_EQ(read.code[0].text.content(), "first\n  second\n");
  EXPECT_EQ(where(read.code[0].text, "second"), "5:3");
  EXPECT_EQ(read.code[0].introduced_by, 0);
  EXPECT_EQ(read.code[1].language, "");
  EXPECT_EQ(read.code[1].text.content(), "in an item\n\n  indented more\n");
  EXPECT_EQ(where(read.code[1].text, "indented"), "12:5");
  EXPECT_EQ(read.code[2].language, "yaml");
  EXPECT_EQ(read.code[2].text.content(), "a: [b]\n*c: 1\n");
  EXPECT_EQ(where(read.code[2].text, "*c"), "17:3");
  EXPECT_EQ(read.code[2].introduced_by, -1);
  for (const Code& code : read.code) EXPECT_TRUE(code.closed);
}

TEST(Document, AnOpenFenceReachesToTheEnd) {
  const Document read = document("````json\n{\n```\n}");
  ASSERT_EQ(read.code.size(), 1U);
  EXPECT_FALSE(read.code[0].closed);
  EXPECT_EQ(read.code[0].text.content(), "{\n```\n}\n");
  EXPECT_TRUE(document("```\n```").code.at(0).closed);
  EXPECT_FALSE(document("```").code.at(0).closed);
}

TEST(Document, IndentedCodeAndTabs) {
  const Document read = document("words\n\n\tcode &amp; <b>\n\t  more\n\n-\titem\n\n\t\tin it\n");
  ASSERT_EQ(read.code.size(), 2U);
  EXPECT_FALSE(read.code[0].fenced);
  EXPECT_EQ(read.code[0].text.content(), "code &amp; <b>\n  more\n");
  EXPECT_EQ(where(read.code[0].text, "<b>"), "3:13");
  EXPECT_EQ(where(read.code[0].text, "more"), "4:4");
  EXPECT_EQ(read.code[1].text.content(), "in it\n");
  EXPECT_EQ(where(read.code[1].text, "in it"), "8:3");
}

TEST(Document, TablesHaveTheirCells) {
  const Document read = document(
      "Figures:\n| What | `a\\|b` |\n|:--|--:|\n| **x** | $1.00 |\n| only |\n  | y | 2 | 3 "
      "|\n---\n\n"
      "no | table\nhere | at all\n\n> one | two\n> - | -\n> 1 | 2\n");
  ASSERT_EQ(read.tables.size(), 1U);
  const Table& table = read.tables[0];
  ASSERT_EQ(table.header.size(), 2U);
  EXPECT_EQ(table.header[1].text.content(), "`a\\|b`");
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0][1].text.content(), "$1.00");
  EXPECT_EQ(place(table.rows[0][1].text), "4:11");
  EXPECT_EQ(table.rows[1][1].text.content(), "");
  EXPECT_EQ(place(table.rows[2][0].text), "6:5");
  EXPECT_EQ(table.rows[2].size(), 2U);
  EXPECT_EQ(read.prose[0].text.content(), "Figures:");
  EXPECT_LT(read.prose[0].order, table.order);
  EXPECT_EQ(read.sections.size(), 1U);  // "---" after a table is no heading's line
}

TEST(Document, TablesStandInQuotes) {
  const Document read = document("> | one | two |\n> |--|--|\n> | 1 | ä |\n> | 3 | `x` |\n");
  ASSERT_EQ(read.tables.size(), 1U);
  ASSERT_EQ(read.tables[0].rows.size(), 2U);
  EXPECT_EQ(place(read.tables[0].rows[1][1].text), "4:9");
  EXPECT_TRUE(read.prose.empty());
}

TEST(Document, CommentsAreFoundWhereverTheyAreButInCode) {
  const Document read = document(
      "<!-- first -->\n\ntext <!-- second --> and `<!-- no -->`\n\n| a | b |\n|-|-|\n| 1 | 2 <!-- "
      "third --> |\n\n"
      "```html\n<!-- no -->\n```\n\n<!--\nof two\nlines\n-->\n");
  ASSERT_EQ(read.comments.size(), 4U);
  EXPECT_EQ(read.comments[0].text.content(), " first ");
  EXPECT_EQ(place(read.comments[1].text), "3:10");
  EXPECT_EQ(place(read.comments[2].text), "7:13");
  EXPECT_EQ(where(read.comments[3].text, "lines"), "15:1");
}

TEST(Document, FrontMatterIsNoMarkdown) {
  const Document read = document("---\ntitle: x\nrole: [a]\n---\n# Title\n");
  EXPECT_TRUE(read.prose.empty());
  ASSERT_EQ(read.sections.size(), 2U);
  EXPECT_EQ(place(read.sections[1].title), "5:3");
}

TEST(Document, EndsOfLinesAndMarksOfOtherSystems) {
  const Document read = document("\xEF\xBB\xBF# T\r\n\r\n```sh\r\na \\\r\n  b\r\n```\r\n");
  ASSERT_EQ(read.sections.size(), 2U);
  EXPECT_EQ(read.sections[1].title.content(), "T");
  ASSERT_EQ(read.code.size(), 1U);
  EXPECT_EQ(read.code[0].language, "sh");
  EXPECT_EQ(read.code[0].text.content(), "a \\\n  b\n");
  EXPECT_EQ(where(read.code[0].text, "b"), "5:3");
}

TEST(Document, AnyBytesAreADocument) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(document(all).code.size(), 0U);
  EXPECT_EQ(document("").sections.size(), 1U);
  EXPECT_EQ(document(std::string(3, '\0')).prose.size(), 1U);
  EXPECT_EQ(document("```\n\0x\xFF\n```").code.at(0).text.content(), "");
  EXPECT_EQ(document(std::string("```\na\0b\xFF\n```", 12)).code.at(0).text.content(),
            std::string("a\0b\xFF\n", 5));
}

TEST(Document, WhatIsTooLongIsCutAtALine) {
  std::string text;
  while (text.size() <= most_bytes) text += "one more line of many\n\n";
  const Document read = document(text);
  EXPECT_TRUE(read.cut);
  EXPECT_LE(read.source.content().size(), most_bytes);
  EXPECT_TRUE(read.source.content().ends_with('\n'));
}

// Each of these took a parser of Markdown quadratic time or memory once.
TEST(Document, RubbishTakesLinearTime) {
  const auto times = [](std::string_view words, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += words;
    return text;
  };
  constexpr std::size_t most = 400'000;
  constexpr std::size_t half = most / 2;
  const std::string rubbish[] = {
      times("> ", half) + times("a\n", half),
      times("- ", half) + times("\n", half),
      times("*_", half) + times("**a_", half),
      times("[", half) + times("]", half),
      times("![l", half) + times("](", half),
      times("<a b=\"\n", most),
      times("<!--", most),
      times("`", 5000) + times("`a``", half),
      times("|-|\n|-|-|\n", most),
      times("|a", 120) + "\n" + times("|-", 120) + "\n" + times("|\n", half),
      times("|a", 100'000) + "\n" + times("|-", 100'000) + "\n" + times("|\n", half),
      times("|a|b|\n|-|-|\n", 12) + times("|\n", half),
      times("[a]\n", half) + times("[a]: b\n", half),
      times("# a\n", most),
      times("```\n", most),
      times("\t- a\n", most),
      times("&#0;", most),
  };
  for (const std::string& text : rubbish) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_GE(document(text).sections.size(), 1U);
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took, std::chrono::seconds(10)) << text.substr(0, 20);
  }
}

TEST(Plain, LeavesWhatIsRead) {
  EXPECT_EQ(plain("**Target:** `x`"), "Target: x");
  EXPECT_EQ(plain("a [link](https://x.y) and ![image][1], _so_"), "a link and image, so");
  EXPECT_EQ(plain("medzen_ehr_db, 2 * 3, ~5-8%, ~~old~~"), "medzen_ehr_db, 2 * 3, ~5-8%, old");
  EXPECT_EQ(plain("`a*b_c_` \\*x\\* < 43 minutes"), "a*b_c_ *x* < 43 minutes");
  EXPECT_EQ(plain("<br>x<bucket> <https://a.b/c>y<!-- no -->"), "x<bucket> https://a.b/cy");
  EXPECT_EQ(plain("`open [1] ] ("), "`open 1 ] (");
}

TEST(Document, ATitleIsNoLongerThanAnybodyReads) {
  std::string title = "# ";
  for (int i = 0; i < 3000; ++i) title += "\xC3\xA4";
  const Document read = document(title + "\n\ntext\n");
  ASSERT_EQ(read.sections.size(), 2U);
  EXPECT_EQ(read.sections[1].title.content().size(), most_title_bytes);
  EXPECT_EQ(read.prose.size(), 1U);
}

}  // namespace
}  // namespace godwit::markdown
