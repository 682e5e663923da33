#include "base/source_text.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

TEST(SourceText, OfAWholeFileCountsLinesAndCharacters) {
  const SourceText text("a.md", "eins\nzw\xC3\xB6lf x\n");
  EXPECT_EQ(text.at(std::size_t{0}), (Location{"a.md", 1, 1}));
  EXPECT_EQ(text.at(text.content().find('x')), (Location{"a.md", 2, 7}));
  EXPECT_EQ(text.at(std::size_t{1000}), (Location{"a.md", 3, 1}));
  EXPECT_EQ(text.line(2), "zw\xC3\xB6lf x");
  EXPECT_EQ(text.offset_of({2, 7}), text.content().find('x'));
  EXPECT_EQ(text.offset_of({9, 1}), text.content().size());
}

TEST(SourceText, OfAnIndentedBlockKnowsWhereItsLinesAre) {
  const SourceText block("a.md", "aws s3 ls\n  --recursive\n", {{10, 4}, {11, 4}});
  EXPECT_EQ(block.at(block.content().find("ls")), (Location{"a.md", 10, 11}));
  EXPECT_EQ(block.at(block.content().find("--")), (Location{"a.md", 11, 6}));
  EXPECT_EQ(block.at(Place{2, 3}), (Location{"a.md", 11, 6}));
}

TEST(SourceText, APartOfAPartStillKnows) {
  const SourceText block("a.md", "echo '{\n\"a\": 1}'\n", {{10, 4}, {11, 4}});
  const SourceText json = block.part(6, block.content().rfind('\''));
  EXPECT_EQ(json.content(), "{\n\"a\": 1}");
  EXPECT_EQ(json.at(std::size_t{0}), (Location{"a.md", 10, 10}));
  EXPECT_EQ(json.at(json.content().find('1')), (Location{"a.md", 11, 9}));
  const SourceText other = block.standing_at(6, "x\ny");
  EXPECT_EQ(other.at(std::size_t{2}), (Location{"a.md", 11, 4}));
}

TEST(SourceText, CountsTheCharactersOfLongLines) {
  for (const std::size_t size : {1000U, 1023U, 1024U, 1025U, 5000U}) {
    std::string content = "x\n";
    while (content.size() < size) content += content.size() % 3 == 0 ? "\xC3\xB6" : "o";
    const SourceText text("a.md", content);
    int column = 0;
    for (std::size_t offset = 2; offset <= content.size(); ++offset) {
      const bool begins = offset == content.size() || (content[offset] & 0xC0) != 0x80;
      if (!begins) continue;
      ++column;
      ASSERT_EQ(text.at(offset), (Location{"a.md", 2, column})) << size << " " << offset;
    }
  }
}

TEST(SourceText, OfNothingHasOnePlace) {
  EXPECT_EQ(SourceText().at(std::size_t{5}).line, 0);
  EXPECT_EQ(SourceText("a", "").at(std::size_t{5}), (Location{"a", 1, 1}));
}

}  // namespace
}  // namespace godwit
