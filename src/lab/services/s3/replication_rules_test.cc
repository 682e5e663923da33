#include "lab/services/s3/replication_rules.h"

#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

Value status(bool on) { return Value().set("Status", on ? "Enabled" : "Disabled"); }

Value destination(std::string_view name = "target") {
  return Value().set("Bucket", fmt::format("arn:aws:s3:::{}", name));
}

// A rule of the current schema that S3 takes.
Value rule(std::string_view id = "all", int priority = 1) {
  return Value()
      .set("ID", id)
      .set("Priority", priority)
      .set("Status", "Enabled")
      .set("Filter", Value().set("Prefix", ""))
      .set("DeleteMarkerReplication", status(false))
      .set("Destination", destination());
}

Value without(Value value, std::string_view member) {
  aws::Members left;
  for (const auto& each : value.members()) {
    if (each.first != member) left.push_back(each);
  }
  return left;
}

class S3ReplicationRulesTest : public LabTest {
 protected:
  std::string apply(aws::List rules, const std::string& bucket = "source",
                    const std::string& region = west) {
    Value configuration;
    configuration.set("Role", "arn:aws:iam::558069890522:role/r").set("Rules", std::move(rules));
    return refused("s3", "PutBucketReplication", region,
                   in(bucket).set("ReplicationConfiguration", std::move(configuration)));
  }
  std::string message_of(const Value& one) {
    Value configuration;
    configuration.set("Role", "arn:aws:iam::558069890522:role/r").set("Rules", aws::List{one});
    const auto read = read_replication_configuration(configuration);
    return read ? "" : read.error().message;
  }
};

// Fact D2: both sides must be versioned, and the destination must be there.
TEST_F(S3ReplicationRulesTest, BothSidesMustBeVersioned) {
  ASSERT_TRUE(aws::s3::create_bucket(cloud, {west, "unversioned"}));
  EXPECT_EQ(apply({rule()}, "unversioned"), "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Destination", destination("unversioned"))}), "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Destination", destination("missing"))}), "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Destination", destination("source"))}), "InvalidRequest");
  EXPECT_EQ(refused("s3", "GetBucketReplication", west, in("source")),
            "ReplicationConfigurationNotFoundError");
  EXPECT_EQ(apply({rule()}), "(success)");
}

TEST_F(S3ReplicationRulesTest, IsGivenBackAsItCame) {
  const aws::s3::ReplicationConfiguration configuration{
      "arn:aws:iam::558069890522:role/r",
      {{.id = "recordings",
        .priority = 2,
        .prefix = "2025/",
        .destination_bucket_arn = "arn:aws:s3:::target",
        .replica_key_arn = "arn:aws:kms:eu-central-1:558069890522:key/k",
        .encrypted_objects = true,
        .replica_modifications = true,
        .delete_markers = true,
        .time_control = true},
       {.id = "others", .priority = 1, .destination_bucket_arn = "arn:aws:s3:::target"}}};
  ASSERT_TRUE(aws::s3::put_bucket_replication(cloud, source, configuration));
  EXPECT_EQ(aws::s3::get_bucket_replication(cloud, source).value(), configuration);
}

TEST_F(S3ReplicationRulesTest, Schema) {
  EXPECT_EQ(apply({}), "MalformedXML");
  EXPECT_THAT(message_of(without(rule(), "Priority")),
              testing::StartsWith("Priority must be specified"));
  EXPECT_THAT(message_of(without(rule(), "DeleteMarkerReplication")),
              testing::StartsWith("DeleteMarkerReplication must be specified"));
  // The first schema: a prefix, no priority, and delete markers replicate.
  const Value first =
      without(without(without(rule(), "Filter"), "Priority"), "DeleteMarkerReplication")
          .set("Prefix", "2025/");
  EXPECT_EQ(message_of(first), "");
  EXPECT_THAT(message_of(Value(first).set("Priority", 1)),
              testing::StartsWith("Priority cannot be used"));
  EXPECT_THAT(message_of(Value(first).set("DeleteMarkerReplication", status(false))),
              testing::StartsWith("DeleteMarkerReplication cannot be used"));
  EXPECT_EQ(apply({first, rule()}), "InvalidRequest");
  EXPECT_EQ(apply({rule("a", 1), rule("b", 1)}), "InvalidRequest");
  EXPECT_EQ(apply({rule("a", 1), rule("a", 2)}), "InvalidRequest");
  EXPECT_EQ(apply({rule("a", 1), rule("b", 2)}), "(success)");
}

TEST_F(S3ReplicationRulesTest, WhatGoesTogether) {
  // Fact D3: encrypted objects need a key at the destination, and the other way round.
  const Value criteria = Value().set("SseKmsEncryptedObjects", status(true));
  EXPECT_EQ(apply({rule().set("SourceSelectionCriteria", criteria)}), "InvalidRequest");
  const Value with_key =
      destination().set("EncryptionConfiguration", Value().set("ReplicaKmsKeyID", "k"));
  EXPECT_EQ(apply({rule().set("Destination", with_key)}), "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Destination", with_key).set("SourceSelectionCriteria", criteria)}),
            "(success)");
  // Fact D9: time control needs its metrics, and means 15 minutes.
  const auto timed = [](int minutes_wanted, bool metrics) {
    Value place = destination();
    place.set("ReplicationTime", status(true).set("Time", Value().set("Minutes", minutes_wanted)));
    if (metrics) {
      place.set("Metrics", status(true).set("EventThreshold", Value().set("Minutes", 15)));
    }
    return place;
  };
  EXPECT_EQ(apply({rule().set("Destination", timed(15, false))}), "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Destination", timed(5, true))}), "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Destination", timed(15, true))}), "(success)");
  // Fact D8: markers have no tags.
  const Value by_tag = Value().set("Tag", Value().set("Key", "k").set("Value", "v"));
  EXPECT_EQ(apply({rule().set("Filter", by_tag).set("DeleteMarkerReplication", status(true))}),
            "InvalidRequest");
  EXPECT_EQ(apply({rule().set("Filter", by_tag)}), "(success)");
  // Fact D1: nothing that exists is replicated, whatever the name of the setting.
  EXPECT_EQ(apply({rule().set("ExistingObjectReplication", status(true))}), "InvalidRequest");
}

ObjectVersion tagged(Tags tags) {
  ObjectVersion version;
  version.change_extras().tags = std::move(tags);
  return version;
}

TEST(S3RulesForTest, ChoosesByPriorityForEachDestination) {
  Value configuration;
  Value low = rule("low", 1);
  Value high = rule("high", 5).set("Filter", Value().set("Prefix", "a/"));
  Value disabled = rule("disabled", 9).set("Status", "Disabled");
  Value both_tags;
  both_tags.push(Value().set("Key", "k").set("Value", "v"));
  both_tags.push(Value().set("Key", "l").set("Value", "w"));
  Value elsewhere =
      rule("elsewhere", 2)
          .set("Destination", destination("third"))
          .set("Filter",
               Value().set("And", Value().set("Prefix", "a/").set("Tags", std::move(both_tags))));
  configuration.set("Role", "arn:aws:iam::1:role/r")
      .set("Rules", aws::List{low, high, disabled, elsewhere});
  const auto read = read_replication_configuration(configuration).value();
  const auto ids = [&](const std::string& key, Tags tags) {
    std::vector<std::string> all;
    const Rules rules = rules_for(read, key, tagged(std::move(tags)));
    for (const auto& each : rules) all.push_back(each->id);
    return all;
  };
  EXPECT_THAT(ids("b", {}), testing::ElementsAre("low"));
  EXPECT_THAT(ids("a/1", {}), testing::ElementsAre("high"));
  EXPECT_THAT(ids("a/1", {{"k", "v"}, {"l", "w"}}), testing::ElementsAre("high", "elsewhere"));
  EXPECT_THAT(ids("a/1", {{"k", "v"}, {"l", "other"}}), testing::ElementsAre("high"));
}

}  // namespace
}  // namespace godwit::lab::services
