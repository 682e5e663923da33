#include "lab/services/iam/iam.h"

#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/paging.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<Iam> Iam::operations[] = {
    {"AddRoleToInstanceProfile", &Iam::add_role_to_instance_profile},
    {"AddUserToGroup", &Iam::add_user_to_group},
    {"AttachGroupPolicy", &Iam::attach<Kind::group>},
    {"AttachRolePolicy", &Iam::attach<Kind::role>},
    {"AttachUserPolicy", &Iam::attach<Kind::user>},
    {"CreateAccessKey", &Iam::create_access_key},
    {"CreateAccountAlias", &Iam::create_account_alias},
    {"CreateGroup", &Iam::create_group},
    {"CreateInstanceProfile", &Iam::create_instance_profile},
    {"CreatePolicy", &Iam::create_policy},
    {"CreatePolicyVersion", &Iam::create_policy_version},
    {"CreateRole", &Iam::create_role},
    {"CreateServiceLinkedRole", &Iam::create_service_linked_role},
    {"CreateUser", &Iam::create_user},
    {"DeleteAccessKey", &Iam::delete_access_key},
    {"DeleteAccountAlias", &Iam::delete_account_alias},
    {"DeleteGroup", &Iam::delete_group},
    {"DeleteGroupPolicy", &Iam::delete_inline<Kind::group>},
    {"DeleteInstanceProfile", &Iam::delete_instance_profile},
    {"DeletePolicy", &Iam::delete_policy},
    {"DeletePolicyVersion", &Iam::delete_policy_version},
    {"DeleteRole", &Iam::delete_role},
    {"DeleteRolePermissionsBoundary", &Iam::delete_role_boundary},
    {"DeleteRolePolicy", &Iam::delete_inline<Kind::role>},
    {"DeleteServiceLinkedRole", &Iam::delete_service_linked_role},
    {"DeleteUser", &Iam::delete_user},
    {"DeleteUserPermissionsBoundary", &Iam::delete_user_boundary},
    {"DeleteUserPolicy", &Iam::delete_inline<Kind::user>},
    {"DetachGroupPolicy", &Iam::detach<Kind::group>},
    {"DetachRolePolicy", &Iam::detach<Kind::role>},
    {"DetachUserPolicy", &Iam::detach<Kind::user>},
    {"GetGroup", &Iam::get_group},
    {"GetGroupPolicy", &Iam::get_inline<Kind::group>},
    {"GetInstanceProfile", &Iam::get_instance_profile},
    {"GetPolicy", &Iam::get_policy},
    {"GetPolicyVersion", &Iam::get_policy_version},
    {"GetRole", &Iam::get_role},
    {"GetRolePolicy", &Iam::get_inline<Kind::role>},
    {"GetServiceLinkedRoleDeletionStatus", &Iam::get_service_linked_role_deletion_status},
    {"GetUser", &Iam::get_user},
    {"GetUserPolicy", &Iam::get_inline<Kind::user>},
    {"ListAccessKeys", &Iam::list_access_keys},
    {"ListAccountAliases", &Iam::list_account_aliases},
    {"ListAttachedGroupPolicies", &Iam::list_attached<Kind::group>},
    {"ListAttachedRolePolicies", &Iam::list_attached<Kind::role>},
    {"ListAttachedUserPolicies", &Iam::list_attached<Kind::user>},
    {"ListEntitiesForPolicy", &Iam::list_entities_for_policy},
    {"ListGroupPolicies", &Iam::list_inline<Kind::group>},
    {"ListGroups", &Iam::list_groups},
    {"ListGroupsForUser", &Iam::list_groups_for_user},
    {"ListInstanceProfiles", &Iam::list_instance_profiles},
    {"ListInstanceProfilesForRole", &Iam::list_instance_profiles_for_role},
    {"ListPolicies", &Iam::list_policies},
    {"ListPolicyTags", &Iam::list_policy_tags},
    {"ListPolicyVersions", &Iam::list_policy_versions},
    {"ListRolePolicies", &Iam::list_inline<Kind::role>},
    {"ListRoleTags", &Iam::list_entity_tags<Kind::role>},
    {"ListRoles", &Iam::list_roles},
    {"ListUserPolicies", &Iam::list_inline<Kind::user>},
    {"ListUserTags", &Iam::list_entity_tags<Kind::user>},
    {"ListUsers", &Iam::list_users},
    {"PutGroupPolicy", &Iam::put_inline<Kind::group>},
    {"PutRolePermissionsBoundary", &Iam::put_role_boundary},
    {"PutRolePolicy", &Iam::put_inline<Kind::role>},
    {"PutUserPermissionsBoundary", &Iam::put_user_boundary},
    {"PutUserPolicy", &Iam::put_inline<Kind::user>},
    {"RemoveRoleFromInstanceProfile", &Iam::remove_role_from_instance_profile},
    {"RemoveUserFromGroup", &Iam::remove_user_from_group},
    {"SetDefaultPolicyVersion", &Iam::set_default_policy_version},
    {"SimulatePrincipalPolicy", &Iam::simulate_principal_policy},
    {"TagPolicy", &Iam::tag_policy},
    {"TagRole", &Iam::tag_entity<Kind::role>},
    {"TagUser", &Iam::tag_entity<Kind::user>},
    {"UntagPolicy", &Iam::untag_policy},
    {"UntagRole", &Iam::untag_entity<Kind::role>},
    {"UntagUser", &Iam::untag_entity<Kind::user>},
    {"UpdateAccessKey", &Iam::update_access_key},
    {"UpdateAssumeRolePolicy", &Iam::update_assume_role_policy},
    {"UpdateRole", &Iam::update_role},
    {"UpdateRoleDescription", &Iam::update_role_description},
};

Iam::Iam(Lab& lab) : lab_(lab), secret_(lab.world().random.fork("iam")->next()) {
  add_policies_of_aws();
  add_own_user();
}

Answer Iam::handle(const Call& call) { return dispatch<Iam>(*this, operations, call); }

std::string Iam::arn(std::string_view kind, const std::string& path,
                     const std::string& name) const {
  return fmt::format("arn:aws:iam::{}:{}{}{}", lab_.account().id, kind, path, name);
}

// By the ordinal of creation, not by the time.
std::string Iam::next_id(std::string_view prefix, const std::string& name) {
  return std::string(prefix) + derived_text(secret_, fmt::format("{} {}", name, made_++), 17,
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
}

std::unexpected<aws::ServiceError> no_such_entity(std::string message) {
  return refuse(404, "NoSuchEntity", std::move(message));
}

std::unexpected<aws::ServiceError> entity_exists(std::string message) {
  return refuse(409, "EntityAlreadyExists", std::move(message));
}

std::expected<void, aws::ServiceError> check_iam_name(std::string_view member,
                                                      const std::string& name,
                                                      std::size_t longest) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_+=,.@-").find(c) != std::string_view::npos;
  };
  if (name.empty() || !std::ranges::all_of(name, good)) {
    return refuse(400, "ValidationError",
                  fmt::format("The specified value for {} is invalid. It must contain only "
                              "alphanumeric characters and/or the following: +=,.@_-",
                              member));
  }
  if (name.size() > longest) {
    return refuse(400, "ValidationError",
                  fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy "
                              "constraint: Member must have length less than or equal to {}",
                              name, member, longest));
  }
  return {};
}

std::expected<std::string, aws::ServiceError> read_iam_path(const Value& input) {
  if (!input.has("Path")) return "/";
  const std::string& path = input["Path"].text();
  if (path.empty() || path.front() != '/' || path.back() != '/' || path.size() > 512) {
    return refuse(400, "ValidationError",
                  "The specified value for path is invalid. It must begin and end with / and "
                  "contain only alphanumeric characters and/or / characters.");
  }
  return path;
}

std::expected<IamPage, aws::ServiceError> read_iam_page(const Value& input) {
  IamPage page;
  if (const Value& limit = input["MaxItems"]) {
    if (limit.integer() < 1 || limit.integer() > 1000) {
      return refuse(400, "ValidationError",
                    fmt::format("1 validation error detected: Value '{}' at 'maxItems' failed to "
                                "satisfy constraint: Member must have value between 1 and 1000",
                                limit.integer()));
    }
    page.limit = static_cast<std::size_t>(limit.integer());
  }
  if (const Value& marker = input["Marker"]) {
    auto after = read_page_token(marker.text());
    if (!after) return refuse(400, "ValidationError", "Invalid Marker.");
    page.after = std::move(*after);
  }
  return page;
}

void end_iam_page(Value& output, std::string token) {
  output.set("IsTruncated", !token.empty());
  if (!token.empty()) output.set("Marker", std::move(token));
}

std::expected<PolicyText, aws::ServiceError> read_iam_policy(const std::string& text,
                                                             policy::Kind kind) {
  auto document = policy::read(text, kind);
  if (!document) return refuse(400, "MalformedPolicyDocument", document.error());
  return PolicyText{text, std::move(*document)};
}

std::string show_iam_policy(const PolicyText& policy) { return percent_encode(policy.text); }

// ---- who is who

const IamRole* Iam::find_role(std::string_view name) const {
  const auto found = roles_.find(name);
  return found == roles_.end() ? nullptr : &found->second;
}

// Of the account's user or role, by its ARN.
const IamEntity* Iam::find_by_arn(std::string_view text) const {
  for (const auto& [name, role] : roles_) {
    if (role.arn == text) return &role;
  }
  for (const auto& [name, user] : users_) {
    if (user.arn == text) return &user;
  }
  return nullptr;
}

bool Iam::is_known_everywhere(const IamEntity& entity, Time now) const {
  // AWS promises no number; people who wait see a few seconds.
  constexpr Duration propagation = seconds(5);
  return now - entity.created >= propagation;
}

bool Iam::principal_exists(std::string_view text, Time now) const {
  if (text == "*") return true;
  const auto is_account = [](std::string_view id) {
    return id.size() == 12 && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (is_account(text)) return true;
  if (!text.starts_with("arn:aws:iam::") && !text.starts_with("arn:aws:sts::")) return false;
  const std::string_view account = text.substr(13, 12);
  if (!is_account(account) || text.size() < 27 || text[25] != ':') return false;
  const std::string_view resource = text.substr(26);
  if (resource == "root") return true;
  if (resource.find('*') != std::string_view::npos) return false;
  if (account != lab_.account().id) return true;
  if (text.starts_with("arn:aws:sts::")) return resource.starts_with("assumed-role/");
  const IamEntity* entity = find_by_arn(text);
  return entity != nullptr && is_known_everywhere(*entity, now);
}

std::optional<std::string> Iam::unknown_principal(const policy::Document& document,
                                                  Time now) const {
  for (const policy::Statement& statement : document.statements) {
    for (const std::string& name : statement.principals.aws) {
      if (!principal_exists(name, now)) return fmt::format("\"AWS\":\"{}\"", name);
    }
    for (const std::string& name : statement.principals.services) {
      if (!name.ends_with(".amazonaws.com") && !name.ends_with(".aws.internal")) {
        return fmt::format("\"SERVICE\":\"{}\"", name);
      }
    }
  }
  return std::nullopt;
}

policy::Principal Iam::principal_of(const Identity* identity) const {
  const std::string& account = lab_.account().id;
  if (identity == nullptr) return {account, "arn:aws:iam::" + account + ":root", {}, {}};
  if (identity->role_arn.empty()) return {account, identity->arn, {}, {}};
  return {account, identity->role_arn, identity->arn, {}};
}

policy::Decision Iam::decide_by(const IamEntity& entity, const policy::Request& request) const {
  policy::Decision decision = policy::Decision::silent;
  for (const auto& [name, text] : entity.inline_policies) {
    decision = stronger(decision, evaluate(text.document, request));
  }
  for (const std::string& attached : entity.attached) {
    const ManagedPolicy& managed = policies_.at(attached);
    decision = stronger(decision,
                        evaluate(managed.versions.at(managed.default_version).document, request));
  }
  return decision;
}

policy::Decision Iam::decide(const Identity* identity, const policy::Request& request) const {
  using policy::Decision;
  const policy::Principal who = principal_of(identity);
  if (who.arn.ends_with(":root")) return Decision::allow;
  const IamEntity* entity = find_by_arn(who.arn);
  if (entity == nullptr) return Decision::silent;  // gone since
  Decision decision = decide_by(*entity, request);
  if (const auto user = users_.find(entity->name);
      user != users_.end() && entity == &user->second) {
    for (const std::string& group : user->second.groups) {
      decision = stronger(decision, decide_by(groups_.at(group), request));
    }
  }
  const auto narrow = [&](const policy::Document& document) {
    const Decision limit = evaluate(document, request);
    if (limit == Decision::deny) decision = Decision::deny;
    if (limit == Decision::silent && decision == Decision::allow) decision = Decision::silent;
  };
  if (!entity->boundary.empty()) {
    const ManagedPolicy& boundary = policies_.at(entity->boundary);
    narrow(boundary.versions.at(boundary.default_version).document);
  }
  if (identity != nullptr && !identity->session_policy.empty()) {
    if (const auto document = policy::read(identity->session_policy, policy::Kind::identity)) {
      narrow(*document);
    }
  }
  return decision;
}

bool Iam::is_administrator(const Identity& identity) const {
  if (!identity.role_arn.empty() || !identity.session_policy.empty()) return false;
  const std::size_t slash = identity.arn.rfind('/');
  if (slash == std::string::npos) return identity.arn.ends_with(":root");
  const auto user = users_.find(std::string_view(identity.arn).substr(slash + 1));
  if (user == users_.end()) return false;
  const IamUser& who = user->second;
  return who.attached.size() == 1 && who.inline_policies.empty() && who.groups.empty() &&
         who.boundary.empty() &&
         *who.attached.begin() == "arn:aws:iam::aws:policy/AdministratorAccess";
}

}  // namespace godwit::lab::services
