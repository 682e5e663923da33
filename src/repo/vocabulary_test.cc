#include "repo/vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace godwit::repo {
namespace {

bool has(const Vocabulary& vocabulary, std::string_view text, What what) {
  return std::ranges::any_of(vocabulary.words(), [&](const Word& word) {
    return word.text == text && word.what == what && word.kind == Word::Kind::literal;
  });
}

plan::Plan example_plan() {
  plan::Plan plan;
  plan.account = "558069890522";
  plan.source = "eu-west-1";
  plan.target = "eu-central-1";
  plan.others = {{"af-south-1", "secondary"}};
  plan::Bucket bucket;
  bucket.source.name = "acme-logs";
  bucket.target = "acme-logs-frankfurt";
  plan.buckets.push_back(bucket);
  return plan;
}

TEST(Vocabulary, KnowsWhatThePlanNames) {
  const plan::Plan plan = example_plan();
  const Vocabulary vocabulary = Vocabulary::of(&plan, nullptr);
  EXPECT_TRUE(has(vocabulary, "eu-west-1", What::region));
  EXPECT_TRUE(has(vocabulary, "558069890522", What::account));
  EXPECT_TRUE(has(vocabulary, "acme-logs", What::bucket));
  EXPECT_EQ(vocabulary.region_of_bucket("acme-logs"), "eu-west-1");
  EXPECT_EQ(vocabulary.region_of_bucket("acme-logs-frankfurt"), "eu-central-1");
  EXPECT_EQ(vocabulary.region_of_bucket("acme"), "");
  EXPECT_EQ(vocabulary.role_of("eu-west-1"), "source");
  EXPECT_EQ(vocabulary.role_of("eu-central-1"), "target");
  EXPECT_EQ(vocabulary.role_of("af-south-1"), "secondary");
  EXPECT_EQ(vocabulary.role_of("us-east-1"), "");
}

TEST(Vocabulary, NoWordIsEmptyAndNoneIsThereTwice) {
  const plan::Plan plan = example_plan();
  account::Account account;
  account.id = plan.account;
  account.buckets.push_back({});
  account.buckets.push_back({.name = "acme-logs", .region = "eu-west-1"});
  account.keys.push_back({});
  const std::vector<std::string> given = {"", "chime", "chime"};
  const Vocabulary vocabulary = Vocabulary::of(&plan, &account, given);
  for (const Word& word : vocabulary.words()) {
    EXPECT_FALSE(word.text.empty());
    EXPECT_EQ(std::ranges::count_if(vocabulary.words(),
                                    [&](const Word& other) {
                                      return other.text == word.text && other.what == word.what &&
                                             other.kind == word.kind && other.region == word.region;
                                    }),
              1)
        << word.text;
  }
}

TEST(Vocabulary, TheUsersTextsAlone) {
  const std::vector<std::string> given = {"chime", "EU"};
  const Vocabulary vocabulary = Vocabulary::only(given);
  ASSERT_EQ(vocabulary.words().size(), 2U);
  for (const Word& word : vocabulary.words()) {
    EXPECT_EQ(word.what, What::given);
    EXPECT_FALSE(word.any_case);
  }
}

TEST(Vocabulary, ItsDigestChangesWithWhatItFinds) {
  const plan::Plan plan = example_plan();
  const std::string without = Vocabulary::of(nullptr, nullptr).digest();
  EXPECT_EQ(without, Vocabulary::of(nullptr, nullptr).digest());
  EXPECT_NE(without, Vocabulary::of(&plan, nullptr).digest());
  const std::vector<std::string> given = {"chime"};
  EXPECT_NE(without, Vocabulary::of(nullptr, nullptr, given).digest());
  plan::Plan other = plan;
  other.others = {{"af-south-1", "recovery"}};
  EXPECT_NE(Vocabulary::of(&plan, nullptr).digest(), Vocabulary::of(&other, nullptr).digest());
}

}  // namespace
}  // namespace godwit::repo
