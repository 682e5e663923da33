#include "check/migration.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "check/region_words.h"
#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

Migration of(std::string text) {
  return read_subject({{"runbook.md", std::move(text)}}, nullptr, nullptr, "").migration;
}

TEST(Migration, LabelsSayIt) {
  const Migration migration =
      of("# Move\n\n**Target Region:** eu-central-1 (Frankfurt, Germany)\n"
         "**Current Primary Region:** eu-west-1 (Ireland)\n"
         "**Current Secondary Region:** af-south-1 (Cape Town)\n\n- DR: `us-east-1`\n");
  EXPECT_EQ(migration.target.region, "eu-central-1");
  EXPECT_EQ(to_string(migration.target.span.at), "runbook.md:3:20");
  EXPECT_EQ(migration.target.span.length, 12);
  EXPECT_EQ(migration.source.region, "eu-west-1");
  EXPECT_EQ(migration.secondary->region, "af-south-1");
  EXPECT_EQ(migration.recovery->region, "us-east-1");
}

TEST(Migration, TitlesAndSentencesSayIt) {
  EXPECT_EQ(of("# From eu-west-1/eu-west-2 to eu-central-1\n").source.region, "eu-west-1");
  EXPECT_EQ(of("# From eu-west-1/eu-west-2 to eu-central-1\n").target.region, "eu-central-1");
  EXPECT_EQ(of("# Database move: us-east-1 -> us-west-2\n").target.region, "us-west-2");
  EXPECT_EQ(of("We migrate from Ireland to Frankfurt in May.\n").target.region, "eu-central-1");
  // What is no move says nothing.
  EXPECT_EQ(of("Data is replicated from eu-west-1 to eu-central-1.\n").target.region, "");
  EXPECT_EQ(of("Use eu-west-1 or eu-central-1.\n").source.region, "");
}

TEST(Migration, TablesSayIt) {
  const Migration migration =
      of("| | today | after the move |\n|---|---|---|\n| primary region | eu-west-1 (Ireland) | "
         "eu-central-1 |\n"
         "| disaster recovery | us-east-1 | eu-west-1 |\n");
  EXPECT_EQ(migration.source.region, "eu-west-1");
  EXPECT_EQ(migration.target.region, "eu-central-1");
  EXPECT_EQ(migration.recovery->region, "eu-west-1");
  const Migration pairs =
      of("| role | region |\n|---|---|\n| Source | us-east-1 |\n| Target | us-east-2 |\n");
  EXPECT_EQ(pairs.source.region, "us-east-1");
  EXPECT_EQ(pairs.target.region, "us-east-2");
}

TEST(Migration, SettingsSayWhatIsToBe) {
  const Migration migration =
      of("# Away from here\n\nSource region: eu-west-1\n\nChange "
         "from:\n```bash\nPRIMARY_REGION=eu-west-2\n```\n"
         "Change to:\n```bash\nexport PRIMARY_REGION=\"eu-central-1\"\nDR_REGION=eu-west-1\n```\n");
  EXPECT_EQ(migration.target.region, "eu-central-1");
  EXPECT_EQ(migration.recovery->region, "eu-west-1");
}

TEST(Migration, AnAccountIsKnownWhereThereIsOne) {
  EXPECT_EQ(of("`arn:aws:iam::123456789012:role/x`\n").account, "123456789012");
  EXPECT_EQ(of("Account ID: 123456789012, order 210987654321\n").account, "123456789012");
  EXPECT_EQ(of("`arn:aws:iam::123456789012:role/x` `arn:aws:iam::210987654321:role/y`\n").account,
            "");
  EXPECT_EQ(of("call 123456789012\n").account, "");
}

TEST(Migration, APlanKnowsBetter) {
  testing::Files files;
  files.texts = {{"runbook.md", "Target region: us-east-1\n"},
                 {"plan.yaml", testing::content_of(std::filesystem::path(GODWIT_SOURCE_DIR) /
                                                   "examples/medzen/migration.yaml")}};
  const auto made = testing::make_subject(files);
  ASSERT_TRUE(made->plan);
  EXPECT_EQ(made->subject.migration.target.region, "eu-central-1");
  EXPECT_TRUE(made->subject.migration.from_plan);
  EXPECT_EQ(made->subject.migration.account, "558069890522");
  EXPECT_EQ(to_string(made->subject.migration.target.span.at), "plan.yaml:8:11");
}

TEST(RegionWords, AreCodesAndPlaces) {
  const std::vector<RegionWord> words =
      region_words("`eu-west-1`, eu-central-1a, N. Virginia, x-eu-west-2");
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].region, "eu-west-1");
  EXPECT_EQ(words[1].region, "us-east-1");
  EXPECT_FALSE(words[1].code);
  EXPECT_EQ(regions_said("eu-central-1 (Frankfurt), not Ireland").size(), 1U);
  EXPECT_EQ(regions_said("London or Paris").size(), 2U);
}

}  // namespace
}  // namespace godwit::check
