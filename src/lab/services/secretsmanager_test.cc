#include "lab/services/secretsmanager.h"

#include "lab/authorizer.h"
#include "lab/services/iam/fixture.h"

namespace godwit::lab::services {
namespace {

class SecretsManagerTest : public IamFixture {
 protected:
  static Value id(std::string_view secret) { return Value().set("SecretId", secret); }
  static std::string token(char letter) { return std::string(32, letter); }
  std::string create(const std::string& region, std::string_view name, std::string_view value) {
    return must("secretsmanager", "CreateSecret", region,
                Value()
                    .set("Name", name)
                    .set("SecretString", value)
                    .set("ClientRequestToken", token('a')))["ARN"]
        .text();
  }
  std::string value_of(const std::string& region, const Value& input) {
    const auto output = ask("secretsmanager", "GetSecretValue", region, input);
    return output ? (*output)["SecretString"].text() : output.error().code;
  }
  std::string refusal(std::string_view operation, const Value& input) {
    return refused("secretsmanager", operation, west, input);
  }
};

TEST_F(SecretsManagerTest, CreatedAndRead) {
  const std::string arn = create(west, "medzen/db", "hunter2");
  EXPECT_TRUE(arn.starts_with("arn:aws:secretsmanager:eu-west-1:558069890522:secret:medzen/db-"));
  EXPECT_EQ(value_of(west, id("medzen/db")), "hunter2");
  EXPECT_EQ(value_of(west, id(arn)), "hunter2");
  EXPECT_EQ(value_of(west, id(arn.substr(0, arn.size() - 7))), "hunter2");
  // Secrets are their region's.
  EXPECT_EQ(value_of(central, id("medzen/db")), "ResourceNotFoundException");
  create(central, "medzen/db", "other");
  EXPECT_EQ(value_of(central, id("medzen/db")), "other");
  EXPECT_EQ(refusal("CreateSecret", Value().set("Name", "a b")), "ValidationException");
  EXPECT_EQ(refusal("CreateSecret", Value().set("Name", "medzen/db").set("SecretString", "x")),
            "ResourceExistsException");
  EXPECT_EQ(refusal("CreateSecret",
                    Value().set("Name", "x").set("SecretString", "x").set("SecretBinary", "y")),
            "InvalidParameterException");
  const Value described = must("secretsmanager", "DescribeSecret", west, id("medzen/db"));
  EXPECT_EQ(described["VersionIdsToStages"][token('a')].list().at(0).text(), "AWSCURRENT");
}

TEST_F(SecretsManagerTest, VersionsAndStages) {
  create(west, "s", "one");
  const auto put = [&](char letter, std::string_view value, aws::List stages = {}) {
    Value input = id("s").set("SecretString", value).set("ClientRequestToken", token(letter));
    if (!stages.empty()) input.set("VersionStages", std::move(stages));
    return refusal("PutSecretValue", input);
  };
  EXPECT_EQ(put('b', "two"), "(success)");
  EXPECT_EQ(put('b', "two"), "(success)") << "the same again is the same";
  EXPECT_EQ(put('b', "three"), "ResourceExistsException");
  EXPECT_EQ(value_of(west, id("s")), "two");
  EXPECT_EQ(value_of(west, id("s").set("VersionStage", "AWSPREVIOUS")), "one");
  EXPECT_EQ(put('c', "next", {"AWSPENDING"}), "(success)");
  EXPECT_EQ(value_of(west, id("s")), "two");
  EXPECT_EQ(value_of(west, id("s").set("VersionStage", "AWSPENDING")), "next");
  const Value move = id("s").set("VersionStage", "AWSCURRENT").set("MoveToVersionId", token('c'));
  EXPECT_EQ(refusal("UpdateSecretVersionStage", move), "InvalidParameterException");
  EXPECT_EQ(refusal("UpdateSecretVersionStage", Value(move).set("RemoveFromVersionId", token('b'))),
            "(success)");
  EXPECT_EQ(value_of(west, id("s")), "next");
  EXPECT_EQ(value_of(west, id("s").set("VersionStage", "AWSPREVIOUS")), "two");
  EXPECT_EQ(
      refusal("UpdateSecretVersionStage",
              id("s").set("VersionStage", "AWSCURRENT").set("RemoveFromVersionId", token('c'))),
      "InvalidParameterException");
  EXPECT_EQ(value_of(west, id("s").set("VersionId", token('a'))), "one");
  EXPECT_EQ(value_of(west, id("s").set("VersionId", token('z'))), "ResourceNotFoundException");
  EXPECT_EQ(must("secretsmanager", "ListSecretVersionIds", west, id("s"))["Versions"].list().size(),
            2U);
  EXPECT_EQ(must("secretsmanager", "ListSecretVersionIds", west,
                 id("s").set("IncludeDeprecated", true))["Versions"]
                .list()
                .size(),
            3U);
}

TEST_F(SecretsManagerTest, Deletion) {
  create(west, "s", "one");
  for (const int days : {6, 31}) {
    EXPECT_EQ(refusal("DeleteSecret", id("s").set("RecoveryWindowInDays", days)),
              "InvalidParameterException");
  }
  EXPECT_EQ(refusal("DeleteSecret",
                    id("s").set("RecoveryWindowInDays", 7).set("ForceDeleteWithoutRecovery", true)),
            "InvalidParameterException");
  EXPECT_EQ(must("secretsmanager", "DeleteSecret", west, id("s"))["DeletionDate"].time(),
            env.clock.now() + hours(24 * 30));
  EXPECT_EQ(value_of(west, id("s")), "InvalidRequestException");
  EXPECT_EQ(refusal("CreateSecret", Value().set("Name", "s").set("SecretString", "x")),
            "InvalidRequestException");
  EXPECT_TRUE(
      must("secretsmanager", "ListSecrets", west, Value::structure())["SecretList"].list().empty());
  must("secretsmanager", "RestoreSecret", west, id("s"));
  EXPECT_EQ(value_of(west, id("s")), "one");
  must("secretsmanager", "DeleteSecret", west, id("s").set("RecoveryWindowInDays", 7));
  pass(hours(24 * 7));
  EXPECT_EQ(value_of(west, id("s")), "ResourceNotFoundException");
  create(west, "s", "again");
  must("secretsmanager", "DeleteSecret", west, id("s").set("ForceDeleteWithoutRecovery", true));
  EXPECT_EQ(value_of(west, id("s")), "ResourceNotFoundException");
  EXPECT_EQ(refusal("DeleteSecret", id("s").set("ForceDeleteWithoutRecovery", true)), "(success)");
  EXPECT_EQ(refusal("DeleteSecret", id("s")), "ResourceNotFoundException");
}

TEST_F(SecretsManagerTest, KeysOfKms) {
  must("secretsmanager", "CreateSecret", west,
       Value().set("Name", "s").set("SecretString", "x").set("KmsKeyId", "alias/west"));
  EXPECT_EQ(value_of(west, id("s")), "x");
  must("kms", "DisableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(value_of(west, id("s")), "DecryptionFailure");
  EXPECT_EQ(refusal("PutSecretValue",
                    id("s").set("SecretString", "y").set("ClientRequestToken", token('b'))),
            "EncryptionFailure");
  must("kms", "EnableKey", west, Value().set("KeyId", west_key));
  EXPECT_EQ(value_of(west, id("s")), "x");
  // Fact D14: with the key goes what it encrypted.
  must("kms", "ScheduleKeyDeletion", west,
       Value().set("KeyId", west_key).set("PendingWindowInDays", 7));
  EXPECT_EQ(value_of(west, id("s")), "DecryptionFailure");
  pass(hours(24 * 7));
  EXPECT_EQ(value_of(west, id("s")), "DecryptionFailure");
  // Who may read the secret still needs the key.
  create(west, "plain", "x");
}

TEST_F(SecretsManagerTest, Replicas) {
  create(west, "s", "one");
  const Value there = id("s").set("AddReplicaRegions", aws::List{Value().set("Region", central)});
  const Value status = must("secretsmanager", "ReplicateSecretToRegions", west, there);
  EXPECT_EQ(status["ReplicationStatus"].list().at(0)["Status"].text(), "InProgress");
  EXPECT_EQ(value_of(central, id("s")), "ResourceNotFoundException");
  pass(seconds(5));
  EXPECT_EQ(value_of(central, id("s")), "one");
  const Value replica = must("secretsmanager", "DescribeSecret", central, id("s"));
  EXPECT_EQ(replica["PrimaryRegion"].text(), west);
  EXPECT_TRUE(replica["ARN"].text().starts_with(
      "arn:aws:secretsmanager:eu-central-1:558069890522:secret:s-"));
  EXPECT_EQ(refused("secretsmanager", "PutSecretValue", central,
                    id("s").set("SecretString", "x").set("ClientRequestToken", token('b'))),
            "InvalidRequestException");
  must("secretsmanager", "PutSecretValue", west,
       id("s").set("SecretString", "two").set("ClientRequestToken", token('b')));
  EXPECT_EQ(value_of(central, id("s")), "one");
  pass(seconds(5));
  EXPECT_EQ(value_of(central, id("s")), "two");
  EXPECT_EQ(must("secretsmanager", "DescribeSecret", west, id("s"))["ReplicationStatus"]
                .list()
                .at(0)["Status"]
                .text(),
            "InSync");
  EXPECT_EQ(refusal("DeleteSecret", id("s")), "InvalidRequestException");
  must("secretsmanager", "StopReplicationToReplica", central, id("s"));
  EXPECT_EQ(refused("secretsmanager", "PutSecretValue", central,
                    id("s").set("SecretString", "own").set("ClientRequestToken", token('c'))),
            "(success)");
  EXPECT_EQ(value_of(west, id("s")), "two");
}

TEST_F(SecretsManagerTest, ReplicasThatFail) {
  create(west, "s", "one");
  create(central, "s", "already here");
  const auto replicate = [&](bool force) {
    must("secretsmanager", "ReplicateSecretToRegions", west,
         id("s")
             .set("AddReplicaRegions", aws::List{Value().set("Region", central)})
             .set("ForceOverwriteReplicaSecret", force));
    pass(seconds(5));
    return must("secretsmanager", "DescribeSecret", west, id("s"))["ReplicationStatus"]
        .list()
        .at(0)["Status"]
        .text();
  };
  EXPECT_EQ(replicate(false), "Failed");
  EXPECT_EQ(value_of(central, id("s")), "already here");
  EXPECT_EQ(replicate(true), "InSync");
  EXPECT_EQ(value_of(central, id("s")), "one");
  EXPECT_EQ(
      refusal("ReplicateSecretToRegions",
              id("s").set("AddReplicaRegions", aws::List{Value().set("Region", "us-west-2")})),
      "InvalidParameterException");
  must("secretsmanager", "RemoveRegionsFromReplication", west,
       id("s").set("RemoveReplicaRegions", aws::List{central}));
  EXPECT_EQ(value_of(central, id("s")), "ResourceNotFoundException");
}

TEST_F(SecretsManagerTest, Lists) {
  for (const char* name : {"prod/a", "prod/b", "test/a"}) {
    create(west, name, "x");
    pass(seconds(1));
  }
  must("secretsmanager", "TagResource", west,
       id("prod/a").set("Tags", aws::List{Value().set("Key", "team").set("Value", "ehr")}));
  const auto names = [&](const Value& input) {
    std::vector<std::string> found;
    const Value listed = must("secretsmanager", "ListSecrets", west, input);
    for (const Value& secret : listed["SecretList"].list()) found.push_back(secret["Name"].text());
    return found;
  };
  const auto filter = [](std::string_view key, std::string_view value) {
    return Value().set("Filters",
                       aws::List{Value().set("Key", key).set("Values", aws::List{value})});
  };
  using testing::ElementsAre;
  EXPECT_THAT(names(Value::structure()), ElementsAre("test/a", "prod/b", "prod/a"));
  EXPECT_THAT(names(Value().set("SortOrder", "asc")), ElementsAre("prod/a", "prod/b", "test/a"));
  EXPECT_THAT(names(filter("name", "prod/")), ElementsAre("prod/b", "prod/a"));
  EXPECT_THAT(names(filter("name", "!prod/")), ElementsAre("test/a"));
  EXPECT_THAT(names(filter("tag-key", "team")), ElementsAre("prod/a"));
  EXPECT_THAT(names(filter("tag-value", "x")), ElementsAre());
  const Value page = must("secretsmanager", "ListSecrets", west, Value().set("MaxResults", 2));
  EXPECT_EQ(page["SecretList"].list().size(), 2U);
  EXPECT_THAT(names(Value().set("MaxResults", 2).set("NextToken", page["NextToken"])),
              ElementsAre("prod/a"));
  EXPECT_EQ(refusal("ListSecrets", Value().set("NextToken", "x")), "InvalidNextTokenException");
}

TEST_F(SecretsManagerTest, Passwords) {
  const auto made = [&](const Value& input) {
    return must("secretsmanager", "GetRandomPassword", west, input)["RandomPassword"].text();
  };
  const std::string usual = made(Value::structure());
  EXPECT_EQ(usual.size(), 32U);
  EXPECT_NE(usual, made(Value::structure()));
  // Fact B10: what RDS forbids can be left out.
  const std::string fit =
      made(Value().set("ExcludeCharacters", "/@\" ").set("PasswordLength", 500));
  EXPECT_EQ(fit.find_first_of("/@\" "), std::string::npos);
  const std::string digits = made(Value()
                                      .set("ExcludeLowercase", true)
                                      .set("ExcludeUppercase", true)
                                      .set("ExcludePunctuation", true));
  EXPECT_EQ(digits.find_first_not_of("0123456789"), std::string::npos);
  EXPECT_EQ(refusal("GetRandomPassword", Value().set("PasswordLength", 3)),
            "InvalidParameterException");
  EXPECT_EQ(refusal("GetRandomPassword", Value().set("PasswordLength", 5000)),
            "InvalidParameterException");
}

TEST_F(SecretsManagerTest, RotationNeedsLambda) {
  create(west, "s", "x");
  EXPECT_EQ(refusal("RotateSecret", id("s")), "InvalidRequestException");
}

TEST_F(SecretsManagerTest, ResourcePolicies) {
  create(west, "s", "x");
  user("ada");
  const aws::Service& service = aws::service("secretsmanager");
  Identity ada;
  ada.arn = "arn:aws:iam::558069890522:user/ada";
  const auto check = [&](std::string_view operation) {
    return Authorizer(lab).check(ada, service, *service.find(operation), id("s"), west);
  };
  EXPECT_EQ(check("GetSecretValue")->code, "AccessDeniedException");
  const auto policy = [](std::string_view effect, std::string_view principal) {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"{}","Principal":{},)"
                       R"("Action":"secretsmanager:GetSecretValue","Resource":"*"}}]}})",
                       effect, principal);
  };
  const std::string to_ada = R"({"AWS":"arn:aws:iam::558069890522:user/ada"})";
  must("secretsmanager", "PutResourcePolicy", west,
       id("s").set("ResourcePolicy", policy("Allow", to_ada)));
  EXPECT_FALSE(check("GetSecretValue"));
  EXPECT_TRUE(check("PutSecretValue"));
  EXPECT_EQ(refusal("PutResourcePolicy", id("s").set("ResourcePolicy", "{")),
            "MalformedPolicyDocumentException");
  EXPECT_EQ(
      refusal(
          "PutResourcePolicy",
          id("s").set("ResourcePolicy", policy("Allow", R"("*")")).set("BlockPublicPolicy", true)),
      "PublicPolicyException");
}

TEST_F(SecretsManagerTest, SnapshotsHaveNoValues) {
  EXPECT_EQ(lab.snapshot().at("secretsmanager"), boost::json::value(boost::json::object()));
  create(west, "s", "hunter2");
  const std::string text = boost::json::serialize(lab.snapshot().at("secretsmanager"));
  EXPECT_THAT(text, testing::HasSubstr(R"("AWSCURRENT")"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("hunter2")));
}

}  // namespace
}  // namespace godwit::lab::services
