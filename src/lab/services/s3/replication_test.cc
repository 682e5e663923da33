#include "lab/services/s3/replication.h"

#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3ReplicationTest : public LabTest {
 protected:
  static aws::s3::ReplicationConfiguration to(std::string_view bucket,
                                              aws::s3::ReplicationRule rule = {}) {
    rule.id = "all";
    rule.priority = 1;
    rule.destination_bucket_arn = fmt::format("arn:aws:s3:::{}", bucket);
    return {"arn:aws:iam::558069890522:role/replication", {std::move(rule)}};
  }
  void replicate(aws::s3::ReplicationRule rule = {}) {
    const auto done = aws::s3::put_bucket_replication(cloud, source, to("target", std::move(rule)));
    ASSERT_TRUE(done) << to_string(done.error());
  }
  void replicate_back(aws::s3::ReplicationRule rule = {}) {
    ASSERT_TRUE(aws::s3::put_bucket_replication(cloud, target, to("source", std::move(rule))));
  }
  // Far beyond the slowest of all but very few delays.
  void settle() { pass(hours(2)); }
  void set_tags(const aws::s3::BucketName& bucket, const std::string& key, std::string_view value) {
    Value tags(aws::List{Value().set("Key", "t").set("Value", value)});
    must("s3", "PutObjectTagging", bucket.region,
         at(bucket.name, key).set("Tagging", Value().set("TagSet", std::move(tags))));
  }
  std::string tag_of(const aws::s3::BucketName& bucket, const std::string& key) {
    const auto tags = aws::s3::get_object_tagging(cloud, bucket, key);
    if (!tags) return tags.error().code;
    const auto tag = tags->find("t");
    return tag == tags->end() ? "" : tag->second;
  }
  // New keys in both regions: ARNs of theirs.
  std::string new_key(const std::string& region) {
    return aws::kms::create_key(cloud, region, "", {}).value().arn;
  }
};

// Fact D9: PENDING, then COMPLETED at the source and REPLICA at the destination.
TEST_F(S3ReplicationTest, VersionsArriveAsTheyWere) {
  replicate();
  const auto written = aws::s3::put_object(cloud, source,
                                           {.key = "a",
                                            .body = "1",
                                            .content_type = "x/y",
                                            .metadata = {{"m", "n"}},
                                            .tags = {{"t", "u"}}});
  EXPECT_EQ(status_of(source, "a"), "PENDING");
  EXPECT_EQ(text_of(target, "a"), "NoSuchKey");
  const Time when = env.clock.now();
  settle();
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
  EXPECT_EQ(status_of(target, "a"), "REPLICA");
  const auto replica = aws::s3::get_object(cloud, target, "a");
  ASSERT_TRUE(replica);
  EXPECT_EQ(replica->body, Body("1"));
  EXPECT_EQ(replica->info.version_id, written->version_id);
  EXPECT_EQ(replica->info.etag, written->etag);
  EXPECT_EQ(replica->info.content_type, "x/y");
  EXPECT_EQ(replica->info.metadata, (aws::s3::Metadata{{"m", "n"}}));
  EXPECT_EQ(replica->info.last_modified, shown_time(when));
  EXPECT_FALSE(replica->info.checksum.empty());
  EXPECT_EQ(tag_of(target, "a"), "u");
}

TEST_F(S3ReplicationTest, DelaysAreTheAccounts) {
  replicate();
  for (int i = 0; i < 1000; ++i) put(source, std::to_string(i), "1");
  const auto arrived = [&] { return lab.s3().find("target")->objects.size(); };
  pass(seconds(20));
  EXPECT_NEAR(static_cast<double>(arrived()), 500, 60);
  pass(minutes(4) - seconds(20));
  EXPECT_NEAR(static_cast<double>(arrived()), 990, 9);
}

// Versions of one key arrive in any order, and stand in the source's.
TEST_F(S3ReplicationTest, OrderIsTheSources) {
  replicate();
  for (int i = 0; i < 20; ++i) put(source, "a", std::to_string(i));
  settle();
  const auto here = aws::s3::list_all_versions(cloud, source).value();
  const auto there = aws::s3::list_all_versions(cloud, target).value();
  ASSERT_EQ(there.size(), 20U);
  for (std::size_t i = 0; i < here.size(); ++i) {
    EXPECT_EQ(there[i].version_id, here[i].version_id);
    EXPECT_EQ(there[i].latest, here[i].latest);
  }
}

// Fact D1: what was there before stays where it is.
TEST_F(S3ReplicationTest, WhatWasThereBeforeIsNotReplicated) {
  put(source, "before", "1");
  replicate();
  put(source, "after", "2");
  settle();
  EXPECT_EQ(status_of(source, "before"), "");
  EXPECT_EQ(text_of(target, "before"), "NoSuchKey");
  EXPECT_EQ(text_of(target, "after"), "2");
}

// The rules that count are those of the moment of writing.
TEST_F(S3ReplicationTest, RulesOfTheMomentOfWriting) {
  replicate();
  put(source, "a", "1");
  ASSERT_TRUE(aws::s3::delete_bucket_replication(cloud, source));
  put(source, "b", "2");
  settle();
  EXPECT_EQ(text_of(target, "a"), "1");
  EXPECT_EQ(text_of(target, "b"), "NoSuchKey");
}

TEST_F(S3ReplicationTest, Prefixes) {
  replicate({.prefix = "in/"});
  put(source, "in/a", "1");
  put(source, "out/a", "1");
  settle();
  EXPECT_EQ(text_of(target, "in/a"), "1");
  EXPECT_EQ(text_of(target, "out/a"), "NoSuchKey");
  EXPECT_EQ(status_of(source, "out/a"), "");
}

// Fact D3: skipped, silently. Not even FAILED.
TEST_F(S3ReplicationTest, EncryptedObjectsAreSkippedSilently) {
  replicate();
  ASSERT_TRUE(aws::s3::put_bucket_encryption(cloud, source, {west_key, false}));
  put(source, "a", "1");
  EXPECT_EQ(status_of(source, "a"), "");
  settle();
  EXPECT_EQ(status_of(source, "a"), "");
  EXPECT_EQ(text_of(target, "a"), "NoSuchKey");
}

// Fact D3: with both, they arrive, under the key of the destination; fact D10: so their ETag is
// another one.
TEST_F(S3ReplicationTest, EncryptedObjectsUnderTheOtherKey) {
  const std::string there = new_key(central);
  replicate({.replica_key_arn = there, .encrypted_objects = true});
  ASSERT_TRUE(aws::s3::put_bucket_encryption(cloud, source, {west_key, false}));
  put(source, "a", "1");
  settle();
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
  EXPECT_EQ(text_of(target, "a"), "1");
  const auto here_info = aws::s3::head_object(cloud, source, "a");
  const auto there_info = aws::s3::head_object(cloud, target, "a");
  EXPECT_EQ(there_info->encryption_key_arn, there);
  EXPECT_NE(there_info->etag, here_info->etag);
  EXPECT_EQ(there_info->checksum, here_info->checksum);
}

// Fact D14: a key of the wrong region is found out only when an object comes.
TEST_F(S3ReplicationTest, UnusableKeys) {
  replicate({.replica_key_arn = new_key(west), .encrypted_objects = true});
  ASSERT_TRUE(aws::s3::put_bucket_encryption(cloud, source, {west_key, false}));
  const auto failure_of = [&](const std::string& key) {
    settle();
    const ObjectVersion* version = lab.s3().find("source")->find(key)->current();
    EXPECT_EQ(version->replication_status, ReplicationStatus::failed);
    return version->extras().replication_failure;
  };
  put(source, "a", "1");
  EXPECT_EQ(failure_of("a"), "DstKmsKeyNotFound");
  const std::string there = new_key(central);
  replicate({.replica_key_arn = there, .encrypted_objects = true});
  put(source, "b", "1");
  must("kms", "DisableKey", central, Value().set("KeyId", there));
  EXPECT_EQ(failure_of("b"), "DstKmsKeyInvalidState");
  must("kms", "EnableKey", central, Value().set("KeyId", there));
  put(source, "c", "1");
  must("kms", "DisableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(failure_of("c"), "SrcGetObjectNotPermitted");
}

// Fact D5: archived objects are not replicated, not even new ones.
TEST_F(S3ReplicationTest, ArchivedObjectsAreNotReplicated) {
  replicate();
  must("s3", "PutObject", west, at("source", "a").set("Body", "1").set("StorageClass", "GLACIER"));
  settle();
  EXPECT_EQ(status_of(source, "a"), "");
  EXPECT_EQ(text_of(target, "a"), "NoSuchKey");
}

// Fact D8: delete markers only if asked.
TEST_F(S3ReplicationTest, DeleteMarkers) {
  replicate();
  put(source, "a", "1");
  settle();
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a"));
  settle();
  EXPECT_EQ(text_of(source, "a"), "NoSuchKey");
  EXPECT_EQ(text_of(target, "a"), "1");
  replicate({.delete_markers = true});
  put(source, "b", "1");
  settle();
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "b"));
  settle();
  EXPECT_EQ(text_of(target, "b"), "NoSuchKey");
  EXPECT_EQ(lab.s3().find("target")->find("b")->current()->version_id,
            lab.s3().find("source")->find("b")->current()->version_id);
}

// Fact D8: deletions of versions never.
TEST_F(S3ReplicationTest, DeletedVersionsStayAtTheDestination) {
  replicate({.delete_markers = true});
  const std::string version = put(source, "a", "1");
  settle();
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a", version));
  settle();
  EXPECT_EQ(text_of(source, "a"), "NoSuchKey");
  EXPECT_EQ(text_of(target, "a"), "1");
}

TEST_F(S3ReplicationTest, WhatIsDeletedBeforeItsTurnDoesNotArrive) {
  replicate();
  const std::string version = put(source, "a", "1");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "a", version));
  settle();
  EXPECT_EQ(text_of(target, "a"), "NoSuchKey");
}

TEST_F(S3ReplicationTest, DestinationGoneOrUnversioned) {
  replicate();
  put(source, "a", "1");
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, target, aws::s3::Versioning::suspended));
  settle();
  EXPECT_EQ(status_of(source, "a"), "FAILED");
  EXPECT_EQ(lab.s3().find("source")->find("a")->current()->extras().replication_failure,
            "DstBucketUnversioned");
  put(source, "b", "1");
  ASSERT_TRUE(aws::s3::delete_bucket(cloud, target));
  settle();
  EXPECT_EQ(status_of(source, "b"), "FAILED");
  EXPECT_EQ(lab.s3().find("source")->find("b")->current()->extras().replication_failure,
            "DstBucketNotFound");
}

TEST_F(S3ReplicationTest, WaitsForARegionThatIsDown) {
  replicate();
  put(source, "a", "1");
  lab.set_region_down(central, true);
  settle();
  EXPECT_EQ(status_of(source, "a"), "PENDING");
  lab.set_region_down(central, false);
  pass(minutes(1));
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
  EXPECT_EQ(text_of(target, "a"), "1");
  put(source, "b", "1");
  lab.set_region_down(west, true);
  settle();
  EXPECT_EQ(text_of(target, "b"), "NoSuchKey");
  lab.set_region_down(west, false);
  pass(minutes(1));
  EXPECT_EQ(text_of(target, "b"), "1");
}

// Whatever is held up by it, a long outage is one look a minute; and when it is over, each version
// goes on within a minute.
TEST_F(S3ReplicationTest, ALongOutageCostsNoMoreForMoreVersions) {
  replicate();
  lab.set_region_down(central, true);
  for (int i = 0; i < 500; ++i) put(source, std::to_string(i), "1");
  settle();
  const std::uint64_t before = env.scheduler.executed();
  pass(hours(24));
  EXPECT_LT(env.scheduler.executed() - before, 2U * 24 * 60);
  lab.set_region_down(central, false);
  pass(minutes(1));
  EXPECT_EQ(lab.s3().find("target")->objects.size(), 500U);
}

// Nobody tells when a stall is over: that is noticed within a minute, and a minute later all is
// on its way.
TEST_F(S3ReplicationTest, GoesOnAfterAStallThatNobodyAnnouncesTheEndOf) {
  replicate();
  lab.troubles().replication.insert("source");
  put(source, "a", "1");
  settle();
  EXPECT_EQ(status_of(source, "a"), "PENDING");
  lab.troubles().replication.erase("source");
  pass(minutes(2));
  EXPECT_EQ(text_of(target, "a"), "1");
}

// Fact D9: with time control nothing is later than 15 minutes.
TEST_F(S3ReplicationTest, TimeControl) {
  account.replication = {.median = hours(1), .p99 = hours(3)};
  replicate({.time_control = true});
  for (int i = 0; i < 200; ++i) put(source, std::to_string(i), "1");
  pass(minutes(15));
  EXPECT_EQ(lab.s3().find("target")->objects.size(), 200U);
}

// Fact D7: what is written in the target after the cutover comes back only by the reverse rule.
TEST_F(S3ReplicationTest, TheWayBackNeedsARuleOfItsOwn) {
  replicate();
  put(target, "lost", "1");
  settle();
  EXPECT_EQ(text_of(source, "lost"), "NoSuchKey");
  replicate_back();
  put(target, "kept", "2");
  settle();
  EXPECT_EQ(text_of(source, "lost"), "NoSuchKey");
  EXPECT_EQ(text_of(source, "kept"), "2");
}

// Replicas do not go on, so rules both ways make no circle, and a third bucket gets nothing.
TEST_F(S3ReplicationTest, ReplicasAreNotReplicated) {
  ASSERT_TRUE(aws::s3::create_bucket(cloud, {central, "third"}));
  ASSERT_TRUE(
      aws::s3::put_bucket_versioning(cloud, {central, "third"}, aws::s3::Versioning::enabled));
  replicate();
  ASSERT_TRUE(aws::s3::put_bucket_replication(cloud, target, to("third")));
  put(source, "a", "1");
  settle();
  EXPECT_EQ(text_of(target, "a"), "1");
  EXPECT_EQ(text_of({central, "third"}, "a"), "NoSuchKey");
}

// Fact D7: changes of a replica's tags go back only with replica modification sync.
TEST_F(S3ReplicationTest, ReplicaModificationSync) {
  replicate();
  replicate_back();
  put(source, "a", "1", {{"t", "first"}});
  settle();
  set_tags(source, "a", "second");
  settle();
  EXPECT_EQ(tag_of(target, "a"), "second");
  set_tags(target, "a", "third");
  settle();
  EXPECT_EQ(tag_of(source, "a"), "second");
  replicate_back({.replica_modifications = true});
  set_tags(target, "a", "fourth");
  settle();
  EXPECT_EQ(tag_of(source, "a"), "fourth");
  EXPECT_EQ(status_of(target, "a"), "REPLICA");
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
}

TEST_F(S3ReplicationTest, TagsOfWhatWasNotReplicatedStay) {
  put(source, "a", "1");
  replicate();
  set_tags(source, "a", "x");
  settle();
  EXPECT_EQ(status_of(source, "a"), "");
  EXPECT_EQ(text_of(target, "a"), "NoSuchKey");
}

TEST_F(S3ReplicationTest, TagsOfWhatHasFailedMendNothing) {
  replicate();
  put(source, "a", "1");
  ASSERT_TRUE(aws::s3::put_bucket_versioning(cloud, target, aws::s3::Versioning::suspended));
  settle();
  set_tags(source, "a", "x");
  settle();
  EXPECT_EQ(status_of(source, "a"), "FAILED");
}

// A change of tags that comes before the version has arrived goes with it.
TEST_F(S3ReplicationTest, TagsOfWhatIsOnItsWay) {
  replicate();
  put(source, "a", "1", {{"t", "first"}});
  set_tags(source, "a", "second");
  EXPECT_EQ(status_of(source, "a"), "PENDING");
  settle();
  EXPECT_EQ(tag_of(target, "a"), "second");
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
}

// One of several destinations fails: the version has FAILED.
TEST_F(S3ReplicationTest, SeveralDestinations) {
  ASSERT_TRUE(aws::s3::create_bucket(cloud, {central, "third"}));
  ASSERT_TRUE(
      aws::s3::put_bucket_versioning(cloud, {central, "third"}, aws::s3::Versioning::enabled));
  auto rules = to("target");
  rules.rules.push_back(to("third").rules.front());
  rules.rules.back().id = "third";
  rules.rules.back().priority = 2;
  ASSERT_TRUE(aws::s3::put_bucket_replication(cloud, source, rules));
  put(source, "a", "1");
  settle();
  EXPECT_EQ(status_of(source, "a"), "COMPLETED");
  EXPECT_EQ(text_of(target, "a"), "1");
  EXPECT_EQ(text_of({central, "third"}, "a"), "1");
  put(source, "b", "1");
  ASSERT_TRUE(
      aws::s3::put_bucket_versioning(cloud, {central, "third"}, aws::s3::Versioning::suspended));
  settle();
  EXPECT_EQ(status_of(source, "b"), "FAILED");
  EXPECT_EQ(text_of(target, "b"), "1");
}

// Fact D6: settings of buckets are nobody's business but the bucket's.
TEST_F(S3ReplicationTest, SettingsAreNotReplicated) {
  replicate();
  ASSERT_TRUE(aws::s3::put_bucket_tagging(cloud, source, {{"Project", "medzen"}}));
  settle();
  EXPECT_TRUE(aws::s3::get_bucket_tagging(cloud, target)->empty());
}

}  // namespace
}  // namespace godwit::lab::services
