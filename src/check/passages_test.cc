#include "check/passages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/subject_fixture.h"
#include "check/surroundings.h"

namespace godwit::check {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::unique_ptr<testing::MadeSubject> document(std::string text) {
  testing::Files files;
  files.texts.emplace_back("a.md", std::move(text));
  return testing::make_subject(files);
}

TEST(Passages, AreWhatADocumentSaysWithItsPlaces) {
  const auto made = document(
      "# Title\n\nOne **bold** word.\n\n- Buckets:\n  - `a-1`\n\n| name | bucket |\n|---|---|\n"
      "| x | `b-1` |\n\n```bash\n# a comment\nls\n```\n");
  const std::vector<Passage> passages = passages_of(made->subject);
  std::vector<std::string> plain;
  for (const Passage& passage : passages) plain.push_back(passage.plain);
  EXPECT_THAT(plain, ElementsAre("One bold word.", "Buckets:", "a-1", "x", "b-1", "a comment"));
  EXPECT_EQ(passages[2].parent, 1);
  EXPECT_EQ(passages[1].parent, -1);
  EXPECT_EQ(passages[4].column, "bucket");
  EXPECT_EQ(passages[4].row, "x");
  EXPECT_EQ(passages[5].kind, Passage::Kind::comment);
  EXPECT_EQ(span_in(passages[0], "BOLD").at, (Location{"a.md", 3, 7}));
  EXPECT_EQ(span_in(passages[0], "bold").length, 4);
  EXPECT_EQ(span_in(passages[5], "comment").at.line, 13);
}

TEST(Passages, KnowWaysBackByTitles) {
  const auto made = document(
      "# Move\n\n## Steps\n\n```bash\nls\n```\n\n## Rollback Plan\n\n### Within a day\n\n"
      "```bash\nls\n```\n");
  const markdown::Document& content = made->subject.documents[0].content;
  EXPECT_FALSE(is_way_back(content, 1));
  EXPECT_TRUE(is_way_back(content, 3));
  EXPECT_FALSE(is_way_back(content, -1));
  EXPECT_FALSE(is_way_back(content, 99));
  EXPECT_EQ(way_back_title(content)->at.line, 9);
  ASSERT_EQ(made->subject.commands.size(), 2U);
  EXPECT_FALSE(is_way_back(made->subject, made->subject.commands[0]));
  EXPECT_TRUE(is_way_back(made->subject, made->subject.commands[1]));
}

TEST(Passages, KnowTheRegionOfASection) {
  const auto made = document(
      "# From eu-west-1 to eu-central-1\n\n## Chat (eu-west-1)\n\n### Tables\n\n## Both\n\ntext\n");
  const markdown::Document& content = made->subject.documents[0].content;
  EXPECT_EQ(region_of_section(content, 2), "eu-west-1");
  EXPECT_EQ(region_of_section(content, 3), "eu-west-1");
  EXPECT_EQ(region_of_section(content, 4), "");
  EXPECT_TRUE(is_migration(made->subject));
}

TEST(Passages, FindRegionsAlsoAtTheEndOfNames) {
  EXPECT_THAT(regions_in("eu-west-1, then orders-eu-central-1 and eu-west-1"),
              ElementsAre("eu-west-1", "eu-central-1"));
  EXPECT_THAT(regions_in("eu-west-12, xeu-west-1, us-gone-1, -1"), IsEmpty());
  EXPECT_THAT(regions_in("-1-1-1-1"), IsEmpty());
}

TEST(Passages, FindWords) {
  EXPECT_TRUE(has_word("the Bucket's name", "bucket"));
  EXPECT_FALSE(has_word("buckets", "bucket"));
  EXPECT_TRUE(has_beginning("Replicates it", "replicat"));
  EXPECT_FALSE(has_beginning("unreplicated", "replicat"));
  EXPECT_EQ(find_word("a b", ""), std::string_view::npos);
  EXPECT_EQ(find_letters("abc", "C", 9), std::string_view::npos);
}

}  // namespace
}  // namespace godwit::check
