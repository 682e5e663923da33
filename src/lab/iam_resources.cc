// Resources: the ARN of what a request is about, from its input.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
#include "lab/authorizer.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab {

using aws::Value;

namespace {

std::string of_s3(const Value& input) {
  const std::string& bucket = input["Bucket"].text();
  if (bucket.empty()) return "*";
  if (input.has("Key")) return fmt::format("arn:aws:s3:::{}/{}", bucket, input["Key"].text());
  // Many objects at once.
  if (input.has("Delete")) return fmt::format("arn:aws:s3:::{}/*", bucket);
  return "arn:aws:s3:::" + bucket;
}

std::string of_iam(Lab& lab, const Value& input) {
  if (input.has("PolicyArn") && !input.has("RoleName") && !input.has("UserName") &&
      !input.has("GroupName")) {
    return input["PolicyArn"].text();
  }
  const auto plain = [&](std::string_view kind, std::string_view member) {
    return fmt::format("arn:aws:iam::{}:{}/{}", lab.account().id, kind, input[member].text());
  };
  if (input.has("RoleName")) {
    const auto* iam = static_cast<const services::Iam*>(lab.find_service("iam"));
    const auto* role = iam == nullptr ? nullptr : iam->find_role(input["RoleName"].text());
    return role != nullptr ? role->arn : plain("role", "RoleName");
  }
  if (input.has("UserName")) return plain("user", "UserName");
  if (input.has("GroupName")) return plain("group", "GroupName");
  if (input.has("InstanceProfileName")) return plain("instance-profile", "InstanceProfileName");
  if (input.has("PolicyName")) return plain("policy", "PolicyName");
  return "*";
}

// The first of the members that is an ARN.
std::string first_arn(const Value& input, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members) {
    if (input[member].text().starts_with("arn:")) return input[member].text();
  }
  return "*";
}

}  // namespace

std::string resource_of(Lab& lab, const aws::Service& service, const aws::Operation& operation,
                        const Value& input, const std::string& region) {
  const auto arn = [&](std::string_view prefix, std::string_view resource) {
    return fmt::format("arn:aws:{}:{}:{}:{}", prefix, region, lab.account().id, resource);
  };
  if (service.name == "s3") return of_s3(input);
  if (service.name == "iam") return of_iam(lab, input);
  if (service.name == "ssm") {
    std::string_view name = input["Name"].text();
    if (name.empty()) name = input["Path"].text();
    if (name.empty() && !input["Names"].list().empty()) name = input["Names"].list()[0].text();
    if (name.empty()) return "*";
    return arn("ssm", fmt::format("parameter{}{}", name.starts_with('/') ? "" : "/", name));
  }
  if (service.name == "cloudwatch") {
    return input.has("AlarmName") ? arn("cloudwatch", "alarm:" + input["AlarmName"].text()) : "*";
  }
  if (service.name == "bedrock-runtime" || service.name == "bedrock") {
    const std::string& model =
        input.has("modelId") ? input["modelId"].text() : input["modelIdentifier"].text();
    if (model.empty() || model.starts_with("arn:")) return model.empty() ? "*" : model;
    return fmt::format("arn:aws:bedrock:{}::foundation-model/{}", region, model);
  }
  if (service.name == "route53") {
    if (input.has("HostedZoneId") || operation.name == "GetHostedZone") {
      const Value& id = input.has("HostedZoneId") ? input["HostedZoneId"] : input["Id"];
      return "arn:aws:route53:::hostedzone/" + id.text();
    }
    return "*";
  }
  if (service.name == "secretsmanager" || service.name == "sns" || service.name == "kms" ||
      service.name == "sts" || service.name == "cloudformation") {
    Service* asked = lab.find_service(service.name);
    if (asked != nullptr) {
      if (std::string known = asked->resource_arn(region, input); !known.empty()) return known;
    }
  }
  return first_arn(input, {"RoleArn", "TopicArn", "SubscriptionArn", "ResourceArn", "ResourceARN",
                           "SecretId", "KeyId"});
}

}  // namespace godwit::lab
