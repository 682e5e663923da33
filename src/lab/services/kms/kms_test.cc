#include "lab/services/kms/kms.h"

#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class KmsTest : public LabTest {
 protected:
  static Value key(std::string_view id) { return Value().set("KeyId", id); }
  static Value alias(std::string_view name, std::string_view target) {
    return Value().set("AliasName", name).set("TargetKeyId", target);
  }
  std::string create(const std::string& region) {
    return aws::kms::create_key(cloud, region, "made", {}).value().id;
  }
};

TEST_F(KmsTest, WhatTheAccountHas) {
  const auto described = aws::kms::describe_key(cloud, west, "alias/west");
  ASSERT_TRUE(described);
  EXPECT_EQ(described->id, west_key);
  EXPECT_EQ(described->arn, "arn:aws:kms:eu-west-1:558069890522:key/" + west_key);
  EXPECT_EQ(described->state, "Enabled");
  EXPECT_EQ(described->description, "west");
  EXPECT_TRUE(aws::kms::describe_key(cloud, west, described->arn));
  EXPECT_TRUE(aws::kms::describe_key(cloud, west, "arn:aws:kms:eu-west-1:558069890522:alias/west"));
}

// Fact D14: a key of one region is nothing in another.
TEST_F(KmsTest, KeysAreRegional) {
  EXPECT_EQ(aws::kms::describe_key(cloud, central, west_key).error().code, "NotFoundException");
  EXPECT_EQ(aws::kms::describe_key(cloud, central, "alias/west").error().code, "NotFoundException");
  EXPECT_EQ(
      aws::kms::describe_key(cloud, central, "arn:aws:kms:eu-west-1:558069890522:key/" + west_key)
          .error()
          .code,
      "NotFoundException");
  EXPECT_TRUE(aws::kms::list_keys(cloud, central)->empty());
  EXPECT_TRUE(lab.kms().usable(west, west_key));
  EXPECT_FALSE(lab.kms().usable(central, west_key));
}

TEST_F(KmsTest, CreatedKeys) {
  const auto made = aws::kms::create_key(cloud, central, "recordings", {{"run", "r1"}});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->id.size(), 36U);
  EXPECT_EQ(made->description, "recordings");
  EXPECT_EQ(aws::kms::list_resource_tags(cloud, central, made->id).value(),
            (aws::kms::Tags{{"run", "r1"}}));
  EXPECT_NE(create(central), made->id);
  // Fact D12: keys are listed in an order that means nothing.
  const auto ids = aws::kms::list_keys(cloud, central).value();
  EXPECT_EQ(ids.size(), 2U);
  EXPECT_TRUE(std::ranges::is_sorted(ids));
}

// The same key of the same seed, whenever it is created.
TEST(KmsIdsTest, DoNotDependOnTime) {
  const account::Account account = two_region_account();
  const auto first_key = [&](Duration delay, std::uint64_t seed) {
    SimulatedEnv env{account.starts + delay, seed};
    Lab lab{World{env.clock, env.scheduler, env.random}, account};
    aws::SigningCloud cloud{
        lab.cloud(),
        {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
        env.clock};
    return aws::kms::create_key(cloud, central, "", {}).value().id;
  };
  EXPECT_EQ(first_key({}, 1), first_key(minutes(1), 1));
  EXPECT_NE(first_key({}, 1), first_key({}, 2));
}

TEST_F(KmsTest, Pages) {
  for (int i = 0; i < 120; ++i) create(central);
  EXPECT_EQ(aws::kms::list_keys(cloud, central)->size(), 120U);
  const Value first = must("kms", "ListKeys", central, Value().set("Limit", 119));
  EXPECT_TRUE(first["Truncated"].flag());
  const Value second = must("kms", "ListKeys", central,
                            Value().set("Limit", 119).set("Marker", first["NextMarker"]));
  EXPECT_EQ(second["Keys"].list().size(), 1U);
  EXPECT_FALSE(second["Truncated"].flag());
  EXPECT_FALSE(second.has("NextMarker"));
  EXPECT_FALSE(must("kms", "ListKeys", central, Value().set("Limit", 120))["Truncated"].flag());
  EXPECT_EQ(refused("kms", "ListKeys", central, Value().set("Marker", "x")),
            "InvalidMarkerException");
  EXPECT_EQ(refused("kms", "ListKeys", central, Value().set("Limit", 1001)), "ValidationException");
}

TEST_F(KmsTest, Aliases) {
  const std::string one = create(west);
  ASSERT_TRUE(aws::kms::create_alias(cloud, west, "alias/a", one));
  EXPECT_EQ(aws::kms::create_alias(cloud, west, "alias/a", west_key).error().code,
            "AlreadyExistsException");
  EXPECT_EQ(refused("kms", "CreateAlias", west, alias("alias/a b", one)),
            "InvalidAliasNameException");
  EXPECT_EQ(refused("kms", "CreateAlias", west, alias("b", one)), "ValidationException");
  EXPECT_EQ(refused("kms", "CreateAlias", west, alias("alias/aws/mine", one)),
            "NotAuthorizedException");
  EXPECT_EQ(refused("kms", "CreateAlias", west, alias("alias/b", "alias/a")), "NotFoundException");
  EXPECT_EQ(refused("kms", "CreateAlias", central, alias("alias/b", one)), "NotFoundException");
  const auto all = aws::kms::list_aliases(cloud, west).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "alias/a");
  EXPECT_EQ(all[0].target_key_id, one);
  EXPECT_EQ(must("kms", "ListAliases", west, key(west_key))["Aliases"].list().size(), 1U);
  must("kms", "UpdateAlias", west, alias("alias/a", west_key));
  EXPECT_EQ(aws::kms::describe_key(cloud, west, "alias/a")->id, west_key);
  EXPECT_EQ(refused("kms", "UpdateAlias", west, alias("alias/b", west_key)), "NotFoundException");
  ASSERT_TRUE(aws::kms::delete_alias(cloud, west, "alias/a"));
  EXPECT_EQ(aws::kms::delete_alias(cloud, west, "alias/a").error().code, "NotFoundException");
}

TEST_F(KmsTest, Rotation) {
  EXPECT_FALSE(aws::kms::get_key_rotation_status(cloud, west, west_key).value());
  ASSERT_TRUE(aws::kms::enable_key_rotation(cloud, west, west_key));
  EXPECT_TRUE(aws::kms::get_key_rotation_status(cloud, west, west_key).value());
  must("kms", "DisableKeyRotation", west, key(west_key));
  EXPECT_FALSE(aws::kms::get_key_rotation_status(cloud, west, west_key).value());
  must("kms", "DisableKey", west, key(west_key));
  EXPECT_EQ(aws::kms::enable_key_rotation(cloud, west, west_key).error().code, "DisabledException");
  EXPECT_EQ(refused("kms", "EnableKeyRotation", west, key("alias/west")), "NotFoundException");
}

// Fact D14: deletion waits 7 to 30 days, and can be taken back until then.
TEST_F(KmsTest, Deletion) {
  const std::string doomed = create(west);
  ASSERT_TRUE(aws::kms::create_alias(cloud, west, "alias/doomed", doomed));
  for (const int days : {6, 31}) {
    EXPECT_EQ(
        refused("kms", "ScheduleKeyDeletion", west, key(doomed).set("PendingWindowInDays", days)),
        "ValidationException");
  }
  const Value planned =
      must("kms", "ScheduleKeyDeletion", west, key(doomed).set("PendingWindowInDays", 7));
  EXPECT_EQ(planned["KeyState"].text(), "PendingDeletion");
  EXPECT_EQ(planned["DeletionDate"].time(), env.clock.now() + hours(24 * 7));
  EXPECT_FALSE(lab.kms().usable(west, doomed));
  for (const std::string_view operation :
       {"ScheduleKeyDeletion", "EnableKey", "DisableKey", "EnableKeyRotation"}) {
    EXPECT_EQ(refused("kms", operation, west, key(doomed)), "KMSInvalidStateException");
  }
  pass(hours(24 * 6));
  EXPECT_EQ(aws::kms::describe_key(cloud, west, doomed)->state, "PendingDeletion");
  must("kms", "CancelKeyDeletion", west, key(doomed));
  EXPECT_EQ(aws::kms::describe_key(cloud, west, doomed)->state, "Disabled");
  EXPECT_EQ(refused("kms", "CancelKeyDeletion", west, key(doomed)), "KMSInvalidStateException");
  // The first date passes without effect; the second does not.
  must("kms", "ScheduleKeyDeletion", west, key(doomed).set("PendingWindowInDays", 8));
  pass(hours(24 * 8) - seconds(1));
  EXPECT_TRUE(aws::kms::describe_key(cloud, west, doomed));
  pass(seconds(1));
  EXPECT_EQ(aws::kms::describe_key(cloud, west, doomed).error().code, "NotFoundException");
  EXPECT_EQ(aws::kms::describe_key(cloud, west, "alias/doomed").error().code, "NotFoundException");
}

TEST_F(KmsTest, Tags) {
  const auto tag = [](std::string_view name, std::string_view value) {
    return Value().set("TagKey", name).set("TagValue", value);
  };
  const auto add = [&](aws::List tags) {
    return refused("kms", "TagResource", west, key(west_key).set("Tags", std::move(tags)));
  };
  EXPECT_EQ(add({tag("a", "1"), tag("b", "2")}), "(success)");
  EXPECT_EQ(add({tag("a", "3")}), "(success)");
  EXPECT_EQ(add({tag("aws:a", "3")}), "TagException");
  EXPECT_EQ(add({tag("c", "3"), tag("c", "4")}), "TagException");
  EXPECT_EQ(aws::kms::list_resource_tags(cloud, west, west_key).value(),
            (aws::kms::Tags{{"a", "3"}, {"b", "2"}}));
  must("kms", "UntagResource", west, key(west_key).set("TagKeys", aws::List{"a"}));
  EXPECT_EQ(aws::kms::list_resource_tags(cloud, west, west_key)->size(), 1U);
}

TEST_F(KmsTest, Policies) {
  const std::string policy =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":)"
      R"("arn:aws:iam::558069890522:root"},"Action":"kms:*","Resource":"*"}]})";
  const Value made = must("kms", "CreateKey", west, Value().set("Policy", policy));
  const Value named = key(made["KeyMetadata"]["KeyId"].text()).set("PolicyName", "default");
  EXPECT_EQ(must("kms", "GetKeyPolicy", west, named)["Policy"].text(), policy);
  EXPECT_EQ(refused("kms", "PutKeyPolicy", west, Value(named).set("Policy", "{")),
            "MalformedPolicyDocumentException");
  EXPECT_EQ(refused("kms", "CreateKey", west, Value().set("Policy", "no")),
            "MalformedPolicyDocumentException");
  EXPECT_EQ(must("kms", "ListKeyPolicies", west, key(named["KeyId"].text()))["PolicyNames"]
                .list()
                .at(0)
                .text(),
            "default");
}

TEST_F(KmsTest, WhatItHasNot) {
  EXPECT_EQ(refused("kms", "CreateKey", west, Value().set("KeySpec", "RSA_2048")),
            "UnsupportedOperationException");
  EXPECT_EQ(refused("kms", "GetPublicKey", west, key(west_key)), "UnsupportedOperationException");
}

}  // namespace
}  // namespace godwit::lab::services
