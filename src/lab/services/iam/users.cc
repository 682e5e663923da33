// Users. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

// The account file's own user is an administrator, with the identity that the lab began with.
void Iam::add_own_user() {
  const Identity* own = lab_.identities().find(lab_.account().credentials.access_key_id);
  if (own == nullptr) return;
  IamUser user;
  user.name = own->arn.substr(own->arn.rfind('/') + 1);
  user.path = std::string("/");
  user.id = own->user_id;
  user.arn = own->arn;
  user.created = lab_.account().starts - hours(24);
  user.attached.insert("arn:aws:iam::aws:policy/AdministratorAccess");
  user.keys[own->credentials.access_key_id] = {own->credentials.access_key_id, user.created, true,
                                               own->credentials};
  users_.emplace(user.name, std::move(user));
}

Value describe_user(const IamUser& user, bool with_tags) {
  Value shown;
  shown.set("Path", user.path)
      .set("UserName", user.name)
      .set("UserId", user.id)
      .set("Arn", user.arn)
      .set("CreateDate", user.created);
  if (!user.boundary.empty()) {
    shown.set("PermissionsBoundary", Value()
                                         .set("PermissionsBoundaryType", "Policy")
                                         .set("PermissionsBoundaryArn", user.boundary));
  }
  if (with_tags && !user.tags.empty()) shown.set("Tags", show_iam_tags(user.tags));
  return shown;
}

// Where no name is given, the caller.
std::expected<IamUser*, aws::ServiceError> Iam::user_of(const Call& call) {
  std::string name = call.input["UserName"].text();
  if (name.empty()) {
    if (call.caller == nullptr || !call.caller->role_arn.empty()) {
      return refuse(400, "ValidationError",
                    "Must specify userName when calling with non-User credentials");
    }
    name = call.caller->arn.substr(call.caller->arn.rfind('/') + 1);
  }
  const auto found = users_.find(name);
  if (found == users_.end()) {
    return no_such_entity(fmt::format("The user with name {} cannot be found.", name));
  }
  return &found->second;
}

Answer Iam::create_user(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["UserName"].text();
  TRY_VOID(check_iam_name("userName", name, 64));
  IamUser user;
  user.path = TRY(read_iam_path(input));
  user.tags = TRY(read_iam_tags(input["Tags"]));
  if (is_taken(users_, name)) {
    return entity_exists(fmt::format("User with name {} already exists.", name));
  }
  user.boundary = input["PermissionsBoundary"].text();
  if (!user.boundary.empty()) TRY_VOID(policy_of(user.boundary));
  user.name = name;
  user.id = next_id("AIDA", name);
  user.arn = arn("user", user.path, name);
  user.created = call.now;
  const auto added = users_.emplace(name, std::move(user)).first;
  return Value().set("User", describe_user(added->second, true));
}

Answer Iam::get_user(const Call& call) {
  const IamUser* user = TRY(user_of(call));
  return Value().set("User", describe_user(*user, true));
}

Answer Iam::list_users(const Call& call) {
  const IamPage page = TRY(read_iam_page(call.input));
  const std::string& prefix = call.input["PathPrefix"].text();
  aws::List users;
  std::string token = show_page(
      users_, page.after, page.limit,
      [&](const auto& entry) { return entry.second.path.starts_with(prefix); },
      [&](const auto& entry) { users.push_back(describe_user(entry.second, false)); });
  Value output = Value().set("Users", std::move(users));
  end_iam_page(output, std::move(token));
  return output;
}

Answer Iam::delete_user(const Call& call) {
  const IamUser* user = TRY(user_of(call));
  const auto conflict = [](std::string_view what) {
    return refuse(409, "DeleteConflict", fmt::format("Cannot delete entity, must {} first.", what));
  };
  if (!user->keys.empty()) return conflict("delete access keys");
  if (!user->attached.empty()) return conflict("detach all policies");
  if (!user->inline_policies.empty()) return conflict("delete policies");
  if (!user->groups.empty()) return conflict("remove users from group");
  users_.erase(users_.find(user->name));
  return Value();
}

Answer Iam::put_user_boundary(const Call& call) {
  IamUser* user = TRY(user_of(call));
  const std::string& boundary = call.input["PermissionsBoundary"].text();
  TRY_VOID(policy_of(boundary));
  user->boundary = boundary;
  return Value();
}

Answer Iam::delete_user_boundary(const Call& call) {
  IamUser* user = TRY(user_of(call));
  user->boundary.clear();
  return Value();
}

}  // namespace godwit::lab::services
