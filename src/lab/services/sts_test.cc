#include "lab/services/sts.h"

#include "lab/services/iam/fixture.h"

namespace godwit::lab::services {
namespace {

class StsTest : public IamFixture {
 protected:
  static Value assume(const std::string& arn) {
    return Value().set("RoleArn", arn).set("RoleSessionName", "tests");
  }
  const std::string everybody_here = trust(R"({"AWS":"arn:aws:iam::558069890522:root"})");
};

TEST_F(StsTest, WhoIAm) {
  const Value me = must("sts", "GetCallerIdentity", west, Value::structure());
  EXPECT_EQ(me["Account"].text(), "558069890522");
  EXPECT_EQ(me["Arn"].text(), "arn:aws:iam::558069890522:user/godwit");
  EXPECT_TRUE(me["UserId"].text().starts_with("AIDA"));
  EXPECT_EQ(must("sts", "GetAccessKeyInfo", west,
                 Value().set("AccessKeyId", "AKIAEXAMPLE000000000"))["Account"]
                .text(),
            "558069890522");
}

TEST_F(StsTest, RolesAreLent) {
  const std::string arn = role("r", everybody_here);
  const Value lent = must("sts", "AssumeRole", west, assume(arn));
  EXPECT_TRUE(lent["Credentials"]["AccessKeyId"].text().starts_with("ASIA"));
  EXPECT_EQ(lent["AssumedRoleUser"]["Arn"].text(),
            "arn:aws:sts::558069890522:assumed-role/r/tests");
  EXPECT_EQ(lent["Credentials"]["Expiration"].time(), env.clock.now() + hours(1));
  const Value me =
      ask_as(credentials(lent), "sts", "GetCallerIdentity", west, Value::structure()).value();
  EXPECT_EQ(me["Arn"].text(), "arn:aws:sts::558069890522:assumed-role/r/tests");
  EXPECT_TRUE(me["UserId"].text().starts_with("AROA"));
  EXPECT_TRUE(me["UserId"].text().ends_with(":tests"));
  const Identity* identity = lab.identities().find(lent["Credentials"]["AccessKeyId"].text());
  ASSERT_NE(identity, nullptr);
  EXPECT_EQ(identity->expires, env.clock.now() + hours(1));
  EXPECT_EQ(identity->role_arn, arn);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html: a new role is not known
// everywhere at once.
TEST_F(StsTest, NewRolesTakeAWhile) {
  const std::string arn =
      iam("CreateRole",
          Value().set("RoleName", "r").set("AssumeRolePolicyDocument", everybody_here))["Role"]
                                                                                       ["Arn"]
                                                                                           .text();
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume(arn)), "AccessDenied");
  pass(seconds(10));
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume(arn)), "(success)");
}

TEST_F(StsTest, TrustDecides) {
  const aws::Credentials ada = user("ada");
  const aws::Credentials eve = user("eve", allow(R"("sts:AssumeRole")"));
  const std::string for_ada = role("ada", trust(R"({"AWS":"arn:aws:iam::558069890522:user/ada"})"));
  const std::string for_all = role("all", everybody_here);
  const std::string for_ecs = role("ecs", trust(R"({"Service":"ecs-tasks.amazonaws.com"})"));
  const auto assumes = [&](const aws::Credentials& who, const std::string& arn) {
    return refused_as(who, "sts", "AssumeRole", west, assume(arn));
  };
  EXPECT_EQ(assumes(ada, for_ada), "(success)") << "named: that is enough in one account";
  EXPECT_EQ(assumes(eve, for_ada), "AccessDenied");
  EXPECT_EQ(assumes(ada, for_all), "AccessDenied") << "left to IAM, which says nothing";
  EXPECT_EQ(assumes(eve, for_all), "(success)");
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume(for_ecs)), "AccessDenied");
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume("arn:aws:iam::558069890522:role/none")),
            "AccessDenied");
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume("role/none")), "ValidationError");
}

TEST_F(StsTest, ExternalIds) {
  const std::string arn =
      role("r", trust(R"({"AWS":"558069890522"})",
                      R"(,"Condition":{"StringEquals":{"sts:ExternalId":"secret-handshake"}})"));
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume(arn)), "AccessDenied");
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume(arn).set("ExternalId", "wrong")),
            "AccessDenied");
  EXPECT_EQ(refused("sts", "AssumeRole", west, assume(arn).set("ExternalId", "secret-handshake")),
            "(success)");
}

TEST_F(StsTest, Durations) {
  const std::string arn = role("r", everybody_here, allow(R"("sts:AssumeRole")"));
  const auto lasting = [&](int duration) {
    return refused("sts", "AssumeRole", west, assume(arn).set("DurationSeconds", duration));
  };
  EXPECT_EQ(lasting(899), "ValidationError");
  EXPECT_EQ(lasting(900), "(success)");
  EXPECT_EQ(lasting(7200), "ValidationError") << "longer than the role allows";
  iam("UpdateRole", Value().set("RoleName", "r").set("MaxSessionDuration", 7200));
  EXPECT_EQ(lasting(7200), "(success)");
  EXPECT_EQ(lasting(43201), "ValidationError");
  // From role to role, an hour at most.
  const auto first = credentials(must("sts", "AssumeRole", west, assume(arn)));
  EXPECT_EQ(refused_as(first, "sts", "AssumeRole", west, assume(arn)), "(success)");
  EXPECT_EQ(refused_as(first, "sts", "AssumeRole", west, assume(arn).set("DurationSeconds", 3601)),
            "ValidationError");
  EXPECT_EQ(refused("sts", "AssumeRole", west, Value(assume(arn)).set("RoleSessionName", "a b")),
            "ValidationError");
}

TEST_F(StsTest, SessionTokens) {
  const Value lent = must("sts", "GetSessionToken", west, Value::structure());
  EXPECT_EQ(lent["Credentials"]["Expiration"].time(), env.clock.now() + hours(12));
  const auto session = credentials(lent);
  EXPECT_EQ(
      ask_as(session, "sts", "GetCallerIdentity", west, Value::structure()).value()["Arn"].text(),
      "arn:aws:iam::558069890522:user/godwit");
  EXPECT_EQ(refused_as(session, "sts", "GetSessionToken", west, Value::structure()),
            "AccessDenied");
}

TEST_F(StsTest, WebIdentitiesCannotBeVerified) {
  EXPECT_EQ(refused("sts", "AssumeRoleWithWebIdentity", west,
                    assume(role("r", everybody_here)).set("WebIdentityToken", "token")),
            "InvalidIdentityToken");
}

}  // namespace
}  // namespace godwit::lab::services
