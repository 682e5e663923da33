#include "lab/services/iam/fixture.h"
#include "lab/services/kms/cipher.h"

namespace godwit::lab::services {
namespace {

class KmsCryptoTest : public IamFixture {
 protected:
  static Value key(std::string_view id) { return Value().set("KeyId", id); }
  std::string create(const std::string& region, const Value& input = Value::structure()) {
    return must("kms", "CreateKey", region, input)["KeyMetadata"]["KeyId"].text();
  }
  std::string encrypt(const std::string& region, const std::string& id, std::string_view text,
                      const Value& context = {}) {
    return must("kms", "Encrypt", region,
                key(id).set("Plaintext", text).set("EncryptionContext", context))["CiphertextBlob"]
        .text();
  }
  static Value blob(const std::string& bytes, const Value& context = {}) {
    return Value().set("CiphertextBlob", bytes).set("EncryptionContext", context);
  }
  std::string decrypted(const std::string& region, const Value& input) {
    const auto output = ask("kms", "Decrypt", region, input);
    return output ? (*output)["Plaintext"].text() : output.error().code;
  }
  const Value patient = Value().set("patient", "42").set("table", "visits");
};

TEST(KmsCipherTest, SealsAndOpens) {
  const std::string material(32, 'm'), nonce(12, 'n');
  const CiphertextHeader header{.key_id = "key", .generation = 3};
  const std::string sealed = kms_seal(material, nonce, header, {{"a", "1"}}, "text");
  EXPECT_EQ(kms_open(material, {{"a", "1"}}, sealed), "text");
  EXPECT_EQ(read_ciphertext_header(sealed)->key_id, "key");
  EXPECT_EQ(read_ciphertext_header(sealed)->generation, 3U);
  EXPECT_FALSE(kms_open(std::string(32, 'x'), {{"a", "1"}}, sealed));
  EXPECT_FALSE(kms_open(material, {}, sealed));
  // Two contexts that would be alike without their lengths.
  const std::string other = kms_seal(material, nonce, header, {{"ab", "c"}}, "text");
  EXPECT_FALSE(kms_open(material, {{"a", "bc"}}, other));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string bad = sealed;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(kms_open(material, {{"a", "1"}}, bad)) << "byte " << i;
    EXPECT_FALSE(kms_open(material, {{"a", "1"}}, sealed.substr(0, i))) << "cut at " << i;
  }
}

TEST_F(KmsCryptoTest, RoundTrips) {
  const std::string sealed = encrypt(west, "alias/west", "for your eyes only");
  EXPECT_EQ(sealed.find("eyes"), std::string::npos);
  const Value opened = must("kms", "Decrypt", west, blob(sealed));
  EXPECT_EQ(opened["Plaintext"].text(), "for your eyes only");
  EXPECT_EQ(opened["KeyId"].text(), "arn:aws:kms:eu-west-1:558069890522:key/" + west_key);
  EXPECT_NE(encrypt(west, "alias/west", "a"), encrypt(west, "alias/west", "a"));
  EXPECT_EQ(refused("kms", "Encrypt", west, key(west_key).set("Plaintext", std::string(4097, 'x'))),
            "ValidationException");
  EXPECT_EQ(refused("kms", "Encrypt", west, key(west_key).set("Plaintext", "")),
            "ValidationException");
}

TEST_F(KmsCryptoTest, TheContextIsBound) {
  const std::string sealed = encrypt(west, west_key, "x", patient);
  EXPECT_EQ(decrypted(west, blob(sealed, patient)), "x");
  EXPECT_EQ(decrypted(west, blob(sealed, Value().set("table", "visits").set("patient", "42"))),
            "x");
  EXPECT_EQ(decrypted(west, blob(sealed)), "InvalidCiphertextException");
  EXPECT_EQ(decrypted(west, blob(sealed, Value().set("patient", "43").set("table", "visits"))),
            "InvalidCiphertextException");
  EXPECT_EQ(decrypted(west, blob("nonsense")), "InvalidCiphertextException");
  std::string bad = sealed;
  bad.back() = static_cast<char>(bad.back() ^ 1);
  EXPECT_EQ(decrypted(west, blob(bad, patient)), "InvalidCiphertextException");
}

TEST_F(KmsCryptoTest, OnlyItsOwnKeyOpensIt) {
  const std::string other = create(west);
  const std::string sealed = encrypt(west, west_key, "x");
  EXPECT_EQ(decrypted(west, blob(sealed).set("KeyId", west_key)), "x");
  EXPECT_EQ(decrypted(west, blob(sealed).set("KeyId", "alias/west")), "x");
  EXPECT_EQ(decrypted(west, blob(sealed).set("KeyId", other)), "IncorrectKeyException");
  // Fact D14.
  create(central);
  EXPECT_EQ(decrypted(central, blob(sealed)), "AccessDeniedException");
}

// The same lab makes the same bytes again.
TEST(KmsReproducibleTest, SameSeedSameCiphertext) {
  const account::Account account = two_region_account();
  const auto sealed = [&](std::uint64_t seed) {
    SimulatedEnv env{account.starts, seed};
    Lab lab{World{env.clock, env.scheduler, env.random}, account};
    aws::SigningCloud cloud{
        lab.cloud(),
        {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
        env.clock};
    return aws::call(cloud, "kms", "Encrypt", west,
                     aws::Value().set("KeyId", west_key).set("Plaintext", "x"), {})
        .value()["CiphertextBlob"]
        .text();
  };
  EXPECT_EQ(sealed(1), sealed(1));
  EXPECT_NE(sealed(1), sealed(2));
}

TEST_F(KmsCryptoTest, DataKeys) {
  const Value made =
      must("kms", "GenerateDataKey", west,
           key(west_key).set("KeySpec", "AES_256").set("EncryptionContext", patient));
  EXPECT_EQ(made["Plaintext"].text().size(), 32U);
  EXPECT_EQ(decrypted(west, blob(made["CiphertextBlob"].text(), patient)),
            made["Plaintext"].text());
  const Value again = must("kms", "GenerateDataKey", west, key(west_key).set("NumberOfBytes", 100));
  EXPECT_EQ(again["Plaintext"].text().size(), 100U);
  EXPECT_NE(again["Plaintext"].text().substr(0, 32), made["Plaintext"].text());
  EXPECT_FALSE(
      must("kms", "GenerateDataKeyWithoutPlaintext", west, key(west_key).set("KeySpec", "AES_128"))
          .has("Plaintext"));
  for (const Value& input : {key(west_key), key(west_key).set("NumberOfBytes", 0),
                             key(west_key).set("NumberOfBytes", 1025),
                             key(west_key).set("NumberOfBytes", 8).set("KeySpec", "AES_256")}) {
    EXPECT_EQ(refused("kms", "GenerateDataKey", west, input), "ValidationException");
  }
  const std::string random =
      must("kms", "GenerateRandom", west, Value().set("NumberOfBytes", 32))["Plaintext"].text();
  EXPECT_EQ(random.size(), 32U);
  EXPECT_NE(
      random,
      must("kms", "GenerateRandom", west, Value().set("NumberOfBytes", 32))["Plaintext"].text());
}

TEST_F(KmsCryptoTest, ReEncrypts) {
  const std::string to = create(west);
  const std::string sealed = encrypt(west, west_key, "x", patient);
  const Value input = Value()
                          .set("CiphertextBlob", sealed)
                          .set("SourceEncryptionContext", patient)
                          .set("DestinationKeyId", to);
  const Value output = must("kms", "ReEncrypt", west, input);
  EXPECT_TRUE(output["SourceKeyId"].text().ends_with(west_key));
  EXPECT_EQ(decrypted(west, blob(output["CiphertextBlob"].text()).set("KeyId", to)), "x");
  EXPECT_EQ(refused("kms", "ReEncrypt", west, Value(input).set("SourceKeyId", to)),
            "IncorrectKeyException");
  EXPECT_EQ(refused("kms", "ReEncrypt", west, Value(input).set("DestinationKeyId", "none")),
            "NotFoundException");
  EXPECT_EQ(refused("kms", "ReEncrypt", west,
                    Value(input).set("SourceEncryptionContext", Value().set("a", "b"))),
            "InvalidCiphertextException");
}

TEST_F(KmsCryptoTest, WhatStatesRefuse) {
  const std::string id = create(west);
  const std::string sealed = encrypt(west, id, "x");
  must("kms", "DisableKey", west, key(id));
  EXPECT_EQ(decrypted(west, blob(sealed)), "DisabledException");
  EXPECT_EQ(refused("kms", "Encrypt", west, key(id).set("Plaintext", "x")), "DisabledException");
  must("kms", "EnableKey", west, key(id));
  EXPECT_EQ(decrypted(west, blob(sealed)), "x");
  must("kms", "ScheduleKeyDeletion", west, key(id).set("PendingWindowInDays", 7));
  EXPECT_EQ(decrypted(west, blob(sealed)), "KMSInvalidStateException");
  must("kms", "CancelKeyDeletion", west, key(id));
  must("kms", "EnableKey", west, key(id));
  EXPECT_EQ(decrypted(west, blob(sealed)), "x");
  // Fact D14: what it encrypted is gone.
  must("kms", "ScheduleKeyDeletion", west, key(id).set("PendingWindowInDays", 7));
  pass(hours(24 * 7));
  EXPECT_EQ(decrypted(west, blob(sealed)), "AccessDeniedException");
  EXPECT_EQ(decrypted(west, blob(sealed).set("KeyId", id)), "NotFoundException");
}

TEST_F(KmsCryptoTest, RotationKeepsWhatWas) {
  const std::string id = create(west);
  const std::string before = encrypt(west, id, "old");
  must("kms", "EnableKeyRotation", west, key(id));
  pass(hours(24 * 366));
  const std::string after = encrypt(west, id, "new");
  EXPECT_EQ(read_ciphertext_header(before)->generation, 0U);
  EXPECT_EQ(read_ciphertext_header(after)->generation, 1U);
  EXPECT_EQ(decrypted(west, blob(before)), "old");
  EXPECT_EQ(decrypted(west, blob(after)), "new");
  must("kms", "DisableKeyRotation", west, key(id));
  pass(hours(24 * 366));
  EXPECT_EQ(read_ciphertext_header(encrypt(west, id, "x"))->generation, 1U);
  EXPECT_EQ(decrypted(west, blob(after)), "new");
}

// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
TEST_F(KmsCryptoTest, MultiRegionKeys) {
  const std::string id = create(west, Value().set("MultiRegion", true));
  EXPECT_TRUE(id.starts_with("mrk-"));
  EXPECT_EQ(id.size(), 36U);
  const std::string sealed = encrypt(west, id, "x");
  EXPECT_EQ(decrypted(central, blob(sealed)), "AccessDeniedException");
  const Value there = key(id).set("ReplicaRegion", central);
  EXPECT_EQ(refused("kms", "ReplicateKey", west, key(west_key).set("ReplicaRegion", central)),
            "UnsupportedOperationException");
  EXPECT_EQ(must("kms", "ReplicateKey", west, there)["ReplicaKeyMetadata"]["KeyState"].text(),
            "Creating");
  EXPECT_EQ(decrypted(central, blob(sealed)), "KMSInvalidStateException");
  pass(seconds(5));
  EXPECT_EQ(decrypted(central, blob(sealed)), "x");
  EXPECT_EQ(decrypted(west, blob(encrypt(central, id, "y"))), "y");
  EXPECT_EQ(refused("kms", "ReplicateKey", west, there), "AlreadyExistsException");
  EXPECT_EQ(refused("kms", "ReplicateKey", west, key(id).set("ReplicaRegion", "us-west-2")),
            "ValidationException");
  EXPECT_EQ(refused("kms", "EnableKeyRotation", central, key(id)), "UnsupportedOperationException");

  const auto type_in = [&](const std::string& region) {
    return must("kms", "DescribeKey", region,
                key(id))["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"]
        .text();
  };
  EXPECT_EQ(type_in(west), "PRIMARY");
  EXPECT_EQ(type_in(central), "REPLICA");
  must("kms", "UpdatePrimaryRegion", west, key(id).set("PrimaryRegion", central));
  EXPECT_EQ(type_in(west), "REPLICA");
  EXPECT_EQ(type_in(central), "PRIMARY");

  // The primary waits for its replica.
  EXPECT_EQ(
      must("kms", "ScheduleKeyDeletion", central, key(id).set("PendingWindowInDays", 7))["KeyState"]
          .text(),
      "PendingReplicaDeletion");
  must("kms", "ScheduleKeyDeletion", west, key(id).set("PendingWindowInDays", 7));
  pass(hours(24 * 7));
  EXPECT_EQ(refused("kms", "DescribeKey", west, key(id)), "NotFoundException");
  EXPECT_EQ(must("kms", "DescribeKey", central, key(id))["KeyMetadata"]["KeyState"].text(),
            "PendingDeletion");
  pass(hours(24 * 7));
  EXPECT_EQ(refused("kms", "DescribeKey", central, key(id)), "NotFoundException");
}

// ---- policies and grants

TEST_F(KmsCryptoTest, ThePolicyDecides) {
  const aws::Credentials ada = user("ada");
  const aws::Credentials eve = user("eve", allow(R"("kms:Encrypt")"));
  const auto encrypts = [&](const aws::Credentials& who, const std::string& id) {
    return refused_as(who, "kms", "Encrypt", west, key(id).set("Plaintext", "x"));
  };
  const std::string plain = create(west);
  EXPECT_EQ(encrypts(ada, plain), "AccessDeniedException") << "left to IAM, which says nothing";
  EXPECT_EQ(encrypts(eve, plain), "(success)");
  const std::string godwit = R"({"Effect":"Allow","Principal":{"AWS":)"
                             R"("arn:aws:iam::558069890522:user/godwit"},"Action":"kms:*",)"
                             R"("Resource":"*"})";
  const auto policy = [&](std::string_view more) {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{},{}]}})", godwit, more);
  };
  // Without the account in its policy, IAM counts for nothing.
  const std::string closed = create(
      west, Value().set("Policy",
                        policy(R"({"Effect":"Allow","Principal":{"AWS":)"
                               R"("arn:aws:iam::558069890522:user/ada"},"Action":"kms:Encrypt",)"
                               R"("Resource":"*"})")));
  EXPECT_EQ(encrypts(ada, closed), "(success)");
  EXPECT_EQ(encrypts(eve, closed), "AccessDeniedException");
  const auto message =
      ask_as(eve, "kms", "Encrypt", west, key(closed).set("Plaintext", "x")).error();
  EXPECT_THAT(to_string(message),
              testing::HasSubstr("User: arn:aws:iam::558069890522:user/eve is not authorized to "
                                 "perform: kms:Encrypt on resource: arn:aws:kms:eu-west-1:"));
  // A condition on the context.
  const std::string bound = create(
      west,
      Value().set(
          "Policy",
          policy(R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::558069890522:user/ada"},)"
                 R"("Action":"kms:Encrypt","Resource":"*","Condition":{"StringEquals":)"
                 R"({"kms:EncryptionContext:patient":"42"}}})")));
  EXPECT_EQ(encrypts(ada, bound), "AccessDeniedException");
  EXPECT_EQ(refused_as(ada, "kms", "Encrypt", west,
                       key(bound).set("Plaintext", "x").set("EncryptionContext", patient)),
            "(success)");
  // A deny is for administrators too.
  must("kms", "PutKeyPolicy", west,
       key(plain)
           .set("PolicyName", "default")
           .set("Policy", policy(R"({"Effect":"Deny","Principal":"*","Action":"kms:Encrypt",)"
                                 R"("Resource":"*"})")));
  EXPECT_EQ(refused("kms", "Encrypt", west, key(plain).set("Plaintext", "x")),
            "AccessDeniedException");
}

TEST_F(KmsCryptoTest, NobodyLocksThemselvesOut) {
  const std::string someone_else =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"Service":"s3.amazonaws.com"},"Action":"kms:*","Resource":"*"}]})";
  EXPECT_EQ(refused("kms", "CreateKey", west, Value().set("Policy", someone_else)),
            "MalformedPolicyDocumentException");
  EXPECT_EQ(refused("kms", "PutKeyPolicy", west,
                    key(west_key).set("PolicyName", "default").set("Policy", someone_else)),
            "MalformedPolicyDocumentException");
  const std::string locked =
      create(west, Value().set("Policy", someone_else).set("BypassPolicyLockoutSafetyCheck", true));
  EXPECT_EQ(refused("kms", "DescribeKey", west, key(locked)), "AccessDeniedException");
  // Principals have to exist.
  EXPECT_EQ(
      refused("kms", "CreateKey", west,
              Value().set("Policy", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                                    R"("Principal":{"AWS":["558069890522",)"
                                    R"("arn:aws:iam::558069890522:role/nobody"]},"Action":"kms:*",)"
                                    R"("Resource":"*"}]})")),
      "MalformedPolicyDocumentException");
}

TEST_F(KmsCryptoTest, Grants) {
  const aws::Credentials ada = user("ada");
  const std::string arn = "arn:aws:iam::558069890522:user/ada";
  const std::string id = create(west);
  const std::string sealed = encrypt(west, id, "x", patient);
  const auto opens = [&](const Value& context) {
    return refused_as(ada, "kms", "Decrypt", west, blob(sealed, context));
  };
  EXPECT_EQ(opens(patient), "AccessDeniedException");
  const Value input = key(id)
                          .set("GranteePrincipal", arn)
                          .set("RetiringPrincipal", arn)
                          .set("Name", "reads")
                          .set("Operations", aws::List{"Decrypt"})
                          .set("Constraints", Value().set("EncryptionContextSubset",
                                                          Value().set("table", "visits")));
  const Value grant = must("kms", "CreateGrant", west, input);
  EXPECT_EQ(must("kms", "CreateGrant", west, input)["GrantId"].text(), grant["GrantId"].text());
  EXPECT_EQ(opens(patient), "(success)");
  EXPECT_EQ(refused_as(ada, "kms", "Encrypt", west, key(id).set("Plaintext", "x")),
            "AccessDeniedException");
  const std::string elsewhere = encrypt(west, id, "x", Value().set("table", "bills"));
  EXPECT_EQ(refused_as(ada, "kms", "Decrypt", west, blob(elsewhere, Value().set("table", "bills"))),
            "AccessDeniedException");
  EXPECT_EQ(must("kms", "ListGrants", west, key(id))["Grants"].list().size(), 1U);
  EXPECT_EQ(
      must("kms", "ListRetirableGrants", west, Value().set("RetiringPrincipal", arn))["Grants"]
          .list()
          .size(),
      1U);
  EXPECT_EQ(
      refused_as(ada, "kms", "RetireGrant", west, Value().set("GrantToken", grant["GrantToken"])),
      "(success)");
  EXPECT_EQ(opens(patient), "AccessDeniedException");

  const Value again = must("kms", "CreateGrant", west, input);
  must("kms", "RevokeGrant", west, key(id).set("GrantId", again["GrantId"]));
  EXPECT_EQ(opens(patient), "AccessDeniedException");
  EXPECT_EQ(refused("kms", "RevokeGrant", west, key(id).set("GrantId", again["GrantId"])),
            "NotFoundException");
  EXPECT_EQ(refused("kms", "CreateGrant", west,
                    Value(input).set("GranteePrincipal", "arn:aws:iam::558069890522:user/none")),
            "InvalidArnException");
  EXPECT_EQ(refused("kms", "CreateGrant", west, Value(input).set("Operations", aws::List{"Sign"})),
            "ValidationException");
}

TEST_F(KmsCryptoTest, AwssOwnKeysWorkThroughTheirServices) {
  must("kms", "DescribeKey", west, key("alias/aws/s3"));
  EXPECT_EQ(refused("kms", "Encrypt", west, key("alias/aws/s3").set("Plaintext", "x")),
            "AccessDeniedException");
}

}  // namespace
}  // namespace godwit::lab::services
