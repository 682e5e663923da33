#include "report/excerpt.h"

#include <gtest/gtest.h>

#include "report/terminal_text.h"

namespace godwit::report {
namespace {

std::string shown(std::string_view line, int column, int length, int width = 80,
                  bool hidden = false) {
  const Excerpt made = excerpt(line, column, length, width, hidden);
  EXPECT_LE(display_width(made.line), width) << made.line;
  EXPECT_LE(display_width(made.marks), width) << made.marks;
  return made.line + "\n" + made.marks;
}

TEST(Excerpt, MarksTheWords) {
  EXPECT_EQ(shown("aws s3 sync", 5, 2), "aws s3 sync\n    ^^");
  EXPECT_EQ(shown("  aws s3 sync  ", 3, 0), "  aws s3 sync\n  ^^^^^^^^^^^") << "the whole line";
}

TEST(Excerpt, CountsCharactersAndNotBytes) {
  EXPECT_EQ(shown("- ✅ Größe: 5", 5, 5), "- ✅ Größe: 5\n    ^^^^^");
  EXPECT_EQ(shown("東京 x", 4, 1), "東京 x\n     ^") << "wide characters take two columns";
}

TEST(Excerpt, TabsBecomeSpaces) {
  EXPECT_EQ(shown("\taws", 2, 3), "    aws\n    ^^^");
  EXPECT_EQ(shown("a\taws", 3, 3), "a   aws\n    ^^^");
}

TEST(Excerpt, LongLinesAreCutAroundTheWords) {
  const std::string line = std::string(200, 'a') + " HERE " + std::string(200, 'b');
  const Excerpt middle = excerpt(line, 202, 4, 60);
  EXPECT_LE(display_width(middle.line), 60);
  EXPECT_TRUE(middle.line.starts_with("...") && middle.line.ends_with("..."));
  const std::size_t at = middle.marks.find('^');
  EXPECT_EQ(middle.line.substr(at, 4), "HERE");
  EXPECT_EQ(middle.marks.substr(at), "^^^^");
  const Excerpt begin = excerpt(line, 1, 3, 60);
  EXPECT_EQ(begin.line, std::string(54, 'a') + "...");
  EXPECT_EQ(begin.marks, "^^^");
}

TEST(Excerpt, LinesWithoutEndTakeNoTime) {
  std::string line;
  for (int i = 0; i < 3'000'000; ++i) line += "ä";
  const Excerpt made = excerpt(line, 2'900'001, 2, 80);
  EXPECT_LE(display_width(made.line), 80);
  EXPECT_TRUE(made.marks.ends_with("^^"));
}

TEST(Excerpt, IsSafeForATerminal) {
  EXPECT_EQ(shown("a\x1b[31mb", 1, 1), "a [31mb\n^");
  EXPECT_EQ(shown("a\xFFz", 3, 1), "a\xEF\xBF\xBDz\n  ^") << "a byte that is no character";
}

TEST(Excerpt, PlacesOutsideOfTheLineAreItsEnd) {
  EXPECT_EQ(shown("abc", 10, 2), "abc\n   ^");
  EXPECT_EQ(shown("", 1, 1), "\n^");
  EXPECT_EQ(shown("abc", 0, 2), "abc\n^^");
}

TEST(Excerpt, HidesSecrets) {
  EXPECT_EQ(shown("PASSWORD=hunter2 # x", 10, 7, 80, true),
            "PASSWORD=******** # x\n         ^^^^^^^^");
}

}  // namespace
}  // namespace godwit::report
