// Groups of users. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

Value describe_group(const IamGroup& group) {
  return Value()
      .set("Path", group.path)
      .set("GroupName", group.name)
      .set("GroupId", group.id)
      .set("Arn", group.arn)
      .set("CreateDate", group.created);
}

}  // namespace

std::expected<IamGroup*, aws::ServiceError> Iam::group_of(const Call& call) {
  const std::string& name = call.input["GroupName"].text();
  const auto found = groups_.find(name);
  if (found == groups_.end()) {
    return no_such_entity(fmt::format("The group with name {} cannot be found.", name));
  }
  return &found->second;
}

Answer Iam::create_group(const Call& call) {
  const std::string& name = call.input["GroupName"].text();
  TRY_VOID(check_iam_name("groupName", name, 128));
  IamGroup group;
  group.path = TRY(read_iam_path(call.input));
  if (is_taken(groups_, name)) {
    return entity_exists(fmt::format("Group with name {} already exists.", name));
  }
  group.name = name;
  group.id = next_id("AGPA", name);
  group.arn = arn("group", group.path, name);
  group.created = call.now;
  const auto added = groups_.emplace(name, std::move(group)).first;
  return Value().set("Group", describe_group(added->second));
}

Answer Iam::get_group(const Call& call) {
  const IamGroup* group = TRY(group_of(call));
  const IamPage page = TRY(read_iam_page(call.input));
  aws::List users;
  std::string token = show_page(
      users_, page.after, page.limit,
      [&](const auto& entry) { return entry.second.groups.contains(group->name); },
      [&](const auto& entry) { users.push_back(describe_user(entry.second, false)); });
  Value output = Value().set("Group", describe_group(*group)).set("Users", std::move(users));
  end_iam_page(output, std::move(token));
  return output;
}

Answer Iam::list_groups(const Call& call) {
  const IamPage page = TRY(read_iam_page(call.input));
  const std::string& prefix = call.input["PathPrefix"].text();
  aws::List groups;
  std::string token = show_page(
      groups_, page.after, page.limit,
      [&](const auto& entry) { return entry.second.path.starts_with(prefix); },
      [&](const auto& entry) { groups.push_back(describe_group(entry.second)); });
  Value output = Value().set("Groups", std::move(groups));
  end_iam_page(output, std::move(token));
  return output;
}

Answer Iam::delete_group(const Call& call) {
  const IamGroup* group = TRY(group_of(call));
  const bool has_users = std::ranges::any_of(
      users_, [&](const auto& entry) { return entry.second.groups.contains(group->name); });
  if (has_users) {
    return refuse(409, "DeleteConflict",
                  "Cannot delete entity, must remove users from group first.");
  }
  if (!group->attached.empty()) {
    return refuse(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
  }
  if (!group->inline_policies.empty()) {
    return refuse(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
  }
  groups_.erase(groups_.find(group->name));
  return Value();
}

Answer Iam::add_user_to_group(const Call& call) {
  const IamGroup* group = TRY(group_of(call));
  IamUser* user = TRY(user_of(call));
  user->groups.insert(group->name);
  return Value();
}

Answer Iam::remove_user_from_group(const Call& call) {
  const IamGroup* group = TRY(group_of(call));
  IamUser* user = TRY(user_of(call));
  if (user->groups.erase(group->name) == 0) {
    return no_such_entity(fmt::format("User {} is not in the group {}", user->name, group->name));
  }
  return Value();
}

Answer Iam::list_groups_for_user(const Call& call) {
  const IamUser* user = TRY(user_of(call));
  aws::List groups;
  for (const std::string& name : user->groups) groups.push_back(describe_group(groups_.at(name)));
  return Value().set("Groups", std::move(groups)).set("IsTruncated", false);
}

}  // namespace godwit::lab::services
