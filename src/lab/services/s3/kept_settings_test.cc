#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::List;
using aws::Value;

class S3KeptSettingsTest : public LabTest {
 protected:
  std::string put(std::string_view operation, std::string_view member, Value value) {
    return refused("s3", operation, west, in("source").set(member, std::move(value)));
  }
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
TEST_F(S3KeptSettingsTest, CorsIsKeptAndAnswered) {
  EXPECT_EQ(refused("s3", "GetBucketCors", west, in("source")), "NoSuchCORSConfiguration");
  const auto rules = [](Value rule) { return Value().set("CORSRules", List{std::move(rule)}); };
  Value rule;
  rule.set("AllowedOrigins", List{"https://*.medzen.example"})
      .set("AllowedMethods", List{"GET", "PUT"})
      .set("AllowedHeaders", List{"x-amz-*", "Authorization"})
      .set("ExposeHeaders", List{"ETag"})
      .set("MaxAgeSeconds", 3000);
  EXPECT_EQ(put("PutBucketCors", "CORSConfiguration", rules(rule)), "(success)");
  const Value kept = must("s3", "GetBucketCors", west, in("source"))["CORSRules"].list().at(0);
  for (const auto& [name, value] : rule.members()) EXPECT_EQ(kept[name], value) << name;

  const auto headers =
      lab.s3().cors_headers("source", "https://app.medzen.example", "PUT", {"X-Amz-Date"});
  ASSERT_TRUE(headers);
  EXPECT_EQ(headers->get("Access-Control-Allow-Origin"), "https://app.medzen.example");
  EXPECT_EQ(headers->get("Access-Control-Allow-Methods"), "GET, PUT");
  EXPECT_EQ(headers->get("Access-Control-Allow-Headers"), "x-amz-date");
  EXPECT_EQ(headers->get("Access-Control-Expose-Headers"), "ETag");
  EXPECT_EQ(headers->get("Access-Control-Max-Age"), "3000");
  EXPECT_FALSE(lab.s3().cors_headers("source", "https://elsewhere.example", "GET"));
  EXPECT_FALSE(lab.s3().cors_headers("source", "https://app.medzen.example", "DELETE"));
  EXPECT_FALSE(lab.s3().cors_headers("source", "https://app.medzen.example", "GET", {"cookie"}));
  EXPECT_FALSE(lab.s3().cors_headers("target", "https://app.medzen.example", "GET"));

  EXPECT_EQ(put("PutBucketCors", "CORSConfiguration",
                rules(Value(rule).set("AllowedMethods", List{"PATCH"}))),
            "InvalidRequest");
  EXPECT_EQ(put("PutBucketCors", "CORSConfiguration",
                rules(Value(rule).set("AllowedOrigins", List{"*://*"}))),
            "InvalidRequest");
  EXPECT_EQ(put("PutBucketCors", "CORSConfiguration",
                rules(Value(rule).set("ExposeHeaders", List{"x-*"}))),
            "InvalidRequest");
  must("s3", "DeleteBucketCors", west, in("source"));
  EXPECT_EQ(refused("s3", "GetBucketCors", west, in("source")), "NoSuchCORSConfiguration");
}

TEST_F(S3KeptSettingsTest, Website) {
  EXPECT_EQ(refused("s3", "GetBucketWebsite", west, in("source")), "NoSuchWebsiteConfiguration");
  Value website;
  website.set("IndexDocument", Value().set("Suffix", "index.html"));
  EXPECT_EQ(put("PutBucketWebsite", "WebsiteConfiguration", website), "(success)");
  EXPECT_EQ(must("s3", "GetBucketWebsite", west, in("source"))["IndexDocument"]["Suffix"].text(),
            "index.html");
  website.set("IndexDocument", Value().set("Suffix", "a/b"));
  EXPECT_EQ(put("PutBucketWebsite", "WebsiteConfiguration", website), "InvalidArgument");
  website.set("RedirectAllRequestsTo", Value().set("HostName", "a.example"));
  EXPECT_EQ(put("PutBucketWebsite", "WebsiteConfiguration", website), "InvalidArgument");
}

TEST_F(S3KeptSettingsTest, Notifications) {
  EXPECT_TRUE(
      must("s3", "GetBucketNotificationConfiguration", west, in("source"))["TopicConfigurations"]
          .list()
          .empty());
  const auto topic = [](std::string_view arn) {
    Value one;
    one.set("TopicArn", arn).set("Events", List{"s3:ObjectCreated:*"});
    return Value().set("TopicConfigurations", List{std::move(one)});
  };
  const auto apply = [&](std::string_view arn) {
    return put("PutBucketNotificationConfiguration", "NotificationConfiguration", topic(arn));
  };
  EXPECT_EQ(apply("nonsense"), "InvalidArgument");
  EXPECT_EQ(apply("arn:aws:sns:eu-central-1:558069890522:events"), "InvalidArgument");
  EXPECT_EQ(apply("arn:aws:sns:eu-west-1:558069890522:events"), "(success)");
  const Value kept = must("s3", "GetBucketNotificationConfiguration", west, in("source"));
  EXPECT_FALSE(kept["TopicConfigurations"].list().at(0)["Id"].text().empty());
}

TEST_F(S3KeptSettingsTest, LoggingGoesWhereTheBucketIs) {
  const auto log_to = [&](std::string_view bucket) {
    Value enabled;
    enabled.set("TargetBucket", bucket).set("TargetPrefix", "log/");
    return put("PutBucketLogging", "BucketLoggingStatus", Value().set("LoggingEnabled", enabled));
  };
  EXPECT_EQ(log_to("nowhere"), "InvalidTargetBucketForLogging");
  EXPECT_EQ(log_to("target"), "CrossLocationLoggingProhibitted");
  EXPECT_EQ(log_to("source"), "(success)");
  EXPECT_EQ(
      must("s3", "GetBucketLogging", west, in("source"))["LoggingEnabled"]["TargetPrefix"].text(),
      "log/");
  EXPECT_EQ(put("PutBucketLogging", "BucketLoggingStatus", Value::structure()), "(success)");
  EXPECT_FALSE(must("s3", "GetBucketLogging", west, in("source")).has("LoggingEnabled"));
}

TEST_F(S3KeptSettingsTest, Standards) {
  EXPECT_EQ(must("s3", "GetBucketRequestPayment", west, in("source"))["Payer"].text(),
            "BucketOwner");
  EXPECT_FALSE(must("s3", "GetBucketAccelerateConfiguration", west, in("source")).has("Status"));
  EXPECT_EQ(put("PutBucketAccelerateConfiguration", "AccelerateConfiguration",
                Value().set("Status", "Enabled")),
            "(success)");
  EXPECT_EQ(must("s3", "GetBucketAccelerateConfiguration", west, in("source"))["Status"].text(),
            "Enabled");
}

TEST_F(S3KeptSettingsTest, ManyById) {
  const auto put_one = [&](const std::string& id) {
    return refused("s3", "PutBucketMetricsConfiguration", west,
                   in("source").set("Id", id).set("MetricsConfiguration", Value().set("Id", id)));
  };
  for (int i = 0; i < 250; ++i) EXPECT_EQ(put_one(fmt::format("m{:03}", i)), "(success)");
  EXPECT_EQ(must("s3", "GetBucketMetricsConfiguration", west,
                 in("source").set("Id", "m007"))["MetricsConfiguration"]["Id"]
                .text(),
            "m007");
  EXPECT_EQ(refused("s3", "GetBucketMetricsConfiguration", west, in("source").set("Id", "x")),
            "NoSuchConfiguration");
  std::vector<std::string> seen;
  Value input = in("source");
  for (int pages = 0; pages < 10; ++pages) {
    const Value page = must("s3", "ListBucketMetricsConfigurations", west, input);
    for (const Value& one : page["MetricsConfigurationList"].list()) {
      seen.push_back(one["Id"].text());
    }
    if (!page["IsTruncated"].flag()) break;
    input.set("ContinuationToken", page["NextContinuationToken"]);
  }
  EXPECT_EQ(seen.size(), 250U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(refused("s3", "DeleteBucketMetricsConfiguration", west, in("source").set("Id", "m007")),
            "(success)");
  EXPECT_EQ(refused("s3", "DeleteBucketMetricsConfiguration", west, in("source").set("Id", "m007")),
            "NoSuchConfiguration");
}

// ---- policies

class S3PolicyTest : public S3KeptSettingsTest {
 protected:
  std::string apply(std::string policy) {
    return refused("s3", "PutBucketPolicy", west, in("source").set("Policy", std::move(policy)));
  }
  static std::string statement(std::string_view principal, std::string_view more = "",
                               std::string_view resource = "arn:aws:s3:::source/*") {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{},)"
                       R"("Action":"s3:GetObject","Resource":"{}"{}}}]}})",
                       principal, resource, more);
  }
};

TEST_F(S3PolicyTest, IsKeptAsItCame) {
  EXPECT_EQ(refused("s3", "GetBucketPolicy", west, in("source")), "NoSuchBucketPolicy");
  EXPECT_EQ(refused("s3", "GetBucketPolicyStatus", west, in("source")), "NoSuchBucketPolicy");
  const std::string policy = statement(R"({"AWS":"558069890522"})");
  EXPECT_EQ(apply(policy), "(success)");
  const auto response = raw("s3", "GetBucketPolicy", west, in("source"));
  EXPECT_EQ(response.body, Body(policy));
  EXPECT_FALSE(
      must("s3", "GetBucketPolicyStatus", west, in("source"))["PolicyStatus"]["IsPublic"].flag());
  EXPECT_EQ(refused("s3", "DeleteBucketPolicy", west, in("source")), "(success)");
  EXPECT_EQ(refused("s3", "GetBucketPolicy", west, in("source")), "NoSuchBucketPolicy");
}

TEST_F(S3PolicyTest, Malformed) {
  const std::string good = statement(R"({"AWS":"558069890522"})");
  for (const std::string policy :
       {std::string("nonsense"), std::string("[]"), std::string("{}"),
        std::string(R"({"Version":"2011-01-01","Statement":[]})"),
        statement(R"({"AWS":"somebody"})"), statement(R"({"Service":"no.such.service"})"),
        statement("\"*\"", "", "arn:aws:s3:::source"),
        statement("\"*\"", "", "arn:aws:s3:::another-bucket/*"),
        std::string(R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:NoSuchAction",)"
                    R"("Resource":"arn:aws:s3:::source"}})"),
        statement("\"me\""), statement("\"*\"", "", "arn:aws:s3:::other/*"),
        statement("\"*\"", "", "source"),
        std::string(R"({"Statement":{"Effect":"Perhaps","Principal":"*","Action":"s3:*",)"
                    R"("Resource":"arn:aws:s3:::source"}})"),
        std::string(R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"ec2:*",)"
                    R"("Resource":"arn:aws:s3:::source"}})")}) {
    EXPECT_EQ(apply(policy), "MalformedPolicy") << policy;
  }
  EXPECT_EQ(apply(good), "(success)");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
TEST_F(S3PolicyTest, PublicPoliciesAreBlocked) {
  EXPECT_EQ(apply(statement("\"*\"")), "AccessDenied");
  EXPECT_EQ(apply(statement(R"({"AWS":["558069890522","*"]})")), "AccessDenied");
  EXPECT_EQ(
      apply(statement("\"*\"", R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}})")),
      "(success)");
  EXPECT_EQ(apply(statement("\"*\"", R"(,"Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})")),
            "AccessDenied");
  must("s3", "DeletePublicAccessBlock", west, in("source"));
  EXPECT_EQ(apply(statement("\"*\"")), "(success)");
  EXPECT_TRUE(
      must("s3", "GetBucketPolicyStatus", west, in("source"))["PolicyStatus"]["IsPublic"].flag());
}

// ---- ACLs

class S3AclTest : public S3KeptSettingsTest {
 protected:
  void own(std::string_view ownership) {
    must("s3", "PutBucketOwnershipControls", west,
         in("source").set("OwnershipControls",
                          Value().set("Rules", List{Value().set("ObjectOwnership", ownership)})));
  }
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
TEST_F(S3AclTest, NoneWhereTheBucketOwnerOwnsAll) {
  EXPECT_EQ(
      must("s3", "GetBucketOwnershipControls", west, in("source"))["OwnershipControls"]["Rules"]
          .list()
          .at(0)["ObjectOwnership"]
          .text(),
      "BucketOwnerEnforced");
  EXPECT_EQ(put("PutBucketAcl", "ACL", "private"), "AccessControlListNotSupported");
  const auto upload = [&](std::string_view acl) {
    return refused("s3", "PutObject", west, at("source", "a").set("Body", "1").set("ACL", acl));
  };
  EXPECT_EQ(upload("public-read"), "AccessControlListNotSupported");
  EXPECT_EQ(upload("bucket-owner-full-control"), "(success)");
  EXPECT_EQ(refused("s3", "PutObjectAcl", west, at("source", "a").set("ACL", "public-read")),
            "AccessControlListNotSupported");
  const Value acl = must("s3", "GetObjectAcl", west, at("source", "a"));
  ASSERT_EQ(acl["Grants"].list().size(), 1U);
  EXPECT_EQ(acl["Grants"].list()[0]["Permission"].text(), "FULL_CONTROL");
  EXPECT_EQ(acl["Grants"].list()[0]["Grantee"]["ID"].text(), acl["Owner"]["ID"].text());
}

TEST_F(S3AclTest, KeptWhereTheyAreOn) {
  own("ObjectWriter");
  EXPECT_EQ(put("PutBucketAcl", "ACL", "public-read"), "AccessDenied");  // is blocked
  must("s3", "DeletePublicAccessBlock", west, in("source"));
  EXPECT_EQ(put("PutBucketAcl", "ACL", "public-read"), "(success)");
  EXPECT_EQ(must("s3", "GetBucketAcl", west, in("source"))["Grants"].list().size(), 2U);
  EXPECT_EQ(put("PutBucketAcl", "ACL", "no-such"), "InvalidArgument");
  EXPECT_EQ(put("PutBucketAcl", "GrantRead", "id=\"nobody\""), "InvalidArgument");
  EXPECT_EQ(put("PutBucketAcl", "GrantRead", "emailAddress=\"a@example.com\""),
            "UnresolvableGrantByEmailAddress");
  EXPECT_EQ(
      refused("s3", "PutBucketAcl", west,
              in("source")
                  .set("ACL", "private")
                  .set("GrantRead", "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"")),
      "InvalidRequest");
  // Off only once nobody else is let in.
  EXPECT_EQ(put("PutBucketOwnershipControls", "OwnershipControls",
                Value().set("Rules", List{Value().set("ObjectOwnership", "BucketOwnerEnforced")})),
            "InvalidBucketAclWithObjectOwnership");
  EXPECT_EQ(put("PutBucketAcl", "ACL", "private"), "(success)");
  own("BucketOwnerEnforced");
  must("s3", "DeleteBucketOwnershipControls", west, in("source"));
  EXPECT_EQ(refused("s3", "GetBucketOwnershipControls", west, in("source")),
            "OwnershipControlsNotFoundError");
}

TEST_F(S3AclTest, GrantsOfObjects) {
  own("ObjectWriter");
  LabTest::put(source, "a", "1");
  const std::string other(64, 'b');
  EXPECT_EQ(refused("s3", "PutObjectAcl", west,
                    at("source", "a").set("GrantRead", fmt::format("id=\"{}\"", other))),
            "(success)");
  const Value acl = must("s3", "GetObjectAcl", west, at("source", "a"));
  ASSERT_EQ(acl["Grants"].list().size(), 1U);
  EXPECT_EQ(acl["Grants"].list()[0]["Grantee"]["ID"].text(), other);
  EXPECT_EQ(acl["Grants"].list()[0]["Permission"].text(), "READ");
}

}  // namespace
}  // namespace godwit::lab::services
