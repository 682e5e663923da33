// Policies of roles, users and groups: written into them, or attached.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_attached = 10;  // the quota of one role, user or group

// Of all inline policies of one entity, white space not counted.
std::size_t size_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; }));
}

}  // namespace

Iam::Found Iam::entity_of(Kind kind, const Call& call) {
  switch (kind) {
    case Kind::role:
      return TRY(role_of(call));
    case Kind::user:
      return TRY(user_of(call));
    case Kind::group:
      return TRY(group_of(call));
  }
  return nullptr;
}

namespace {

template <class Kind>
constexpr std::string_view word(Kind kind) {
  return kind == Kind::role ? "role" : kind == Kind::user ? "user" : "group";
}

template <class Kind>
constexpr std::string_view name_member(Kind kind) {
  return kind == Kind::role ? "RoleName" : kind == Kind::user ? "UserName" : "GroupName";
}

}  // namespace

template <Iam::Kind kind>
Answer Iam::put_inline(const Call& call) {
  IamEntity* entity = TRY(entity_of(kind, call));
  const std::string& name = call.input["PolicyName"].text();
  TRY_VOID(check_iam_name("policyName", name, 128));
  auto policy = TRY(read_iam_policy(call.input["PolicyDocument"].text(), policy::Kind::identity));
  std::size_t size = size_of(policy.text);
  for (const auto& [other, text] : entity->inline_policies) {
    if (other != name) size += size_of(text.text);
  }
  constexpr std::size_t most = kind == Kind::role ? 10240 : kind == Kind::user ? 2048 : 5120;
  if (size > most) {
    return refuse(409, "LimitExceeded",
                  fmt::format("Maximum policy size of {} bytes exceeded for {} {}", most,
                              word(kind), entity->name));
  }
  entity->inline_policies.insert_or_assign(name, std::move(policy));
  return Value();
}

template <Iam::Kind kind>
Answer Iam::get_inline(const Call& call) {
  const IamEntity* entity = TRY(entity_of(kind, call));
  const std::string& name = call.input["PolicyName"].text();
  const auto found = entity->inline_policies.find(name);
  if (found == entity->inline_policies.end()) {
    return no_such_entity(
        fmt::format("The {} policy with name {} cannot be found.", word(kind), name));
  }
  return Value()
      .set(name_member(kind), entity->name)
      .set("PolicyName", name)
      .set("PolicyDocument", show_iam_policy(found->second));
}

template <Iam::Kind kind>
Answer Iam::delete_inline(const Call& call) {
  IamEntity* entity = TRY(entity_of(kind, call));
  const std::string& name = call.input["PolicyName"].text();
  if (entity->inline_policies.erase(name) == 0) {
    return no_such_entity(
        fmt::format("The {} policy with name {} cannot be found.", word(kind), name));
  }
  return Value();
}

template <Iam::Kind kind>
Answer Iam::list_inline(const Call& call) {
  const IamEntity* entity = TRY(entity_of(kind, call));
  const IamPage page = TRY(read_iam_page(call.input));
  aws::List names;
  std::string token = show_page(
      entity->inline_policies, page.after, page.limit, [](const auto&) { return true; },
      [&](const auto& entry) { names.push_back(entry.first); });
  Value output = Value().set("PolicyNames", std::move(names));
  end_iam_page(output, std::move(token));
  return output;
}

template <Iam::Kind kind>
Answer Iam::attach(const Call& call) {
  IamEntity* entity = TRY(entity_of(kind, call));
  const std::string& arn_given = call.input["PolicyArn"].text();
  const auto found = policies_.find(arn_given);
  if (found == policies_.end()) {
    return no_such_entity(fmt::format("Policy {} does not exist or is not attachable.", arn_given));
  }
  if (!entity->attached.contains(arn_given) && entity->attached.size() >= most_attached) {
    return refuse(409, "LimitExceeded",
                  fmt::format("Cannot exceed quota for PoliciesPer{}: {}",
                              kind == Kind::role   ? "Role"
                              : kind == Kind::user ? "User"
                                                   : "Group",
                              most_attached));
  }
  entity->attached.insert(arn_given);
  return Value();
}

template <Iam::Kind kind>
Answer Iam::detach(const Call& call) {
  IamEntity* entity = TRY(entity_of(kind, call));
  const std::string& arn_given = call.input["PolicyArn"].text();
  if (entity->attached.erase(arn_given) == 0) {
    return no_such_entity(fmt::format("Policy {} was not found.", arn_given));
  }
  return Value();
}

template <Iam::Kind kind>
Answer Iam::list_attached(const Call& call) {
  const IamEntity* entity = TRY(entity_of(kind, call));
  const std::string& prefix = call.input["PathPrefix"].text();
  aws::List attached;
  for (const std::string& one : entity->attached) {
    const ManagedPolicy& policy = policies_.at(one);
    if (!policy.path.starts_with(prefix)) continue;
    attached.push_back(Value().set("PolicyName", policy.name).set("PolicyArn", one));
  }
  return Value().set("AttachedPolicies", std::move(attached)).set("IsTruncated", false);
}

#define FOR_KIND(kind)                                   \
  template Answer Iam::put_inline<kind>(const Call&);    \
  template Answer Iam::get_inline<kind>(const Call&);    \
  template Answer Iam::delete_inline<kind>(const Call&); \
  template Answer Iam::list_inline<kind>(const Call&);   \
  template Answer Iam::attach<kind>(const Call&);        \
  template Answer Iam::detach<kind>(const Call&);        \
  template Answer Iam::list_attached<kind>(const Call&)
FOR_KIND(Iam::Kind::role);
FOR_KIND(Iam::Kind::user);
FOR_KIND(Iam::Kind::group);
#undef FOR_KIND

}  // namespace godwit::lab::services
