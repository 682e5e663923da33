// For tests: other people than the account's administrator, who ask with credentials of their own.
#pragma once

#include "lab/lab_fixture.h"

namespace godwit::lab::services {

class IamFixture : public LabTest {
 protected:
  using Value = aws::Value;

  // "iam" is global: the region says nothing.
  Value iam(std::string_view operation, const Value& input) {
    return must("iam", operation, west, input);
  }
  std::string iam_refused(std::string_view operation, const Value& input) {
    return refused("iam", operation, west, input);
  }

  static std::string allow(std::string_view actions, std::string_view resource = "*") {
    return fmt::format(
        R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{},"Resource":"{}"}}]}})",
        actions, resource);
  }
  static std::string trust(std::string_view principal, std::string_view condition = "") {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{},)"
                       R"("Action":"sts:AssumeRole"{}}}]}})",
                       principal, condition);
  }

  // A user with one inline policy (none where it is empty), who may sign.
  aws::Credentials user(std::string_view name, const std::string& policy = {}) {
    iam("CreateUser", Value().set("UserName", name));
    if (!policy.empty()) {
      iam("PutUserPolicy",
          Value().set("UserName", name).set("PolicyName", "own").set("PolicyDocument", policy));
    }
    const Value made = iam("CreateAccessKey", Value().set("UserName", name));
    pass(seconds(10));  // until everybody knows them
    return {
        made["AccessKey"]["AccessKeyId"].text(), made["AccessKey"]["SecretAccessKey"].text(), {}};
  }
  std::string role(std::string_view name, const std::string& trust_policy,
                   const std::string& policy = {}) {
    const Value made = iam(
        "CreateRole", Value().set("RoleName", name).set("AssumeRolePolicyDocument", trust_policy));
    if (!policy.empty()) {
      iam("PutRolePolicy",
          Value().set("RoleName", name).set("PolicyName", "own").set("PolicyDocument", policy));
    }
    pass(seconds(10));
    return made["Role"]["Arn"].text();
  }
  static aws::Credentials credentials(const Value& lent) {
    const Value& given = lent["Credentials"];
    return {given["AccessKeyId"].text(), given["SecretAccessKey"].text(),
            given["SessionToken"].text()};
  }

  Result<Value> ask_as(const aws::Credentials& who, std::string_view service,
                       std::string_view operation, const std::string& region, const Value& input) {
    aws::SigningCloud signing{lab.cloud(), who, env.clock};
    return aws::call(signing, service, operation, region, input, {});
  }
  std::string refused_as(const aws::Credentials& who, std::string_view service,
                         std::string_view operation, const std::string& region,
                         const Value& input) {
    const auto output = ask_as(who, service, operation, region, input);
    return output ? "(success)" : output.error().code;
  }
};

}  // namespace godwit::lab::services
