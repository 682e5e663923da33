// Roles. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_roles = 1000;  // the quota of an account

std::expected<int, aws::ServiceError> read_max_session(const Value& input) {
  if (!input.has("MaxSessionDuration")) return 3600;
  const std::int64_t given = input["MaxSessionDuration"].integer();
  if (given < 3600 || given > 43200) {
    return refuse(400, "ValidationError",
                  fmt::format("1 validation error detected: Value '{}' at 'maxSessionDuration' "
                              "failed to satisfy constraint: Member must have value between 3600 "
                              "and 43200",
                              given));
  }
  return static_cast<int>(given);
}

// Which services have a role of their own, and its name.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
struct LinkedRole {
  std::string_view service;
  std::string_view role;
};
constexpr LinkedRole linked_roles[] = {
    {"autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling"},
    {"chime.amazonaws.com", "AWSServiceRoleForAmazonChime"},
    {"ecs.amazonaws.com", "AWSServiceRoleForECS"},
    {"elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"},
    {"elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"},
    {"mediapipelines.chime.amazonaws.com", "AWSServiceRoleForAmazonChimeSDKMediaPipelines"},
    {"mrk.kms.amazonaws.com", "AWSServiceRoleForKeyManagementServiceMultiRegionKeys"},
    {"ops.apigateway.amazonaws.com", "AWSServiceRoleForAPIGateway"},
    {"rds.amazonaws.com", "AWSServiceRoleForRDS"},
    {"replication.dynamodb.amazonaws.com", "AWSServiceRoleForDynamoDBReplication"},
    {"transcribe.chime.amazonaws.com", "AWSServiceRoleForAmazonChimeTranscription"},
};

}  // namespace

Value describe_role(const IamRole& role, bool with_tags) {
  Value shown;
  shown.set("Path", role.path)
      .set("RoleName", role.name)
      .set("RoleId", role.id)
      .set("Arn", role.arn)
      .set("CreateDate", role.created)
      .set("AssumeRolePolicyDocument", show_iam_policy(role.trust))
      .set("MaxSessionDuration", role.max_session_s);
  if (!role.description.empty()) shown.set("Description", role.description);
  if (!role.boundary.empty()) {
    shown.set("PermissionsBoundary", Value()
                                         .set("PermissionsBoundaryType", "Policy")
                                         .set("PermissionsBoundaryArn", role.boundary));
  }
  if (with_tags && !role.tags.empty()) shown.set("Tags", show_iam_tags(role.tags));
  return shown;
}

std::expected<IamRole*, aws::ServiceError> Iam::role_of(const Call& call) {
  const std::string& name = call.input["RoleName"].text();
  const auto found = roles_.find(name);
  if (found == roles_.end()) {
    return no_such_entity(fmt::format("The role with name {} cannot be found.", name));
  }
  return &found->second;
}

std::expected<PolicyText, aws::ServiceError> Iam::trust_policy(const std::string& text,
                                                               Time now) const {
  auto policy = TRY(read_iam_policy(text, policy::Kind::trust));
  for (const policy::Statement& statement : policy.document.statements) {
    for (const std::string& action : statement.actions) {
      if (!action.starts_with("sts:") && action != "*") {
        return refuse(400, "MalformedPolicyDocument",
                      "AssumeRole policy may only specify STS AssumeRole actions.");
      }
    }
  }
  if (const auto unknown = unknown_principal(policy.document, now)) {
    return refuse(400, "MalformedPolicyDocument", "Invalid principal in policy: " + *unknown);
  }
  return policy;
}

Answer Iam::create_role(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["RoleName"].text();
  TRY_VOID(check_iam_name("roleName", name, 64));
  IamRole role;
  role.path = TRY(read_iam_path(input));
  role.max_session_s = TRY(read_max_session(input));
  role.tags = TRY(read_iam_tags(input["Tags"]));
  role.trust = TRY(trust_policy(input["AssumeRolePolicyDocument"].text(), call.now));
  if (is_taken(roles_, name)) {
    return entity_exists(fmt::format("Role with name {} already exists.", name));
  }
  if (roles_.size() >= most_roles) {
    return refuse(409, "LimitExceeded",
                  fmt::format("Cannot exceed quota for RolesPerAccount: {}", most_roles));
  }
  role.boundary = input["PermissionsBoundary"].text();
  if (!role.boundary.empty()) TRY_VOID(policy_of(role.boundary));
  role.name = name;
  role.description = input["Description"].text();
  role.id = next_id("AROA", name);
  role.arn = arn("role", role.path, name);
  role.created = call.now;
  const auto added = roles_.emplace(name, std::move(role)).first;
  return Value().set("Role", describe_role(added->second, true));
}

Answer Iam::get_role(const Call& call) {
  const IamRole* role = TRY(role_of(call));
  Value shown = describe_role(*role, true);
  shown.set("RoleLastUsed", Value::structure());
  return Value().set("Role", std::move(shown));
}

Answer Iam::list_roles(const Call& call) {
  const IamPage page = TRY(read_iam_page(call.input));
  const std::string& prefix = call.input["PathPrefix"].text();
  aws::List roles;
  std::string token = show_page(
      roles_, page.after, page.limit,
      [&](const auto& entry) { return entry.second.path.starts_with(prefix); },
      [&](const auto& entry) { roles.push_back(describe_role(entry.second, false)); });
  Value output = Value().set("Roles", std::move(roles));
  end_iam_page(output, std::move(token));
  return output;
}

Answer Iam::update_role(const Call& call) {
  IamRole* role = TRY(role_of(call));
  const int longest = TRY(read_max_session(call.input));
  if (call.input.has("MaxSessionDuration")) role->max_session_s = longest;
  if (call.input.has("Description")) role->description = call.input["Description"].text();
  return Value::structure();
}

Answer Iam::update_role_description(const Call& call) {
  IamRole* role = TRY(role_of(call));
  role->description = call.input["Description"].text();
  return Value().set("Role", describe_role(*role, true));
}

Answer Iam::update_assume_role_policy(const Call& call) {
  IamRole* role = TRY(role_of(call));
  if (!role->service.empty()) {
    return refuse(400, "UnmodifiableEntity",
                  fmt::format("Cannot perform the operation on the protected role '{}' - this role "
                              "is only modifiable by AWS",
                              role->name));
  }
  role->trust = TRY(trust_policy(call.input["PolicyDocument"].text(), call.now));
  return Value();
}

Answer Iam::delete_role(const Call& call) {
  const IamRole* role = TRY(role_of(call));
  if (!role->service.empty()) {
    return refuse(400, "UnmodifiableEntity",
                  fmt::format("Cannot perform the operation on the protected role '{}' - this role "
                              "is only modifiable by AWS",
                              role->name));
  }
  const bool in_profile = std::ranges::any_of(
      profiles_, [&](const auto& entry) { return entry.second.role == role->name; });
  if (in_profile) {
    return refuse(409, "DeleteConflict",
                  "Cannot delete entity, must remove roles from instance profile first.");
  }
  if (!role->attached.empty()) {
    return refuse(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
  }
  if (!role->inline_policies.empty()) {
    return refuse(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
  }
  roles_.erase(roles_.find(role->name));
  return Value();
}

Answer Iam::create_service_linked_role(const Call& call) {
  const std::string& service = call.input["AWSServiceName"].text();
  const auto known = std::ranges::find(linked_roles, service, &LinkedRole::service);
  if (known == std::end(linked_roles)) {
    return refuse(400, "InvalidInput",
                  fmt::format("Service role for {} is not known to the lab", service));
  }
  if (call.input.has("CustomSuffix")) {
    return refuse(400, "InvalidInput", fmt::format("Custom suffix is not allowed for {}", service));
  }
  const std::string name(known->role);
  if (roles_.contains(name)) {
    return refuse(400, "InvalidInput",
                  fmt::format("Service role name {} has been taken in this account, please try a "
                              "different suffix.",
                              name));
  }
  IamRole role;
  role.name = name;
  role.service = service;
  role.path = fmt::format("/aws-service-role/{}/", service);
  role.description = call.input["Description"].text();
  role.id = next_id("AROA", name);
  role.arn = arn("role", role.path, name);
  role.created = call.now;
  const std::string trust = fmt::format(
      R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":["{}"]}},)"
      R"("Action":["sts:AssumeRole"]}}]}})",
      service);
  role.trust = TRY(read_iam_policy(trust, policy::Kind::trust));
  const auto added = roles_.emplace(name, std::move(role)).first;
  return Value().set("Role", describe_role(added->second, true));
}

// What uses the role is nowhere in the lab, so nothing stands in the way.
Answer Iam::delete_service_linked_role(const Call& call) {
  const IamRole* role = TRY(role_of(call));
  if (role->service.empty()) {
    return no_such_entity(
        fmt::format("The role with name {} is not a service-linked role.", role->name));
  }
  const std::string task = fmt::format("task/aws-service-role/{}/{}/{}", role->service, role->name,
                                       derived_uuid(secret_, role->id));
  roles_.erase(roles_.find(role->name));
  return Value().set("DeletionTaskId", task);
}

Answer Iam::get_service_linked_role_deletion_status(const Call& call) {
  if (!call.input["DeletionTaskId"].text().starts_with("task/aws-service-role/")) {
    return no_such_entity("The deletion task cannot be found.");
  }
  return Value().set("Status", "SUCCEEDED");
}

Answer Iam::put_role_boundary(const Call& call) {
  IamRole* role = TRY(role_of(call));
  const std::string& boundary = call.input["PermissionsBoundary"].text();
  TRY_VOID(policy_of(boundary));
  role->boundary = boundary;
  return Value();
}

Answer Iam::delete_role_boundary(const Call& call) {
  IamRole* role = TRY(role_of(call));
  role->boundary.clear();
  return Value();
}

}  // namespace godwit::lab::services
