// Managed policies and their versions.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_versions = 5;
constexpr std::size_t longest_document = 6144;  // white space not counted

std::expected<int, aws::ServiceError> read_version(const ManagedPolicy& policy,
                                                   const std::string& text) {
  const auto number =
      text.starts_with('v') ? parse_integer(std::string_view(text).substr(1)) : std::nullopt;
  if (!number || !policy.versions.contains(static_cast<int>(*number))) {
    return no_such_entity(
        fmt::format("Policy {} version {} does not exist or is not attachable.", policy.arn, text));
  }
  return static_cast<int>(*number);
}

std::expected<PolicyText, aws::ServiceError> read_document(const Value& input) {
  auto policy = TRY(read_iam_policy(input["PolicyDocument"].text(), policy::Kind::identity));
  const auto size = std::ranges::count_if(
      policy.text, [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; });
  if (static_cast<std::size_t>(size) > longest_document) {
    return refuse(409, "LimitExceeded",
                  fmt::format("Cannot exceed quota for PolicySize: {}", longest_document));
  }
  return policy;
}

Value describe_version(const ManagedPolicy& policy, int number, bool with_document) {
  Value shown;
  if (with_document) shown.set("Document", show_iam_policy(policy.versions.at(number)));
  shown.set("VersionId", fmt::format("v{}", number))
      .set("IsDefaultVersion", policy.default_version == number)
      .set("CreateDate", policy.version_dates.at(number));
  return shown;
}

std::unexpected<aws::ServiceError> belongs_to_aws() {
  return refuse(403, "AccessDenied", "Cannot modify a policy that is managed by AWS.");
}

}  // namespace

void Iam::add_policies_of_aws() {
  for (const PolicyOfAws& given : policies_of_aws()) {
    ManagedPolicy policy;
    policy.name = given.name;
    policy.path = given.path;
    policy.arn = fmt::format("arn:aws:iam::aws:policy{}{}", given.path, given.name);
    policy.id = next_id("ANPA", policy.name);
    policy.created = policy.updated = lab_.account().starts;
    policy.of_aws = true;
    policy.versions.emplace(
        1, PolicyText{std::string(given.document),
                      policy::read(given.document, policy::Kind::identity).value()});
    policy.version_dates[1] = policy.created;
    policies_.emplace(policy.arn, std::move(policy));
  }
}

std::expected<ManagedPolicy*, aws::ServiceError> Iam::policy_of(const std::string& arn_given) {
  const auto found = policies_.find(arn_given);
  if (found == policies_.end()) {
    return no_such_entity(fmt::format("Policy {} was not found.", arn_given));
  }
  return &found->second;
}

std::size_t Iam::attachments_of(const std::string& policy_arn) const {
  std::size_t count = 0;
  for (const auto& [name, role] : roles_) count += role.attached.count(policy_arn);
  for (const auto& [name, user] : users_) count += user.attached.count(policy_arn);
  for (const auto& [name, group] : groups_) count += group.attached.count(policy_arn);
  return count;
}

Value Iam::describe(const ManagedPolicy& policy) const {
  Value shown;
  shown.set("PolicyName", policy.name)
      .set("PolicyId", policy.id)
      .set("Arn", policy.arn)
      .set("Path", policy.path)
      .set("DefaultVersionId", fmt::format("v{}", policy.default_version))
      .set("AttachmentCount", static_cast<std::int64_t>(attachments_of(policy.arn)))
      .set("PermissionsBoundaryUsageCount", 0)
      .set("IsAttachable", true)
      .set("CreateDate", policy.created)
      .set("UpdateDate", policy.updated);
  return shown;
}

Answer Iam::create_policy(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["PolicyName"].text();
  TRY_VOID(check_iam_name("policyName", name, 128));
  ManagedPolicy policy;
  policy.path = TRY(read_iam_path(input));
  policy.tags = TRY(read_iam_tags(input["Tags"]));
  auto document = TRY(read_document(input));
  const bool taken = std::ranges::any_of(policies_, [&](const auto& entry) {
    return !entry.second.of_aws && equal_ignoring_case(entry.second.name, name);
  });
  if (taken) {
    return entity_exists(
        fmt::format("A policy called {} already exists. Duplicate names are not allowed.", name));
  }
  policy.name = name;
  policy.id = next_id("ANPA", name);
  policy.arn = arn("policy", policy.path, name);
  policy.description = input["Description"].text();
  policy.created = policy.updated = call.now;
  policy.versions.emplace(1, std::move(document));
  policy.version_dates[1] = call.now;
  const auto added = policies_.emplace(policy.arn, std::move(policy)).first;
  Value shown = describe(added->second);
  if (!added->second.tags.empty()) shown.set("Tags", show_iam_tags(added->second.tags));
  return Value().set("Policy", std::move(shown));
}

Answer Iam::get_policy(const Call& call) {
  const ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  Value shown = describe(*policy);
  if (!policy->description.empty()) shown.set("Description", policy->description);
  shown.set("Tags", show_iam_tags(policy->tags));
  return Value().set("Policy", std::move(shown));
}

Answer Iam::list_policies(const Call& call) {
  const Value& input = call.input;
  const IamPage page = TRY(read_iam_page(input));
  const std::string& scope = input["Scope"].text();
  const std::string& prefix = input["PathPrefix"].text();
  aws::List policies;
  std::string token = show_page(
      policies_, page.after, page.limit,
      [&](const auto& entry) {
        const ManagedPolicy& policy = entry.second;
        if (scope == "AWS" && !policy.of_aws) return false;
        if (scope == "Local" && policy.of_aws) return false;
        if (input["OnlyAttached"].flag() && attachments_of(policy.arn) == 0) return false;
        return policy.path.starts_with(prefix);
      },
      [&](const auto& entry) { policies.push_back(describe(entry.second)); });
  Value output = Value().set("Policies", std::move(policies));
  end_iam_page(output, std::move(token));
  return output;
}

Answer Iam::delete_policy(const Call& call) {
  const ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  if (policy->of_aws) return belongs_to_aws();
  if (attachments_of(policy->arn) != 0) {
    return refuse(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
  }
  if (policy->versions.size() > 1) {
    return refuse(409, "DeleteConflict",
                  "This policy has more than one version. Before you delete a policy, you must "
                  "delete the policy's versions. The default version is deleted with the policy.");
  }
  policies_.erase(policies_.find(policy->arn));
  return Value();
}

Answer Iam::create_policy_version(const Call& call) {
  ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  if (policy->of_aws) return belongs_to_aws();
  auto document = TRY(read_document(call.input));
  if (policy->versions.size() >= most_versions) {
    return refuse(409, "LimitExceeded",
                  "A managed policy can have up to 5 versions. Before you create a new version, "
                  "you must delete an existing version.");
  }
  const int number = ++policy->last_version;
  policy->versions.emplace(number, std::move(document));
  policy->version_dates[number] = call.now;
  policy->updated = call.now;
  if (call.input["SetAsDefault"].flag()) policy->default_version = number;
  return Value().set("PolicyVersion", describe_version(*policy, number, false));
}

Answer Iam::get_policy_version(const Call& call) {
  const ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  const int number = TRY(read_version(*policy, call.input["VersionId"].text()));
  return Value().set("PolicyVersion", describe_version(*policy, number, true));
}

// The newest first.
Answer Iam::list_policy_versions(const Call& call) {
  const ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  aws::List versions;
  for (auto it = policy->versions.rbegin(); it != policy->versions.rend(); ++it) {
    versions.push_back(describe_version(*policy, it->first, false));
  }
  return Value().set("Versions", std::move(versions)).set("IsTruncated", false);
}

Answer Iam::delete_policy_version(const Call& call) {
  ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  if (policy->of_aws) return belongs_to_aws();
  const int number = TRY(read_version(*policy, call.input["VersionId"].text()));
  if (number == policy->default_version) {
    return refuse(409, "DeleteConflict", "Cannot delete the default version of a policy.");
  }
  policy->versions.erase(number);
  policy->version_dates.erase(number);
  return Value();
}

Answer Iam::set_default_policy_version(const Call& call) {
  ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  if (policy->of_aws) return belongs_to_aws();
  policy->default_version = TRY(read_version(*policy, call.input["VersionId"].text()));
  return Value();
}

Answer Iam::list_entities_for_policy(const Call& call) {
  const ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  const auto holders = [&](const auto& entities, std::string_view name_member,
                           std::string_view id_member) {
    aws::List all;
    for (const auto& [name, entity] : entities) {
      if (!entity.attached.contains(policy->arn)) continue;
      all.push_back(Value().set(name_member, name).set(id_member, entity.id));
    }
    return all;
  };
  return Value()
      .set("PolicyGroups", holders(groups_, "GroupName", "GroupId"))
      .set("PolicyUsers", holders(users_, "UserName", "UserId"))
      .set("PolicyRoles", holders(roles_, "RoleName", "RoleId"))
      .set("IsTruncated", false);
}

}  // namespace godwit::lab::services
