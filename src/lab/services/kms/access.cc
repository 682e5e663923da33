// Who may use a key: its policy comes first, and without it nothing of IAM's counts.
// https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
#include "aws/model.h"
#include "lab/authorizer.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using policy::Decision;

EncryptionContext read_context(const aws::Value& map) {
  EncryptionContext context;
  for (const auto& [key, value] : map.members()) context[key] = value.text();
  return context;
}

namespace {

// What anybody in the account may do with a key of AWS's own: look at it. It is used only through
// its service.
// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
bool may_with_managed_key(std::string_view operation, std::string_view through) {
  if (!through.empty()) return true;
  return operation.starts_with("Describe") || operation.starts_with("Get") ||
         operation.starts_with("List");
}

}  // namespace

bool Kms::granted(const KmsKey& key, const policy::Principal& who, const Request& request) const {
  return std::ranges::any_of(key.grants, [&](const auto& entry) {
    const KmsGrant& grant = entry.second;
    const bool grantee = grant.grantee == who.arn ||
                         (!who.session.empty() && grant.grantee == who.session) ||
                         (!who.service.empty() && grant.grantee == who.service);
    if (!grantee || !grant.operations.contains(std::string(request.operation))) return false;
    // Constraints are about operations that have a context.
    const bool has_context = request.operation != "DescribeKey" &&
                             request.operation != "CreateGrant" &&
                             request.operation != "RetireGrant";
    if (!has_context) return true;
    static const EncryptionContext nothing;
    const EncryptionContext& context = request.context ? *request.context : nothing;
    if (grant.context_equals && *grant.context_equals != context) return false;
    return !grant.context_subset || std::ranges::all_of(*grant.context_subset, [&](const auto& e) {
      const auto found = context.find(e.first);
      return found != context.end() && found->second == e.second;
    });
  });
}

std::optional<aws::ServiceError> Kms::denial(const KmsKey& key, const Request& request) const {
  const auto* iam = static_cast<const Iam*>(lab_.find_service("iam"));
  if (iam == nullptr) return std::nullopt;
  const aws::Service& service = aws::service("kms");
  const std::string action = fmt::format("kms:{}", request.operation);
  const policy::Principal who = iam->principal_of(request.caller);
  const std::string name = who.session.empty() ? who.arn : who.session;
  if (key.managed_by_aws) {
    if (may_with_managed_key(request.operation, request.through)) return std::nullopt;
    return access_denied(
        service, name, action, key.arn,
        fmt::format("because no resource-based policy allows the {} action", action));
  }
  // By far the most frequent: the account's administrator, and a policy that leaves it to IAM.
  if (key.policy.empty() && request.caller != nullptr && iam->is_administrator(*request.caller)) {
    return std::nullopt;
  }
  policy::Request asked{.principal = who,
                        .action = action,
                        .resource = key.arn,
                        .keys = Authorizer(lab_).common_keys(request.caller, key.region)};
  asked.keys["kms:calleraccount"] = {lab_.account().id};
  if (!request.through.empty()) {
    asked.keys["kms:viaservice"] = {
        fmt::format("{}.{}.amazonaws.com", request.through, key.region)};
    asked.keys["aws:viaawsservice"] = {"true"};
  }
  if (request.context != nullptr) {
    for (const auto& [name_of, value] : *request.context) {
      asked.keys["kms:encryptioncontext:" + to_lower(name_of)] = {value};
      asked.keys["kms:encryptioncontextkeys"].push_back(name_of);
    }
  }
  for (const auto& [name_of, values] : request.keys) asked.keys[name_of] = values;

  const Decision by_key = evaluate(key.policy_document, asked);
  const Decision by_identity = iam->decide(request.caller, asked);
  if (by_key == Decision::deny) {
    return access_denied(service, name, action, key.arn,
                         "with an explicit deny in a resource-based policy");
  }
  if (by_identity == Decision::deny) {
    return access_denied(service, name, action, key.arn,
                         "with an explicit deny in an identity-based policy");
  }
  if (by_key == Decision::allow || granted(key, who, request)) return std::nullopt;
  if (by_key == Decision::delegated) {
    if (by_identity == Decision::allow) return std::nullopt;
    return access_denied(
        service, name, action, key.arn,
        fmt::format("because no identity-based policy allows the {} action", action));
  }
  return access_denied(
      service, name, action, key.arn,
      fmt::format("because no resource-based policy allows the {} action", action));
}

std::optional<aws::ServiceError> Kms::refusal(const std::string& region, const std::string& text,
                                              const Use& use, std::string_view operation) const {
  const KmsKey* key = find(region, text);
  if (key == nullptr) {
    return aws::ServiceError{
        400, "NotFoundException", fmt::format("Key '{}' does not exist", text), {}};
  }
  if (auto denied = denial(*key, {.caller = use.caller,
                                  .through = use.through,
                                  .operation = operation,
                                  .context = &use.context,
                                  .keys = {}})) {
    return denied;
  }
  return refusal_by_state(*key);
}

}  // namespace godwit::lab::services
