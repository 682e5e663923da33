#include "aws/api/kms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/testing/scripted_cloud.h"

namespace godwit::aws::kms {
namespace {

using aws::testing::ScriptedCloud;
using ::testing::ElementsAre;
using ::testing::Pair;

const std::string region = "eu-central-1";

Value key_output() {
  Value metadata;
  metadata.set("KeyId", "k1")
      .set("Arn", "arn:aws:kms:eu-central-1:1:key/k1")
      .set("KeyState", "Enabled")
      .set("Description", "recordings");
  Value output;
  output.set("KeyMetadata", metadata);
  return output;
}

TEST(CreateKey, TagsWhatItCreates) {
  ScriptedCloud cloud = ScriptedCloud::answering(key_output());
  const auto key = create_key(cloud, region, "recordings", {{"run", "r1"}, {"step", "s1"}});
  ASSERT_TRUE(key);
  EXPECT_EQ(key->id, "k1");
  EXPECT_EQ(key->arn, "arn:aws:kms:eu-central-1:1:key/k1");
  EXPECT_EQ(key->state, "Enabled");
  EXPECT_EQ(key->description, "recordings");
  const List& tags = cloud.inputs.at(0)["Tags"].list();
  ASSERT_EQ(tags.size(), 2U);
  EXPECT_EQ(tags[1]["TagKey"].text(), "step");
  EXPECT_EQ(tags[1]["TagValue"].text(), "s1");
  ASSERT_TRUE(create_key(cloud, region, "untagged", {}));
}

TEST(DescribeKey, FindsNothing) {
  ScriptedCloud cloud = ScriptedCloud::answering(
      std::unexpected(ServiceError{400, "NotFoundException", "Key 'k' does not exist", {}}));
  const auto key = describe_key(cloud, region, "k");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().kind, ErrorKind::not_found);
  EXPECT_EQ(to_string(key.error()),
            "cannot kms DescribeKey k in eu-central-1: Key 'k' does not exist (NotFoundException)");
}

TEST(Listings, TakeEveryPage) {
  ScriptedCloud cloud([](const std::string& operation, const Value& input) {
    const bool first = !input.has("Marker");
    const std::string name = first ? "1" : "2";
    Value output;
    output.set("Truncated", first);
    if (first) output.set("NextMarker", "m");
    if (operation == "ListKeys") {
      output.set("Keys", List{Value(Members{{"KeyId", "k" + name}})});
    } else if (operation == "ListAliases") {
      output.set("Aliases",
                 List{Value(Members{{"AliasName", "alias/" + name}, {"TargetKeyId", "k"}})});
    } else {
      output.set("Tags", List{Value(Members{{"TagKey", "t" + name}, {"TagValue", "v"}})});
    }
    return output;
  });
  EXPECT_THAT(list_keys(cloud, region).value(), ElementsAre("k1", "k2"));
  EXPECT_THAT(list_resource_tags(cloud, region, "k").value(),
              ElementsAre(Pair("t1", "v"), Pair("t2", "v")));
  const auto aliases = list_aliases(cloud, region);
  ASSERT_EQ(aliases->size(), 2U);
  EXPECT_EQ(aliases->at(1).name, "alias/2");
  EXPECT_EQ(aliases->at(1).target_key_id, "k");
  EXPECT_EQ(cloud.inputs.at(3)["KeyId"].text(), "k");
}

TEST(Listings, EndWhereAnAnswerWouldGoOnForEver) {
  ScriptedCloud cloud = ScriptedCloud::answering(Value(Members{{"Truncated", true}}));
  EXPECT_EQ(list_keys(cloud, region).error().kind, ErrorKind::unreachable);
}

TEST(Keys, AreAliasedRotatedAndDeleted) {
  ScriptedCloud cloud = ScriptedCloud::answering(Value(Members{{"KeyRotationEnabled", true}}));
  ASSERT_TRUE(create_alias(cloud, region, "alias/recordings", "k1"));
  ASSERT_TRUE(delete_alias(cloud, region, "alias/recordings"));
  ASSERT_TRUE(enable_key_rotation(cloud, region, "k1"));
  EXPECT_TRUE(get_key_rotation_status(cloud, region, "k1").value());
  ASSERT_TRUE(schedule_key_deletion(cloud, region, "k1", 30));
  EXPECT_THAT(cloud.operations, ElementsAre("CreateAlias", "DeleteAlias", "EnableKeyRotation",
                                            "GetKeyRotationStatus", "ScheduleKeyDeletion"));
  EXPECT_EQ(cloud.inputs.at(0)["TargetKeyId"].text(), "k1");
  EXPECT_EQ(cloud.inputs.at(4)["PendingWindowInDays"].integer(), 30);
}

}  // namespace
}  // namespace godwit::aws::kms
