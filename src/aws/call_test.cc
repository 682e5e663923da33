#include "aws/call.h"

#include <gtest/gtest.h>

#include "aws/signature.h"
#include "aws/testing/scripted_cloud.h"

namespace godwit::aws {
namespace {

using testing::ScriptedCloud;

class FixedClock : public Clock {
 public:
  Time now() const override { return *parse_time("2026-01-05T06:00:00Z"); }
};

class BrokenCloud : public Cloud {
 public:
  Result<Response> send(const Request&) override {
    return fail({.kind = ErrorKind::unknown,
                 .operation = {},
                 .subject = {},
                 .cause = "the connection was lost",
                 .remedy = {},
                 .code = {},
                 .where = {}});
  }
};

TEST(Call, BringsTheOutput) {
  ScriptedCloud cloud = ScriptedCloud::answering(Value(Members{{"Account", "1"}}));
  const auto output = call(cloud, "sts", "GetCallerIdentity", "eu-west-1", Value(), "me");
  ASSERT_TRUE(output);
  EXPECT_EQ((*output)["Account"].text(), "1");
}

TEST(Call, SaysWhatWasAttemptedOnWhat) {
  BrokenCloud broken;
  const auto lost = call(broken, "sts", "GetCallerIdentity", "eu-west-1", Value(), "as me");
  EXPECT_EQ(to_string(lost.error()),
            "cannot tell the outcome of sts GetCallerIdentity as me: the connection was lost");
  ScriptedCloud cloud;
  const auto invalid = call(cloud, "kms", "DescribeKey", "eu-west-1", Value(), "no key");
  EXPECT_EQ(to_string(invalid.error()), "cannot kms DescribeKey no key: KeyId is missing");
  EXPECT_TRUE(cloud.operations.empty());
}

TEST(SigningCloud, SignsWhatPasses) {
  ScriptedCloud cloud;
  const FixedClock clock;
  const Credentials credentials{"AKID", "secret", "token"};
  SigningCloud signing(cloud, credentials, clock);
  ASSERT_TRUE(call(signing, "route53", "ListHealthChecks", "eu-west-1", Value(), ""));
  const auto verified = verify_signature(
      cloud.last.http, [&](std::string_view) { return Signer{&credentials}; }, clock.now());
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified->access_key_id, "AKID");
  EXPECT_EQ(verified->scope.region, "us-east-1");
  EXPECT_EQ(verified->scope.service, "route53");
}

}  // namespace
}  // namespace godwit::aws
