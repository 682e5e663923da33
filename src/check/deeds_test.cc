#include "check/deeds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = Deed::Kind;

std::vector<Deed> deeds(const std::string& script) {
  testing::Files files;
  files.texts.emplace_back("a.md", "# A\n\n```bash\n" + script + "\n```\n");
  return deeds_of(testing::make_subject(files)->subject);
}

Deed one(const std::string& script) {
  const std::vector<Deed> all = deeds(script);
  EXPECT_EQ(all.size(), 1U) << script;
  return all.empty() ? Deed{} : all.front();
}

TEST(Deeds, AreWhatCommandsDoToBuckets) {
  EXPECT_EQ(one("aws s3 mb s3://a --region eu-west-1").kind, Kind::create);
  EXPECT_EQ(one("aws s3 mb s3://a --region eu-west-1").region, "eu-west-1");
  EXPECT_EQ(one("aws s3 rb s3://a --force").kind, Kind::remove);
  EXPECT_EQ(one("aws s3 rm s3://a --recursive").kind, Kind::remove);
  EXPECT_THAT(deeds("aws s3 rm s3://a/key"), IsEmpty());
  EXPECT_THAT(deeds("aws s3 cp a.txt s3://a/key"), IsEmpty());

  const Deed copy = one("aws s3 sync s3://a/x s3://b/y --delete");
  EXPECT_EQ(copy.kind, Kind::copy);
  EXPECT_EQ(copy.name, "a");
  EXPECT_EQ(copy.to, "b");
  EXPECT_EQ(one("aws s3 sync s3://a s3://a-backup").kind, Kind::back_up);
  EXPECT_EQ(one("aws s3 sync s3://a ./here").kind, Kind::back_up);
  EXPECT_EQ(one("aws s3 sync ./here s3://a").kind, Kind::restore);
  EXPECT_EQ(one("s5cmd sync 's3://a/*' s3://b/").to, "b");
  EXPECT_EQ(one("rclone sync one:a two:b").name, "a");
  EXPECT_EQ(one("rclone check one:a two:b").kind, Kind::compare);
}

TEST(Deeds, AreTakenFromParameters) {
  EXPECT_EQ(one("aws s3api put-bucket-versioning --bucket a --versioning-configuration "
                "Status=Enabled")
                .kind,
            Kind::version);
  EXPECT_THAT(deeds("aws s3api put-bucket-versioning --bucket a --versioning-configuration "
                    "Status=Suspended"),
              IsEmpty());
  EXPECT_EQ(one("aws s3control create-job --account-id 1 --operation '{\"S3ReplicateObject\":{}}' "
                "--manifest-generator '{\"S3JobManifestGenerator\":{\"SourceBucket\":"
                "\"arn:aws:s3:::a\"}}'")
                .name,
            "a");
  EXPECT_EQ(one("aws s3control create-job --operation '{\"S3InitiateRestoreObject\":{}}'").kind,
            Kind::restore_archived);
  EXPECT_THAT(deeds("aws s3control create-job --operation '{\"S3PutObjectTagging\":{}}'"),
              IsEmpty());
  EXPECT_EQ(one("aws dynamodb update-table --table-name t --replica-updates "
                "'[{\"Create\":{\"RegionName\":\"eu-central-1\"}}]'")
                .kind,
            Kind::replicate);
  EXPECT_THAT(deeds("aws dynamodb update-table --table-name t --billing-mode PAY_PER_REQUEST"),
              IsEmpty());
  EXPECT_EQ(one("aws rds create-db-instance-read-replica --db-instance-identifier b "
                "--source-db-instance-identifier arn:aws:rds:eu-west-1:111122223333:db:a")
                .name,
            "a");
}

TEST(Deeds, OfALoopAreOneForEachValue) {
  const std::vector<Deed> all =
      deeds("for b in one two; do\n  aws s3 sync s3://$b s3://${b}-new\ndone");
  std::vector<std::string> names;
  for (const Deed& deed : all) names.push_back(deed.name + ">" + deed.to);
  EXPECT_THAT(names, ElementsAre("one>one-new", "two>two-new"));
  EXPECT_TRUE(std::ranges::all_of(all, &Deed::known));
  EXPECT_FALSE(one("aws s3 sync s3://$UNSET s3://b").known);
}

TEST(Deeds, KnowAddressesOfBuckets) {
  EXPECT_EQ(bucket_of("s3://a/b/c"), "a");
  EXPECT_EQ(bucket_of("arn:aws:s3:::a/b"), "a");
  EXPECT_EQ(bucket_of("arn:aws:sns:::a"), "");
  EXPECT_EQ(bucket_of("./s3"), "");
}

}  // namespace
}  // namespace godwit::check
