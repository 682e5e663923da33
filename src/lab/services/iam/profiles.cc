// Instance profiles, and the account's alias.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

std::unexpected<aws::ServiceError> no_such_profile(const std::string& name) {
  return no_such_entity(fmt::format("Instance Profile {} cannot be found.", name));
}

}  // namespace

Value Iam::describe(const InstanceProfile& profile) const {
  aws::List roles;
  if (!profile.role.empty()) roles.push_back(describe_role(roles_.at(profile.role), false));
  return Value()
      .set("Path", profile.path)
      .set("InstanceProfileName", profile.name)
      .set("InstanceProfileId", profile.id)
      .set("Arn", profile.arn)
      .set("CreateDate", profile.created)
      .set("Roles", std::move(roles));
}

Answer Iam::create_instance_profile(const Call& call) {
  const std::string& name = call.input["InstanceProfileName"].text();
  TRY_VOID(check_iam_name("instanceProfileName", name, 128));
  InstanceProfile profile;
  profile.path = TRY(read_iam_path(call.input));
  profile.tags = TRY(read_iam_tags(call.input["Tags"]));
  if (is_taken(profiles_, name)) {
    return entity_exists(fmt::format("Instance Profile {} already exists.", name));
  }
  profile.name = name;
  profile.id = next_id("AIPA", name);
  profile.arn = arn("instance-profile", profile.path, name);
  profile.created = call.now;
  const auto added = profiles_.emplace(name, std::move(profile)).first;
  return Value().set("InstanceProfile", describe(added->second));
}

Answer Iam::get_instance_profile(const Call& call) {
  const std::string& name = call.input["InstanceProfileName"].text();
  const auto found = profiles_.find(name);
  if (found == profiles_.end()) return no_such_profile(name);
  return Value().set("InstanceProfile", describe(found->second));
}

Answer Iam::list_instance_profiles(const Call& call) {
  const IamPage page = TRY(read_iam_page(call.input));
  const std::string& prefix = call.input["PathPrefix"].text();
  aws::List profiles;
  std::string token = show_page(
      profiles_, page.after, page.limit,
      [&](const auto& entry) { return entry.second.path.starts_with(prefix); },
      [&](const auto& entry) { profiles.push_back(describe(entry.second)); });
  Value output = Value().set("InstanceProfiles", std::move(profiles));
  end_iam_page(output, std::move(token));
  return output;
}

Answer Iam::list_instance_profiles_for_role(const Call& call) {
  const IamRole* role = TRY(role_of(call));
  aws::List profiles;
  for (const auto& [name, profile] : profiles_) {
    if (profile.role == role->name) profiles.push_back(describe(profile));
  }
  return Value().set("InstanceProfiles", std::move(profiles)).set("IsTruncated", false);
}

Answer Iam::delete_instance_profile(const Call& call) {
  const std::string& name = call.input["InstanceProfileName"].text();
  const auto found = profiles_.find(name);
  if (found == profiles_.end()) return no_such_profile(name);
  if (!found->second.role.empty()) {
    return refuse(409, "DeleteConflict",
                  "Cannot delete entity, must remove roles from instance profile first.");
  }
  profiles_.erase(found);
  return Value();
}

Answer Iam::add_role_to_instance_profile(const Call& call) {
  const std::string& name = call.input["InstanceProfileName"].text();
  const auto found = profiles_.find(name);
  if (found == profiles_.end()) return no_such_profile(name);
  const IamRole* role = TRY(role_of(call));
  if (!found->second.role.empty()) {
    return refuse(409, "LimitExceeded",
                  "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  }
  found->second.role = role->name;
  return Value();
}

Answer Iam::remove_role_from_instance_profile(const Call& call) {
  const std::string& name = call.input["InstanceProfileName"].text();
  const auto found = profiles_.find(name);
  if (found == profiles_.end()) return no_such_profile(name);
  const std::string& role = call.input["RoleName"].text();
  if (found->second.role != role || role.empty()) {
    return no_such_entity(fmt::format("The role with name {} cannot be found.", role));
  }
  found->second.role.clear();
  return Value();
}

Answer Iam::create_account_alias(const Call& call) {
  const std::string& alias = call.input["AccountAlias"].text();
  const bool good = alias.size() >= 3 && alias.size() <= 63 && alias.front() != '-' &&
                    alias.back() != '-' && alias.find("--") == std::string::npos &&
                    std::ranges::all_of(alias, [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                    });
  if (!good) {
    return refuse(400, "ValidationError",
                  "The specified value for accountAlias is invalid. It must contain only digits, "
                  "lowercase letters, and hyphens (-), but cannot begin or end with a hyphen");
  }
  if (alias == alias_) {
    return entity_exists(fmt::format("The account alias {} already exists.", alias));
  }
  alias_ = alias;
  return Value();
}

Answer Iam::delete_account_alias(const Call& call) {
  const std::string& alias = call.input["AccountAlias"].text();
  if (alias_.empty() || alias != alias_) {
    return no_such_entity(fmt::format("The account alias {} does not exist.", alias));
  }
  alias_.clear();
  return Value();
}

Answer Iam::list_account_aliases(const Call&) {
  aws::List aliases;
  if (!alias_.empty()) aliases.push_back(alias_);
  return Value().set("AccountAliases", std::move(aliases)).set("IsTruncated", false);
}

}  // namespace godwit::lab::services
