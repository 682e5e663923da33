#include "check/stores.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view head = "# From eu-west-1 to eu-central-1\n\n";

// "bucket a in eu-west-1", with what becomes of it.
std::vector<std::string> stores(const std::string& text, const std::string& account = "") {
  testing::Files files;
  files.texts.emplace_back("a.md", std::string(head) + text);
  if (!account.empty()) files.texts.emplace_back("account.yaml", account);
  const auto made = testing::make_subject(files);
  const std::vector<Deed> deeds = deeds_of(made->subject);
  std::vector<std::string> told;
  for (const Store& store : stores_of(made->subject, passages_of(made->subject), deeds)) {
    told.push_back(fmt::format("{} in {}:{}{}{}{}", store.label(), store.region, store.span.at.line,
                               store.stays ? " stays" : "", store.told ? " told" : "",
                               moved(store, made->subject, deeds).yes ? " moved" : ""));
  }
  return told;
}

TEST(Stores, AreNamedInWords) {
  EXPECT_THAT(stores("## Now (eu-west-1)\n\nBuckets `a-1`, `b-1` and\n`c-1`, and a file `d-1`.\n"),
              ElementsAre("bucket a-1 in eu-west-1:5", "bucket b-1 in eu-west-1:5",
                          "bucket c-1 in eu-west-1:6"));
  EXPECT_THAT(stores("The `a-1` bucket is in eu-west-1. So is `b-1`.\n"),
              ElementsAre("bucket a-1 in eu-west-1:3"));
  EXPECT_THAT(stores("| S3 bucket | for |\n|---|---|\n| a-1 | things |\n"),
              ElementsAre("bucket a-1 in :5"));
  EXPECT_THAT(stores("See s3://a-1/x and the role `r-1` for the policy.\n"),
              ElementsAre("bucket a-1 in :3"));
  EXPECT_THAT(stores("Use `x-1.json` for the bucket, in `eu-west-1`.\n"), IsEmpty());
}

TEST(Stores, AreServicesWhereNoNameIsGiven) {
  EXPECT_THAT(stores("## Now (eu-west-1)\n\n- DynamoDB: carts\n- RDS in us-east-1\n"),
              ElementsAre("DynamoDB in eu-west-1:5", "RDS in us-east-1:6"));
  EXPECT_THAT(stores("DynamoDB is a fine thing.\n"), IsEmpty());
}

TEST(Stores, AreNamedByCommandsThatSayTheRegion) {
  EXPECT_THAT(stores("```bash\naws dynamodb describe-table --table-name t --region eu-west-1\n"
                     "aws dynamodb describe-table --table-name u\n```\n"),
              ElementsAre("table t in eu-west-1:4"));
}

TEST(Stores, AreMovedByCommandsOrInWords) {
  EXPECT_THAT(stores("Bucket `a-1` in eu-west-1\n\n```bash\naws s3 sync s3://a-1 s3://b-1\n```\n"),
              ElementsAre("bucket a-1 in eu-west-1:3 moved"));
  EXPECT_THAT(stores("Bucket `a-1` in eu-west-1\n\n```bash\naws s3 sync s3://a-1 s3://a-1-backup\n"
                     "```\n"),
              ElementsAre("bucket a-1 in eu-west-1:3"));
  EXPECT_THAT(stores("Bucket `a-1` in eu-west-1\n\n```bash\naws s3 sync s3://a-1 s3://a-1-backup\n"
                     "aws s3 sync s3://a-1-backup s3://b-1\n```\n"),
              ElementsAre("bucket a-1 in eu-west-1:3 moved"));
  EXPECT_THAT(stores("Bucket `a-1` in eu-west-1\n\nWe copy all buckets by hand.\n"),
              ElementsAre("bucket a-1 in eu-west-1:3 told"));
  EXPECT_THAT(stores("Bucket `a-1` in eu-west-1 stays there; we copy `a-1-b`.\n"),
              ElementsAre("bucket a-1 in eu-west-1:3 stays told"));
  EXPECT_THAT(stores("Bucket `a-1` in eu-west-1\n\n## Rollback\n\n```bash\naws s3 sync s3://a-1 "
                     "s3://b-1\n```\n"),
              ElementsAre("bucket a-1 in eu-west-1:3"));
}

TEST(Stores, OfATableAreSpokenOfByTheirRow) {
  EXPECT_THAT(stores("## Now (eu-west-1)\n\n| Bucket | Plan |\n|---|---|\n"
                     "| `a-1` | stays where it is |\n| `b-1` | unknown |\n"),
              ElementsAre("bucket a-1 in eu-west-1:7 stays", "bucket b-1 in eu-west-1:8"));
}

TEST(Stores, AreTheAccounts) {
  const std::string account =
      "account: \"111122223333\"\nstarts: 2026-01-05T06:00:00Z\nregions: [eu-west-1]\n"
      "credentials: {access_key_id: AKIAEXAMPLE00000000, secret_access_key: made-up}\n"
      "buckets:\n  - {name: a-1, region: eu-west-1}\n  - {name: b-1, region: eu-west-1}\n";
  EXPECT_THAT(stores("The bucket `a-1`\n", account),
              ElementsAre("bucket a-1 in eu-west-1:3", "bucket b-1 in eu-west-1:1"));
}

}  // namespace
}  // namespace godwit::check
