#include "lab/populate.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "lab/lab_fixture.h"

namespace godwit::lab {
namespace {

account::Account populated_account(account::Versioning versioning) {
  account::Account account = two_region_account();
  account::Bucket& bucket = account.buckets.front();
  bucket.versioning = versioning;
  bucket.key = west_key;
  bucket.tags = {{"Project", "medzen"}};
  bucket.objects.push_back({.key = "README.txt",
                            .content = "hello",
                            .metadata = {{"owner", "platform"}},
                            .tags = {{"retention", "7y"}},
                            .written = parse_time("2025-06-01")});
  account::GeneratedObjects generated;
  generated.count = 1000;
  generated.key = "2025/{n}.webm";
  generated.size_min = 40'000'000;
  generated.size_max = 900'000'000;
  generated.written_from = parse_time("2023-01-01");
  generated.written_to = parse_time("2025-12-31");
  generated.overwritten = 0.2;
  generated.versions = 4;
  generated.deleted = 0.03;
  generated.archived = 0.06;
  generated.metadata = {{"consultation", "c-{n}"}};
  bucket.generated.push_back(std::move(generated));
  return account;
}

class PopulateTest : public LabTest {
 protected:
  PopulateTest() : LabTest(populated_account(account::Versioning::enabled)) {}
  const services::Bucket& bucket() { return *lab.s3().find("source"); }
};

TEST_F(PopulateTest, Settings) {
  EXPECT_EQ(aws::s3::get_bucket_encryption(cloud, source)->key_arn,
            "arn:aws:kms:eu-west-1:558069890522:key/" + west_key);
  EXPECT_EQ(aws::s3::get_bucket_tagging(cloud, source).value(),
            (aws::s3::Tags{{"Project", "medzen"}}));
  EXPECT_TRUE(aws::s3::get_public_access_block(cloud, source).value());
  EXPECT_EQ(aws::s3::get_bucket_versioning(cloud, source).value(), aws::s3::Versioning::enabled);
}

TEST_F(PopulateTest, GivenObjects) {
  const auto object = aws::s3::get_object(cloud, source, "README.txt");
  ASSERT_TRUE(object);
  EXPECT_EQ(object->body, Body("hello"));
  EXPECT_EQ(object->info.metadata, (aws::s3::Metadata{{"owner", "platform"}}));
  EXPECT_EQ(object->info.last_modified, parse_time("2025-06-01"));
  EXPECT_EQ(object->info.checksum, "crc32c:" + to_base64(crc_bytes(crc32c("hello"))));
  EXPECT_EQ(object->info.encryption_key_arn, "arn:aws:kms:eu-west-1:558069890522:key/" + west_key);
}

TEST_F(PopulateTest, GeneratedObjectsAreInTheirShares) {
  ASSERT_EQ(bucket().objects.size(), 1001U);
  int overwritten = 0;
  int deleted = 0;
  int archived = 0;
  int versions = 0;
  for (const auto& [key, history] : bucket().objects) {
    int contents = 0;
    Time last{};
    for (const services::ObjectVersion& version : history.versions()) {
      EXPECT_LE(last, version.last_modified);
      last = version.last_modified;
      if (version.delete_marker) {
        ++deleted;
        continue;
      }
      ++contents;
      if (key == "README.txt") continue;
      EXPECT_GE(version.size(), 40'000'000U);
      EXPECT_LE(version.size(), 900'000'000U);
      EXPECT_GE(version.last_modified, parse_time("2023-01-01").value());
      EXPECT_LE(version.last_modified, parse_time("2025-12-31").value());
      if (version.storage_class == services::StorageClass::glacier) ++archived;
    }
    EXPECT_LE(contents, 4);
    if (contents > 1) ++overwritten;
    versions += contents;
  }
  EXPECT_NEAR(overwritten, 200, 50);
  EXPECT_NEAR(deleted, 30, 20);
  EXPECT_NEAR(archived, versions * 6 / 100, 30);
  EXPECT_EQ(aws::s3::head_object(cloud, source, "2025/000042.webm")
                .value_or(aws::s3::ObjectInfo{.metadata = {{"consultation", "c-000042"}}})
                .metadata.at("consultation"),
            "c-000042");
}

TEST_F(PopulateTest, WhatUsersCouldKnow) {
  const auto readable = services::readable_objects(bucket(), env.clock.now());
  EXPECT_LT(readable.size(), 1001U);
  EXPECT_GT(readable.size(), 850U);
  for (std::size_t i = 0; i < readable.size(); i += 97) {
    const auto object = aws::s3::get_object(cloud, source, readable[i].key);
    ASSERT_TRUE(object) << to_string(object.error());
    EXPECT_EQ(object->info.size, readable[i].size);
    EXPECT_EQ(object->info.checksum, readable[i].checksum);
  }
}

TEST_F(PopulateTest, TheSameSeedGivesTheSame) {
  const auto snapshot_of = [&](std::uint64_t seed) {
    SimulatedEnv other{account.starts, seed};
    Lab again{World{other.clock, other.scheduler, other.random}, account};
    return boost::json::serialize(again.snapshot());
  };
  EXPECT_EQ(boost::json::serialize(lab.snapshot()), snapshot_of(7));
  EXPECT_NE(boost::json::serialize(lab.snapshot()), snapshot_of(8));
}

// Without versioning only the last of each key is there, and nothing of what was deleted.
TEST(PopulateUnversionedTest, OneVersionEach) {
  const account::Account account = populated_account(account::Versioning::never);
  SimulatedEnv env{account.starts, 7};
  Lab lab{World{env.clock, env.scheduler, env.random}, account};
  const services::Bucket& bucket = *lab.s3().find("source");
  EXPECT_LT(bucket.objects.size(), 1001U);
  for (const auto& [key, history] : bucket.objects) {
    ASSERT_EQ(history.versions().size(), 1U);
    EXPECT_EQ(history.current()->version_id, "null");
    EXPECT_FALSE(history.current()->delete_marker);
  }
}

TEST(PopulateSuspendedTest, HasTheVersionsFromBefore) {
  const account::Account account = populated_account(account::Versioning::suspended);
  SimulatedEnv env{account.starts, 7};
  Lab lab{World{env.clock, env.scheduler, env.random}, account};
  const services::Bucket& bucket = *lab.s3().find("source");
  EXPECT_EQ(bucket.versioning, account::Versioning::suspended);
  EXPECT_NE(bucket.find("README.txt")->current()->version_id, "null");
}

}  // namespace
}  // namespace godwit::lab
