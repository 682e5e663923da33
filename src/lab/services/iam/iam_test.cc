#include "lab/services/iam/iam.h"

#include "base/encoding.h"
#include "lab/authorizer.h"
#include "lab/services/iam/fixture.h"

namespace godwit::lab::services {
namespace {

class IamTest : public IamFixture {
 protected:
  const std::string ec2 = trust(R"({"Service":"ec2.amazonaws.com"})");
  Value named_role(std::string_view name) {
    return Value().set("RoleName", name).set("AssumeRolePolicyDocument", ec2);
  }
};

// Fact B7: a name is taken once for all regions.
TEST_F(IamTest, NamesAreTheAccounts) {
  must("iam", "CreateRole", west, named_role("medzen-task"));
  EXPECT_EQ(refused("iam", "CreateRole", central, named_role("medzen-task")),
            "EntityAlreadyExists");
  EXPECT_EQ(refused("iam", "CreateRole", central, named_role("MEDZEN-Task")),
            "EntityAlreadyExists");
  EXPECT_EQ(
      must("iam", "GetRole", central, Value().set("RoleName", "medzen-task"))["Role"]["Arn"].text(),
      "arn:aws:iam::558069890522:role/medzen-task");
  EXPECT_EQ(iam_refused("GetRole", Value().set("RoleName", "nobody")), "NoSuchEntity");
}

TEST_F(IamTest, Roles) {
  const Value made =
      iam("CreateRole",
          named_role("a")
              .set("Path", "/svc/")
              .set("Tags", aws::List{Value().set("Key", "run").set("Value", "r1")}))["Role"];
  EXPECT_EQ(made["Arn"].text(), "arn:aws:iam::558069890522:role/svc/a");
  EXPECT_TRUE(made["RoleId"].text().starts_with("AROA"));
  EXPECT_EQ(percent_decode(made["AssumeRolePolicyDocument"].text()), ec2);
  EXPECT_EQ(iam("ListRoleTags", Value().set("RoleName", "a"))["Tags"].list().size(), 1U);
  EXPECT_EQ(iam("ListRoles", Value().set("PathPrefix", "/svc/"))["Roles"].list().size(), 1U);
  EXPECT_EQ(iam("ListRoles", Value().set("PathPrefix", "/x/"))["Roles"].list().size(), 0U);
  EXPECT_EQ(iam_refused("CreateRole", named_role("b c")), "ValidationError");
  EXPECT_EQ(iam_refused("CreateRole", Value(named_role("b")).set("AssumeRolePolicyDocument", "{")),
            "MalformedPolicyDocument");
  // Principals have to exist.
  EXPECT_EQ(iam_refused("CreateRole",
                        Value(named_role("b"))
                            .set("AssumeRolePolicyDocument",
                                 trust(R"({"AWS":"arn:aws:iam::558069890522:role/nobody"})"))),
            "MalformedPolicyDocument");
  EXPECT_EQ(iam_refused("CreateRole", named_role("b").set("MaxSessionDuration", 60)),
            "ValidationError");
}

TEST_F(IamTest, PagesOfRoles) {
  for (int i = 0; i < 25; ++i) iam("CreateRole", named_role(fmt::format("role-{:02}", i)));
  Value input = Value().set("MaxItems", 10);
  std::vector<std::string> names;
  for (int page = 0; page < 3; ++page) {
    const Value output = iam("ListRoles", input);
    for (const Value& role : output["Roles"].list()) names.push_back(role["RoleName"].text());
    EXPECT_EQ(output["IsTruncated"].flag(), page < 2);
    if (page < 2) input.set("Marker", output["Marker"]);
  }
  EXPECT_EQ(names.size(), 25U);
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_EQ(iam_refused("ListRoles", Value().set("Marker", "x")), "ValidationError");
}

TEST_F(IamTest, PoliciesOfRoles) {
  iam("CreateRole", named_role("a"));
  const Value own = Value().set("RoleName", "a").set("PolicyName", "p");
  iam("PutRolePolicy", Value(own).set("PolicyDocument", allow(R"("s3:*")")));
  EXPECT_EQ(percent_decode(iam("GetRolePolicy", own)["PolicyDocument"].text()), allow(R"("s3:*")"));
  // Fact B8.
  EXPECT_EQ(iam_refused("PutRolePolicy", Value(own).set("PolicyDocument", allow(R"("kms:*")", ""))),
            "MalformedPolicyDocument");
  const std::string admin = "arn:aws:iam::aws:policy/AdministratorAccess";
  const Value attached = Value().set("RoleName", "a").set("PolicyArn", admin);
  iam("AttachRolePolicy", attached);
  EXPECT_EQ(iam_refused("AttachRolePolicy",
                        Value(attached).set("PolicyArn", "arn:aws:iam::aws:policy/NoSuchPolicy")),
            "NoSuchEntity");
  EXPECT_EQ(iam("ListAttachedRolePolicies", Value().set("RoleName", "a"))["AttachedPolicies"]
                .list()
                .size(),
            1U);
  EXPECT_EQ(iam_refused("DeleteRole", Value().set("RoleName", "a")), "DeleteConflict");
  iam("DetachRolePolicy", attached);
  EXPECT_EQ(iam_refused("DetachRolePolicy", attached), "NoSuchEntity");
  EXPECT_EQ(iam_refused("DeleteRole", Value().set("RoleName", "a")), "DeleteConflict");
  iam("DeleteRolePolicy", own);
  EXPECT_EQ(iam_refused("GetRolePolicy", own), "NoSuchEntity");
  iam("DeleteRole", Value().set("RoleName", "a"));
  EXPECT_EQ(iam_refused("GetRole", Value().set("RoleName", "a")), "NoSuchEntity");
}

TEST_F(IamTest, ManagedPolicies) {
  const Value input = Value().set("PolicyName", "p").set("PolicyDocument", allow(R"("s3:Get*")"));
  const std::string arn = iam("CreatePolicy", input)["Policy"]["Arn"].text();
  EXPECT_EQ(arn, "arn:aws:iam::558069890522:policy/p");
  EXPECT_EQ(iam_refused("CreatePolicy", input), "EntityAlreadyExists");
  const Value named = Value().set("PolicyArn", arn);
  for (int i = 0; i < 4; ++i) {
    iam("CreatePolicyVersion",
        Value(named).set("PolicyDocument", allow(R"("s3:Put*")")).set("SetAsDefault", i == 3));
  }
  EXPECT_EQ(
      iam_refused("CreatePolicyVersion", Value(named).set("PolicyDocument", allow(R"("s3:Put*")"))),
      "LimitExceeded");
  EXPECT_EQ(iam("GetPolicy", named)["Policy"]["DefaultVersionId"].text(), "v5");
  EXPECT_EQ(iam_refused("DeletePolicyVersion", Value(named).set("VersionId", "v5")),
            "DeleteConflict");
  EXPECT_EQ(iam_refused("DeletePolicy", named), "DeleteConflict");
  for (const char* version : {"v1", "v2", "v3", "v4"}) {
    iam("DeletePolicyVersion", Value(named).set("VersionId", version));
  }
  iam("CreateRole", named_role("a"));
  iam("AttachRolePolicy", Value(named).set("RoleName", "a"));
  EXPECT_EQ(iam("ListEntitiesForPolicy", named)["PolicyRoles"].list().size(), 1U);
  EXPECT_EQ(iam_refused("DeletePolicy", named), "DeleteConflict");
  iam("DetachRolePolicy", Value(named).set("RoleName", "a"));
  iam("DeletePolicy", named);
  EXPECT_EQ(iam_refused("GetPolicy", named), "NoSuchEntity");
}

TEST_F(IamTest, UsersMaySignWithTheirKeys) {
  const aws::Credentials ada = user("ada");
  EXPECT_EQ(ask_as(ada, "sts", "GetCallerIdentity", west, Value::structure()).value()["Arn"].text(),
            "arn:aws:iam::558069890522:user/ada");
  user("eve");
  const Value named = Value().set("UserName", "ada");
  iam("CreateAccessKey", named);
  EXPECT_EQ(iam_refused("CreateAccessKey", named), "LimitExceeded");
  EXPECT_EQ(iam_refused("DeleteUser", named), "DeleteConflict");
  const Value key = Value(named).set("AccessKeyId", ada.access_key_id);
  iam("UpdateAccessKey", Value(key).set("Status", "Inactive"));
  EXPECT_FALSE(ask_as(ada, "sts", "GetCallerIdentity", west, Value::structure()));
  iam("UpdateAccessKey", Value(key).set("Status", "Active"));
  EXPECT_TRUE(ask_as(ada, "sts", "GetCallerIdentity", west, Value::structure()));
  iam("DeleteAccessKey", key);
  EXPECT_FALSE(ask_as(ada, "sts", "GetCallerIdentity", west, Value::structure()));
}

TEST_F(IamTest, TheAccountsOwnUser) {
  EXPECT_EQ(iam("GetUser", Value::structure())["User"]["UserName"].text(), "godwit");
  EXPECT_EQ(iam("ListUsers", Value::structure())["Users"].list().size(), 1U);
  EXPECT_EQ(lab.find_service("iam")->snapshot(), boost::json::value(boost::json::object()));
}

TEST_F(IamTest, InstanceProfiles) {
  iam("CreateRole", named_role("a"));
  const Value named = Value().set("InstanceProfileName", "p");
  iam("CreateInstanceProfile", named);
  EXPECT_EQ(iam_refused("CreateInstanceProfile", named), "EntityAlreadyExists");
  iam("AddRoleToInstanceProfile", Value(named).set("RoleName", "a"));
  EXPECT_EQ(iam_refused("AddRoleToInstanceProfile", Value(named).set("RoleName", "a")),
            "LimitExceeded");
  EXPECT_EQ(iam_refused("DeleteRole", Value().set("RoleName", "a")), "DeleteConflict");
  EXPECT_EQ(iam("GetInstanceProfile", named)["InstanceProfile"]["Roles"].list().size(), 1U);
}

TEST_F(IamTest, ServiceLinkedRoles) {
  const Value role =
      iam("CreateServiceLinkedRole", Value().set("AWSServiceName", "ecs.amazonaws.com"))["Role"];
  EXPECT_EQ(
      role["Arn"].text(),
      "arn:aws:iam::558069890522:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
  EXPECT_EQ(
      iam_refused("CreateServiceLinkedRole", Value().set("AWSServiceName", "ecs.amazonaws.com")),
      "InvalidInput");
  EXPECT_EQ(iam_refused("DeleteRole", Value().set("RoleName", "AWSServiceRoleForECS")),
            "UnmodifiableEntity");
}

// What AWS says: "User: ARN is not authorized to perform: ACTION on resource: ..."
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
TEST_F(IamTest, TheAuthorizer) {
  user("ada", allow(R"(["s3:GetObject","s3:ListBucket","ssm:*"])", "arn:aws:s3:::source/*"));
  const auto check = [&](std::string_view service_name, std::string_view operation,
                         const Value& input) {
    const aws::Service& service = aws::service(service_name);
    Identity identity;
    identity.arn = "arn:aws:iam::558069890522:user/ada";
    return Authorizer(lab).check(identity, service, *service.find(operation), input, west);
  };
  EXPECT_FALSE(check("s3", "GetObject", at("source", "a")));
  EXPECT_FALSE(check("s3", "HeadObject", at("source", "a")));
  const auto denied = check("s3", "PutObject", at("source", "a"));
  ASSERT_TRUE(denied);
  EXPECT_EQ(denied->status, 403);
  EXPECT_EQ(denied->code, "AccessDenied");
  EXPECT_EQ(denied->message,
            "User: arn:aws:iam::558069890522:user/ada is not authorized to perform: s3:PutObject "
            "on resource: \"arn:aws:s3:::source/a\" because no identity-based policy allows the "
            "s3:PutObject action");
  EXPECT_TRUE(check("s3", "ListObjectsV2", in("source"))) << "a bucket is not its objects";
  EXPECT_TRUE(check("s3", "GetObject", at("target", "a")));
  EXPECT_TRUE(check("s3", "GetObject", at("source", "a", "v1"))) << "that is s3:GetObjectVersion";
  EXPECT_EQ(check("ssm", "GetParameter", Value().set("Name", "/a"))->code, "AccessDeniedException");
  EXPECT_FALSE(check("sts", "GetCallerIdentity", Value::structure()));

  iam("PutUserPolicy",
      Value()
          .set("UserName", "ada")
          .set("PolicyName", "no")
          .set("PolicyDocument", R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny",)"
                                 R"("Action":"*","Resource":"*"}]})"));
  EXPECT_TRUE(check("s3", "GetObject", at("source", "a"))
                  ->message.ends_with("with an explicit deny in an identity-based policy"));
}

// The same at the front door, in each protocol's own words.
TEST_F(IamTest, TheFrontDoor) {
  const aws::Credentials ada = user("ada", allow(R"("s3:ListAllMyBuckets")"));
  EXPECT_EQ(refused_as(ada, "s3", "ListBuckets", west, Value::structure()), "(success)");
  EXPECT_EQ(refused_as(ada, "s3", "ListObjectsV2", west, in("source")), "AccessDenied");
  EXPECT_EQ(refused_as(ada, "iam", "ListUsers", west, Value::structure()), "AccessDenied");
  EXPECT_EQ(refused_as(ada, "ssm", "DescribeParameters", west, Value::structure()),
            "AccessDeniedException");
  EXPECT_EQ(refused_as(ada, "kms", "CreateKey", west, Value::structure()), "AccessDeniedException");
  EXPECT_EQ(refused_as(ada, "sns", "ListTopics", west, Value::structure()), "AuthorizationError");
  EXPECT_EQ(refused_as(ada, "ec2", "DescribeRegions", west, Value::structure()),
            "UnauthorizedOperation");
  EXPECT_EQ(refused_as(ada, "cloudwatch", "ListMetrics", west, Value::structure()), "AccessDenied");
  // What a session may do is its role's, narrowed by its own policy.
  const std::string arn = role("reader", trust(R"({"AWS":"558069890522"})"), allow(R"("s3:*")"));
  const Value input = Value().set("RoleArn", arn).set("RoleSessionName", "tests");
  const auto whole = credentials(must("sts", "AssumeRole", west, input));
  EXPECT_EQ(refused_as(whole, "s3", "ListObjectsV2", west, in("source")), "(success)");
  EXPECT_EQ(refused_as(whole, "ssm", "DescribeParameters", west, Value::structure()),
            "AccessDeniedException");
  const auto narrow = credentials(
      must("sts", "AssumeRole", west, Value(input).set("Policy", allow(R"("s3:Get*")"))));
  EXPECT_EQ(refused_as(narrow, "s3", "ListObjectsV2", west, in("source")), "AccessDenied");
}

TEST_F(IamTest, GroupsAndBoundaries) {
  user("ada");
  iam("CreateGroup", Value().set("GroupName", "g"));
  iam("PutGroupPolicy", Value()
                            .set("GroupName", "g")
                            .set("PolicyName", "p")
                            .set("PolicyDocument", allow(R"("s3:*")")));
  const auto decision = [&](std::string_view action) {
    const Value output = iam("SimulatePrincipalPolicy",
                             Value()
                                 .set("PolicySourceArn", "arn:aws:iam::558069890522:user/ada")
                                 .set("ActionNames", aws::List{action}));
    return output["EvaluationResults"].list().at(0)["EvalDecision"].text();
  };
  EXPECT_EQ(decision("s3:GetObject"), "implicitDeny");
  iam("AddUserToGroup", Value().set("GroupName", "g").set("UserName", "ada"));
  EXPECT_EQ(decision("s3:GetObject"), "allowed");
  const std::string limit =
      iam("CreatePolicy", Value()
                              .set("PolicyName", "limit")
                              .set("PolicyDocument", allow(R"("s3:Get*")")))["Policy"]["Arn"]
          .text();
  iam("PutUserPermissionsBoundary",
      Value().set("UserName", "ada").set("PermissionsBoundary", limit));
  EXPECT_EQ(decision("s3:GetObject"), "allowed");
  EXPECT_EQ(decision("s3:PutObject"), "implicitDeny");
}

TEST_F(IamTest, Snapshots) {
  iam("CreateRole", named_role("a"));
  user("ada", allow(R"("s3:*")"));
  const std::string text = boost::json::serialize(lab.snapshot().at("iam"));
  EXPECT_THAT(text, testing::HasSubstr(R"("roles":{"a":)"));
  EXPECT_THAT(text, testing::HasSubstr(R"("access_keys":1)"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("AKIA")));
}

}  // namespace
}  // namespace godwit::lab::services
