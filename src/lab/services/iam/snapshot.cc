// IAM's state as canonical JSON: what was not there from the beginning, and no secrets.
#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using boost::json::array;
using boost::json::object;

namespace {

boost::json::value parsed(const PolicyText& policy) { return boost::json::parse(policy.text); }

object held_by(const IamEntity& entity) {
  object shown;
  if (entity.path != "/") shown["path"] = entity.path;
  if (!entity.inline_policies.empty()) {
    object policies;
    for (const auto& [name, policy] : entity.inline_policies) policies[name] = parsed(policy);
    shown["policies"] = std::move(policies);
  }
  if (!entity.attached.empty()) {
    array attached;
    for (const std::string& arn : entity.attached) attached.emplace_back(arn);
    shown["attached"] = std::move(attached);
  }
  if (!entity.boundary.empty()) shown["boundary"] = entity.boundary;
  if (!entity.tags.empty()) {
    object tags;
    for (const auto& [key, value] : entity.tags) tags[key] = value;
    shown["tags"] = std::move(tags);
  }
  return shown;
}

}  // namespace

boost::json::value Iam::snapshot() const {
  object all;
  const auto keep = [&](const char* name, object part) {
    if (!part.empty()) all[name] = std::move(part);
  };
  object roles;
  for (const auto& [name, role] : roles_) {
    object shown = held_by(role);
    shown["trust"] = parsed(role.trust);
    if (!role.description.empty()) shown["description"] = role.description;
    if (role.max_session_s != 3600) shown["max_session_s"] = role.max_session_s;
    roles[name] = std::move(shown);
  }
  keep("roles", std::move(roles));
  object users;
  for (const auto& [name, user] : users_) {
    // The lab's own user is not news, as long as it is as it was.
    const bool own = user.created < lab_.account().starts;
    object shown = held_by(user);
    if (own && user.keys.size() == 1 && shown.size() == 1 && user.attached.size() == 1 &&
        user.groups.empty()) {
      continue;
    }
    if (!user.groups.empty()) {
      array groups;
      for (const std::string& group : user.groups) groups.emplace_back(group);
      shown["groups"] = std::move(groups);
    }
    if (!user.keys.empty()) shown["access_keys"] = user.keys.size();
    users[name] = std::move(shown);
  }
  keep("users", std::move(users));
  object groups;
  for (const auto& [name, group] : groups_) groups[name] = held_by(group);
  keep("groups", std::move(groups));
  object policies;
  for (const auto& [arn, policy] : policies_) {
    if (policy.of_aws) continue;
    object versions;
    for (const auto& [number, text] : policy.versions) {
      versions[fmt::format("v{}", number)] = parsed(text);
    }
    policies[policy.path + policy.name] = {{"default", fmt::format("v{}", policy.default_version)},
                                           {"versions", std::move(versions)}};
  }
  keep("policies", std::move(policies));
  object profiles;
  for (const auto& [name, profile] : profiles_) profiles[name] = profile.role;
  keep("instance_profiles", std::move(profiles));
  if (!alias_.empty()) all["alias"] = alias_;
  return all;
}

}  // namespace godwit::lab::services
