#include "lab/services/s3/policy.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "lab/policy/document.h"
#include "lab/services/s3/policy_actions.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

namespace json = boost::json;

constexpr std::size_t longest_policy = 20 * 1024;  // bytes

std::unexpected<aws::ServiceError> malformed_policy(std::string message) {
  return refuse(400, "MalformedPolicy", std::move(message));
}

// A member that may be one text or a list of them.
std::vector<std::string_view> texts(const json::value& value) {
  std::vector<std::string_view> all;
  if (value.is_string()) all.emplace_back(value.get_string());
  if (value.is_array()) {
    for (const json::value& one : value.get_array()) {
      if (one.is_string()) all.emplace_back(one.get_string());
    }
  }
  return all;
}

bool is_account_or_arn(std::string_view principal) {
  if (principal == "*" || principal.starts_with("arn:")) return true;
  return principal.size() == 12 &&
         principal.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_principal(const json::value& value) {
  if (value.is_string()) return value.get_string() == "*";
  if (!value.is_object() || value.get_object().empty()) return false;
  for (const auto& [kind, who] : value.get_object()) {
    const auto all = texts(who);
    if (all.empty()) return false;
    if (kind == "AWS") {
      if (!std::ranges::all_of(all, is_account_or_arn)) return false;
    } else if (kind == "Service") {
      const auto is_service = [](std::string_view one) {
        return one.ends_with(".amazonaws.com") || one.ends_with(".amazonaws.com.cn");
      };
      if (!std::ranges::all_of(all, is_service)) return false;
    } else if (kind != "Federated" && kind != "CanonicalUser") {
      return false;
    }
  }
  return true;
}

// Of the bucket itself or of objects in it, by a pattern of "*" and "?".
struct Resource {
  bool here = false;
  bool of_objects = false;
  bool of_bucket = false;
};
Resource read_resource(std::string_view resource, std::string_view bucket) {
  constexpr std::string_view prefix = "arn:aws:s3:::";
  if (!resource.starts_with(prefix)) return {};
  resource.remove_prefix(prefix.size());
  const auto slash = resource.find('/');
  const std::string_view name = resource.substr(0, slash);
  // "bucket*" takes in what is in the bucket too.
  const bool open_ended = name.find('*') != std::string_view::npos;
  return {matches_wildcards(name, bucket), slash != std::string_view::npos || open_ended,
          slash == std::string_view::npos};
}

std::expected<void, aws::ServiceError> check_statement(const json::value& value,
                                                       std::string_view bucket) {
  if (!value.is_object()) return malformed_policy("Invalid policy syntax.");
  const json::object& statement = value.get_object();
  const json::value* effect = statement.if_contains("Effect");
  if (effect == nullptr) return malformed_policy("Missing required field Effect");
  if (!effect->is_string() || (effect->get_string() != "Allow" && effect->get_string() != "Deny")) {
    return malformed_policy(fmt::format(
        "Invalid effect: {}",
        effect->is_string() ? std::string_view(effect->get_string()) : std::string_view()));
  }
  const json::value* principal = statement.if_contains("Principal");
  const json::value* not_principal = statement.if_contains("NotPrincipal");
  if (principal == nullptr && not_principal == nullptr) {
    return malformed_policy("Missing required field Principal");
  }
  if (!is_principal(principal != nullptr ? *principal : *not_principal)) {
    return malformed_policy("Invalid principal in policy");
  }
  const json::value* action = statement.if_contains("Action");
  if (action == nullptr) action = statement.if_contains("NotAction");
  if (action == nullptr) return malformed_policy("Missing required field Action");
  PolicyActions kinds;
  const auto actions = texts(*action);
  for (const std::string_view one : actions) {
    const PolicyActions kind = policy_actions(one);
    if (!kind.any()) return malformed_policy("Policy has invalid action");
    kinds.on_bucket |= kind.on_bucket;
    kinds.on_objects |= kind.on_objects;
  }
  if (actions.empty()) return malformed_policy("Policy has invalid action");
  const json::value* resource = statement.if_contains("Resource");
  if (resource == nullptr) resource = statement.if_contains("NotResource");
  if (resource == nullptr) return malformed_policy("Missing required field Resource");
  const auto resources = texts(*resource);
  bool applies = statement.contains("NotAction") || statement.contains("NotResource");
  for (const std::string_view one : resources) {
    const Resource read = read_resource(one, bucket);
    if (!read.here) return malformed_policy("Policy has invalid resource");
    applies |= (kinds.on_bucket && read.of_bucket) || (kinds.on_objects && read.of_objects);
  }
  if (resources.empty()) return malformed_policy("Policy has invalid resource");
  if (!applies) {
    return malformed_policy("Action does not apply to any resource(s) in statement");
  }
  return {};
}

json::array statements_of(const json::value& policy) {
  const json::value& statement = policy.at("Statement");
  return statement.is_array() ? statement.get_array() : json::array{statement};
}

bool names_everybody(const json::value& principal) {
  if (principal.is_string()) return principal.get_string() == "*";
  const json::value* aws = principal.get_object().if_contains("AWS");
  return aws != nullptr &&
         std::ranges::any_of(texts(*aws), [](std::string_view one) { return one == "*"; });
}

// Conditions that narrow "everybody" down, where their values are fixed.
bool narrows(const json::object& conditions) {
  constexpr std::string_view keys[] = {"aws:principalorgid",
                                       "aws:principalarn",
                                       "aws:principalaccount",
                                       "aws:sourcearn",
                                       "aws:sourcevpc",
                                       "aws:sourcevpce",
                                       "aws:sourceowner",
                                       "aws:sourceaccount",
                                       "aws:sourceip",
                                       "aws:userid",
                                       "s3:x-amz-server-side-encryption-aws-kms-key-id",
                                       "s3:dataaccesspointarn",
                                       "s3:dataaccesspointaccount"};
  for (const auto& [condition_operator, tests] : conditions) {
    const std::string name = to_lower(condition_operator);
    const bool positive = name.find("not") == std::string::npos && name != "null";
    if (!tests.is_object() || !positive) continue;
    for (const auto& [key, value] : tests.get_object()) {
      if (std::ranges::find(keys, to_lower(key)) == std::end(keys)) continue;
      const auto values = texts(value);
      const bool fixed = !values.empty() && std::ranges::none_of(values, [](std::string_view one) {
        return one.find_first_of("*?") != std::string_view::npos || one.ends_with("/0");
      });
      if (fixed) return true;
    }
  }
  return false;
}

}  // namespace

std::expected<void, aws::ServiceError> check_policy(std::string_view text,
                                                    std::string_view bucket) {
  if (text.size() > longest_policy) {
    return malformed_policy("Policy exceeds the maximum allowed document size.");
  }
  boost::system::error_code error;
  const json::value policy = json::parse(text, error);
  if (error || !policy.is_object() || text.front() != '{') {
    return malformed_policy("Policies must be valid JSON and the first byte must be '{'");
  }
  const json::value* version = policy.get_object().if_contains("Version");
  if (version != nullptr && *version != "2012-10-17" && *version != "2008-10-17") {
    return malformed_policy("The policy must contain a valid version string");
  }
  const json::value* statement = policy.get_object().if_contains("Statement");
  if (statement == nullptr) return malformed_policy("Missing required field Statement");
  const json::array all = statements_of(policy);
  if (all.empty()) return malformed_policy("Could not parse the policy: Statement is empty!");
  for (const json::value& one : all) TRY_VOID(check_statement(one, bucket));
  return {};
}

bool is_public_policy(std::string_view text) {
  const json::array statements = statements_of(json::parse(text));
  return std::ranges::any_of(statements, [](const json::value& one) {
    const json::object& statement = one.get_object();
    if (statement.at("Effect") != "Allow") return false;
    const json::value* principal = statement.if_contains("Principal");
    // Everybody but somebody is everybody.
    if (principal != nullptr && !names_everybody(*principal)) return false;
    const json::value* conditions = statement.if_contains("Condition");
    return conditions == nullptr || !conditions->is_object() || !narrows(conditions->get_object());
  });
}

// ---- the handlers

namespace {

std::unexpected<aws::ServiceError> no_policy(const Bucket& bucket) {
  return refuse(404, "NoSuchBucketPolicy", "The bucket policy does not exist",
                Value().set("BucketName", bucket.name));
}

}  // namespace

Answer S3::get_bucket_policy(const Call&, Bucket& bucket) {
  if (bucket.policy.empty()) return no_policy(bucket);
  return Value().set("Policy", bucket.policy);
}

Answer S3::put_bucket_policy(const Call& call, Bucket& bucket) {
  const Value& given = call.input["Policy"];
  const std::string text = given.is_body() ? std::string(given.body().bytes()) : given.text();
  TRY_VOID(check_policy(text, bucket.name));
  if (public_access_of(bucket).block_policy && is_public_policy(text)) {
    return refuse(403, "AccessDenied",
                  "User is not authorized to perform: s3:PutBucketPolicy on this resource because "
                  "public policies are prevented by the BlockPublicPolicy setting in S3 Block "
                  "Public Access.");
  }
  auto document = policy::read(text, policy::Kind::resource);
  if (!document) return malformed_policy(document.error());
  // Here "AWS": "*" is everybody, strangers included.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html
  for (auto& statement : document->statements) {
    const auto& named = statement.principals.aws;
    statement.principals.anybody |= std::ranges::find(named, "*") != named.end();
  }
  bucket.policy = text;
  bucket.policy_document = std::make_shared<const policy::Document>(std::move(*document));
  return Value();
}

Answer S3::delete_bucket_policy(const Call&, Bucket& bucket) {
  bucket.policy.clear();
  bucket.policy_document = nullptr;
  return Value();
}

Answer S3::get_bucket_policy_status(const Call&, Bucket& bucket) {
  if (bucket.policy.empty()) return no_policy(bucket);
  return Value().set("PolicyStatus", Value().set("IsPublic", is_public_policy(bucket.policy)));
}

// Bucket and account each may block what the other lets pass.
PublicAccessBlock S3::public_access_of(const Bucket& bucket) const {
  constexpr PublicAccessBlock nothing{false, false, false, false};
  const PublicAccessBlock own = bucket.public_access.value_or(nothing);
  const PublicAccessBlock all = account_public_access_.value_or(nothing);
  return {own.block_acls || all.block_acls, own.ignore_acls || all.ignore_acls,
          own.block_policy || all.block_policy, own.restrict_buckets || all.restrict_buckets};
}

}  // namespace godwit::lab::services
