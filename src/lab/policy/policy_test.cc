#include <gtest/gtest.h>

#include "lab/policy/evaluate.h"

namespace godwit::lab::policy {
namespace {

Document document(std::string_view statement, Kind kind = Kind::resource) {
  auto read_document =
      read(fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statement), kind);
  EXPECT_TRUE(read_document.has_value()) << (read_document ? "" : read_document.error());
  return read_document.value_or(Document{});
}

Request request(Keys keys = {}) {
  return {.principal = {"558069890522", "arn:aws:iam::558069890522:user/ada", {}, {}},
          .action = "s3:GetObject",
          .resource = "arn:aws:s3:::bucket/key",
          .keys = std::move(keys)};
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
TEST(Policy, DenyIsFirst) {
  const Document both =
      document(R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},)"
               R"({"Effect":"Deny","Action":"s3:Get*","Resource":"arn:aws:s3:::bucket/*"})",
               Kind::identity);
  EXPECT_EQ(evaluate(both, request()), Decision::deny);
  Request elsewhere = request();
  elsewhere.resource = "arn:aws:s3:::other/key";
  EXPECT_EQ(evaluate(both, elsewhere), Decision::allow);
  elsewhere.action = "ec2:RunInstances";
  EXPECT_EQ(evaluate(both, elsewhere), Decision::silent);
}

TEST(Policy, ActionsAndResources) {
  const auto decides = [](std::string_view rest) {
    return evaluate(document(fmt::format(R"({{"Effect":"Allow",{}}})", rest), Kind::identity),
                    request());
  };
  EXPECT_EQ(decides(R"("Action":"S3:getobject","Resource":"*")"), Decision::allow);
  EXPECT_EQ(decides(R"("Action":["s3:Put*","s3:Get?bject"],"Resource":"*")"), Decision::allow);
  EXPECT_EQ(decides(R"("Action":"s3:Put*","Resource":"*")"), Decision::silent);
  EXPECT_EQ(decides(R"("NotAction":"s3:Put*","Resource":"*")"), Decision::allow);
  EXPECT_EQ(decides(R"("NotAction":"s3:*","Resource":"*")"), Decision::silent);
  EXPECT_EQ(decides(R"("Action":"*","Resource":"arn:aws:s3:::bucket")"), Decision::silent);
  EXPECT_EQ(decides(R"("Action":"*","Resource":"arn:aws:s3:::bucket/*")"), Decision::allow);
  EXPECT_EQ(decides(R"("Action":"*","NotResource":"arn:aws:s3:::bucket/*")"), Decision::silent);
  // Resources are told apart by case, actions are not.
  EXPECT_EQ(decides(R"("Action":"*","Resource":"arn:aws:s3:::Bucket/*")"), Decision::silent);
}

TEST(Policy, Principals) {
  const auto decides = [](std::string_view principal, Request who = request()) {
    return evaluate(
        document(fmt::format(R"({{"Effect":"Allow",{},"Action":"*","Resource":"*"}})", principal)),
        who);
  };
  EXPECT_EQ(decides(R"("Principal":"*")"), Decision::allow);
  EXPECT_EQ(decides(R"("Principal":{"AWS":"*"})"), Decision::allow);
  EXPECT_EQ(decides(R"("Principal":{"AWS":"arn:aws:iam::558069890522:user/ada"})"),
            Decision::allow);
  // The account as a whole: its own policies decide.
  EXPECT_EQ(decides(R"("Principal":{"AWS":"arn:aws:iam::558069890522:root"})"),
            Decision::delegated);
  EXPECT_EQ(decides(R"("Principal":{"AWS":"558069890522"})"), Decision::delegated);
  EXPECT_EQ(decides(R"("Principal":{"AWS":"111122223333"})"), Decision::silent);
  EXPECT_EQ(decides(R"("Principal":{"Service":"s3.amazonaws.com"})"), Decision::silent);
  EXPECT_EQ(decides(R"("NotPrincipal":{"AWS":"arn:aws:iam::558069890522:user/ada"})"),
            Decision::silent);
  Request service = request();
  service.principal = {{}, {}, {}, "s3.amazonaws.com"};
  EXPECT_EQ(
      decides(R"("Principal":{"Service":["logs.amazonaws.com","s3.amazonaws.com"]})", service),
      Decision::allow);
  // To deny the account is to deny everybody in it.
  EXPECT_EQ(evaluate(document(R"({"Effect":"Deny","Principal":{"AWS":"558069890522"},)"
                              R"("Action":"*","Resource":"*"})"),
                     request()),
            Decision::deny);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
TEST(Policy, Conditions) {
  const auto met = [](std::string_view condition, Keys keys) {
    return evaluate(document(fmt::format(R"({{"Effect":"Allow","Action":"*","Resource":"*",)"
                                         R"("Condition":{{{}}}}})",
                                         condition),
                             Kind::identity),
                    request(std::move(keys))) == Decision::allow;
  };
  const Keys region{{"aws:requestedregion", {"eu-central-1"}}};
  EXPECT_TRUE(
      met(R"("StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]})", region));
  EXPECT_FALSE(met(R"("StringEquals":{"aws:RequestedRegion":"eu-west-1"})", region));
  EXPECT_FALSE(met(R"("StringEquals":{"aws:RequestedRegion":"EU-CENTRAL-1"})", region));
  EXPECT_TRUE(met(R"("StringEqualsIgnoreCase":{"aws:RequestedRegion":"EU-CENTRAL-1"})", region));
  EXPECT_TRUE(met(R"("StringLike":{"AWS:requestedregion":"eu-*-1"})", region));
  EXPECT_TRUE(met(R"("StringNotEquals":{"aws:RequestedRegion":"us-east-1"})", region));
  EXPECT_FALSE(
      met(R"("StringNotEquals":{"aws:RequestedRegion":["us-east-1","eu-central-1"]})", region));
  // What is not there equals nothing.
  EXPECT_FALSE(met(R"("StringEquals":{"aws:RequestedRegion":"eu-west-1"})", {}));
  EXPECT_TRUE(met(R"("StringNotEquals":{"aws:RequestedRegion":"eu-west-1"})", {}));
  EXPECT_TRUE(met(R"("StringEqualsIfExists":{"aws:RequestedRegion":"eu-west-1"})", {}));
  EXPECT_FALSE(met(R"("StringEqualsIfExists":{"aws:RequestedRegion":"eu-west-1"})", region));
  EXPECT_TRUE(met(R"("Null":{"aws:RequestedRegion":"true"})", {}));
  EXPECT_FALSE(met(R"("Null":{"aws:RequestedRegion":true})", region));
  EXPECT_TRUE(met(R"("Bool":{"aws:SecureTransport":"true"})", {{"aws:securetransport", {"true"}}}));
  EXPECT_TRUE(
      met(R"("IpAddress":{"aws:SourceIp":"10.1.0.0/16"})", {{"aws:sourceip", {"10.1.9.9"}}}));
  EXPECT_FALSE(
      met(R"("IpAddress":{"aws:SourceIp":"10.1.0.0/16"})", {{"aws:sourceip", {"10.2.0.1"}}}));
  EXPECT_TRUE(
      met(R"("NotIpAddress":{"aws:SourceIp":"10.1.0.0/16"})", {{"aws:sourceip", {"10.2.0.1"}}}));
  const Keys arn{{"aws:sourcearn", {"arn:aws:s3:::photos"}}};
  EXPECT_TRUE(met(R"("ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:ph*"})", arn));
  // A star does not reach over a colon of the first five.
  EXPECT_FALSE(met(R"("ArnLike":{"aws:SourceArn":"arn:aws:*photos"})", arn));
  EXPECT_TRUE(met(R"("NumericLessThan":{"s3:max-keys":"10"})", {{"s3:max-keys", {"9"}}}));
  EXPECT_FALSE(met(R"("NumericLessThan":{"s3:max-keys":"10"})", {{"s3:max-keys", {"10"}}}));
  EXPECT_TRUE(met(R"("DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"})",
                  {{"aws:currenttime", {"2026-01-05T06:00:00Z"}}}));
  const Keys tags{{"aws:tagkeys", {"a", "b"}}};
  EXPECT_TRUE(met(R"("ForAnyValue:StringEquals":{"aws:TagKeys":["b","c"]})", tags));
  EXPECT_FALSE(met(R"("ForAnyValue:StringEquals":{"aws:TagKeys":["c"]})", tags));
  EXPECT_FALSE(met(R"("ForAllValues:StringEquals":{"aws:TagKeys":["b","c"]})", tags));
  EXPECT_TRUE(met(R"("ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]})", tags));
  // All tests have to hold.
  EXPECT_FALSE(met(R"("StringEquals":{"aws:RequestedRegion":"eu-central-1"},)"
                   R"("Bool":{"aws:SecureTransport":"true"})",
                   region));
}

TEST(Policy, Malformed) {
  const auto wrong = [](std::string_view text, Kind kind) { return !read(text, kind).has_value(); };
  const auto statement = [&](std::string_view content, Kind kind) {
    return wrong(fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", content), kind);
  };
  for (const char* text : {"", "no", "[]", "{}", R"({"Version":"2012-10-17"})",
                           R"({"Version":"2012-10-17","Statement":[]})",
                           R"({"Version":"2020-01-01","Statement":[{"Effect":"Allow",)"
                           R"("Action":"*","Resource":"*"}]})"}) {
    EXPECT_TRUE(wrong(text, Kind::identity)) << text;
  }
  EXPECT_FALSE(statement(R"({"Effect":"Allow","Action":"*","Resource":"*"})", Kind::identity));
  for (const char* content :
       {R"({"Action":"*","Resource":"*"})", R"({"Effect":"allow","Action":"*","Resource":"*"})",
        R"({"Effect":"Allow","Resource":"*"})", R"({"Effect":"Allow","Action":"*"})",
        R"({"Effect":"Allow","Action":"GetObject","Resource":"*"})",
        // Fact B8: an empty default for an ARN.
        R"({"Effect":"Allow","Action":"*","Resource":""})",
        R"({"Effect":"Allow","Action":"*","Resource":"my-bucket"})",
        R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"})",
        R"({"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"})",
        R"({"Effect":"Allow","Action":"*","Resource":"*","Sort":"x"})",
        R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringSame":{"a":"b"}}})"}) {
    EXPECT_TRUE(statement(content, Kind::identity)) << content;
  }
  EXPECT_TRUE(statement(R"({"Effect":"Allow","Action":"*","Resource":"*"})", Kind::resource));
  EXPECT_TRUE(statement(R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*",)"
                        R"("Resource":"*"})",
                        Kind::trust));
  EXPECT_FALSE(
      statement(R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"})", Kind::trust));
}

TEST(Policy, WildcardsEndInBoundedTime) {
  EXPECT_FALSE(matches(std::string(50, '*') + "x", std::string(5000, 'a')));
  EXPECT_TRUE(matches("*a*b*", "xxaxxbxx"));
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("?", ""));
}

}  // namespace
}  // namespace godwit::lab::policy
