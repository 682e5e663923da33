// The lab's Identity and Access Management: roles, users, groups and policies of the whole account,
// whatever region they are used in: their names are taken once for all (fact B7). It also answers,
// for everybody in the lab, what somebody's own policies allow.
// https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "lab/identities.h"
#include "lab/operation_table.h"
#include "lab/policy/evaluate.h"
#include "lab/service.h"

namespace godwit::lab::services {

using IamTags = std::map<std::string, std::string>;

struct PolicyText {
  std::string text;  // as given
  policy::Document document;
};

// What roles, users and groups have in common.
struct IamEntity {
  std::string name;
  std::string path;
  std::string id;  // "AROA..."
  std::string arn;
  Time created{};
  IamTags tags;
  std::map<std::string, PolicyText> inline_policies;
  std::set<std::string> attached;  // ARNs of managed policies
  std::string boundary;            // ARN of a managed policy, or empty
};

struct IamRole : IamEntity {
  PolicyText trust;
  std::string description;
  int max_session_s = 3600;
  std::string service;  // of a service-linked role, else empty
};

struct IamAccessKey {
  std::string id;
  Time created{};
  bool active = true;
  aws::Credentials credentials;  // kept for when it is made active again
};

struct IamUser : IamEntity {
  std::set<std::string> groups;
  std::map<std::string, IamAccessKey> keys;  // by id
};

struct IamGroup : IamEntity {};

struct ManagedPolicy {
  std::string name;
  std::string path;
  std::string id;
  std::string arn;
  std::string description;
  Time created{};
  Time updated{};
  std::map<int, PolicyText> versions;
  std::map<int, Time> version_dates;
  int default_version = 1;
  int last_version = 1;
  bool of_aws = false;
  IamTags tags;
};

struct InstanceProfile {
  std::string name;
  std::string path;
  std::string id;
  std::string arn;
  Time created{};
  std::string role;  // at most one
  IamTags tags;
};

class Iam : public Service {
 public:
  explicit Iam(Lab& lab);

  std::string_view name() const override { return "iam"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

  // ---- for the other services

  // Who an identity is in policies. nullptr: the account itself, its root.
  policy::Principal principal_of(const Identity* identity) const;
  // What the identity's own policies say: groups', boundary and session policy included.
  policy::Decision decide(const Identity* identity, const policy::Request& request) const;
  // May it do everything, so that nobody has to look? False where it is not plain.
  bool is_administrator(const Identity& identity) const;

  const IamRole* find_role(std::string_view name) const;  // nullptr: none
  // New principals are known everywhere only after a while, as IAM is eventually consistent.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventually-consistent
  bool is_known_everywhere(const IamEntity& entity, Time now) const;
  // May a resource's policy name this principal? Those of other accounts cannot be known.
  bool principal_exists(std::string_view arn_or_account, Time now) const;
  // Do all principals of a policy exist? The first that does not, else nullopt.
  std::optional<std::string> unknown_principal(const policy::Document& document, Time now) const;

 private:
  enum class Kind { role, user, group };
  using Found = std::expected<IamEntity*, aws::ServiceError>;
  static const OperationEntry<Iam> operations[];

  // iam_roles.cc
  Answer create_role(const Call& call);
  Answer get_role(const Call& call);
  Answer list_roles(const Call& call);
  Answer update_role(const Call& call);
  Answer update_role_description(const Call& call);
  Answer update_assume_role_policy(const Call& call);
  Answer delete_role(const Call& call);
  Answer create_service_linked_role(const Call& call);
  Answer delete_service_linked_role(const Call& call);
  Answer get_service_linked_role_deletion_status(const Call& call);
  Answer put_role_boundary(const Call& call);
  Answer delete_role_boundary(const Call& call);
  // iam_users.cc
  Answer create_user(const Call& call);
  Answer get_user(const Call& call);
  Answer list_users(const Call& call);
  Answer delete_user(const Call& call);
  Answer put_user_boundary(const Call& call);
  Answer delete_user_boundary(const Call& call);
  // iam_access_keys.cc
  Answer create_access_key(const Call& call);
  Answer list_access_keys(const Call& call);
  Answer update_access_key(const Call& call);
  Answer delete_access_key(const Call& call);
  // iam_groups.cc
  Answer create_group(const Call& call);
  Answer get_group(const Call& call);
  Answer list_groups(const Call& call);
  Answer delete_group(const Call& call);
  Answer add_user_to_group(const Call& call);
  Answer remove_user_from_group(const Call& call);
  Answer list_groups_for_user(const Call& call);
  // iam_attachments.cc: inline and attached policies of all three kinds
  template <Kind kind>
  Answer put_inline(const Call& call);
  template <Kind kind>
  Answer get_inline(const Call& call);
  template <Kind kind>
  Answer delete_inline(const Call& call);
  template <Kind kind>
  Answer list_inline(const Call& call);
  template <Kind kind>
  Answer attach(const Call& call);
  template <Kind kind>
  Answer detach(const Call& call);
  template <Kind kind>
  Answer list_attached(const Call& call);
  // iam_policies.cc
  Answer create_policy(const Call& call);
  Answer get_policy(const Call& call);
  Answer list_policies(const Call& call);
  Answer delete_policy(const Call& call);
  Answer create_policy_version(const Call& call);
  Answer get_policy_version(const Call& call);
  Answer list_policy_versions(const Call& call);
  Answer delete_policy_version(const Call& call);
  Answer set_default_policy_version(const Call& call);
  Answer list_entities_for_policy(const Call& call);
  // iam_tags.cc
  template <Kind kind>
  Answer tag_entity(const Call& call);
  template <Kind kind>
  Answer untag_entity(const Call& call);
  template <Kind kind>
  Answer list_entity_tags(const Call& call);
  Answer tag_policy(const Call& call);
  Answer untag_policy(const Call& call);
  Answer list_policy_tags(const Call& call);
  // iam_profiles.cc
  Answer create_instance_profile(const Call& call);
  Answer get_instance_profile(const Call& call);
  Answer list_instance_profiles(const Call& call);
  Answer list_instance_profiles_for_role(const Call& call);
  Answer delete_instance_profile(const Call& call);
  Answer add_role_to_instance_profile(const Call& call);
  Answer remove_role_from_instance_profile(const Call& call);
  Answer create_account_alias(const Call& call);
  Answer delete_account_alias(const Call& call);
  Answer list_account_aliases(const Call& call);
  // iam_simulate.cc
  Answer simulate_principal_policy(const Call& call);

  std::expected<IamRole*, aws::ServiceError> role_of(const Call& call);
  std::expected<IamUser*, aws::ServiceError> user_of(const Call& call);
  std::expected<IamGroup*, aws::ServiceError> group_of(const Call& call);
  Found entity_of(Kind kind, const Call& call);
  std::expected<ManagedPolicy*, aws::ServiceError> policy_of(const std::string& arn);
  std::expected<PolicyText, aws::ServiceError> trust_policy(const std::string& text,
                                                            Time now) const;
  std::size_t attachments_of(const std::string& policy_arn) const;
  aws::Value describe(const ManagedPolicy& policy) const;
  aws::Value describe(const InstanceProfile& profile) const;
  policy::Decision decide_by(const IamEntity& entity, const policy::Request& request) const;
  const IamEntity* find_by_arn(std::string_view arn) const;

  std::string arn(std::string_view kind, const std::string& path, const std::string& name) const;
  std::string next_id(std::string_view prefix, const std::string& name);
  void add_policies_of_aws();
  void add_own_user();

  Lab& lab_;
  std::uint64_t secret_;
  std::uint64_t made_ = 0;  // ids come from it
  std::map<std::string, IamRole, std::less<>> roles_;
  std::map<std::string, IamUser, std::less<>> users_;
  std::map<std::string, IamGroup, std::less<>> groups_;
  std::map<std::string, ManagedPolicy, std::less<>> policies_;  // by ARN
  std::map<std::string, InstanceProfile, std::less<>> profiles_;
  std::string alias_;
};

// ---- shared by the handlers (iam.cc)

// Names of entities and paths, by IAM's rules.
std::expected<void, aws::ServiceError> check_iam_name(std::string_view member,
                                                      const std::string& name, std::size_t longest);
std::expected<std::string, aws::ServiceError> read_iam_path(const aws::Value& input);

std::unexpected<aws::ServiceError> no_such_entity(std::string message);
std::unexpected<aws::ServiceError> entity_exists(std::string message);

struct IamPage {
  std::size_t limit = 100;
  std::string after;
};
std::expected<IamPage, aws::ServiceError> read_iam_page(const aws::Value& input);
// Sets IsTruncated and Marker.
void end_iam_page(aws::Value& output, std::string token);

std::expected<IamTags, aws::ServiceError> read_iam_tags(const aws::Value& list);
aws::Value show_iam_tags(const IamTags& tags);

// A document of a policy in requests, and as it is in answers: percent-encoded.
std::expected<PolicyText, aws::ServiceError> read_iam_policy(const std::string& text,
                                                             policy::Kind kind);
std::string show_iam_policy(const PolicyText& policy);

// Names differ in more than their case.
template <class Map>
bool is_taken(const Map& map, std::string_view name) {
  return std::ranges::any_of(
      map, [&](const auto& entry) { return equal_ignoring_case(entry.second.name, name); });
}

aws::Value describe_role(const IamRole& role, bool with_tags);
aws::Value describe_user(const IamUser& user, bool with_tags);

// AWS's own managed policies (iam_managed.cc).
struct PolicyOfAws {
  std::string_view path;
  std::string_view name;
  std::string_view document;
};
std::span<const PolicyOfAws> policies_of_aws();

}  // namespace godwit::lab::services
