#include "lab/authorizer.h"

#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab {

using policy::Decision;

Authorizer::Authorizer(Lab& lab) : lab_(lab) {}

const services::Iam* Authorizer::iam() const {
  if (iam_ == nullptr) iam_ = static_cast<const services::Iam*>(lab_.find_service("iam"));
  return iam_;
}

namespace {

// These ask nobody: STS says to everybody who they are, keys and roles have policies that decide.
bool answers_for_itself(const aws::Service& service, const aws::Operation& operation,
                        const aws::Value& input) {
  if (service.name == "sts") return operation.name != "GetAccessKeyInfo";
  if (service.name != "kms") return false;
  for (const std::string_view member : {"KeyId", "TargetKeyId", "CiphertextBlob", "GrantToken"}) {
    if (input.has(member)) return true;
  }
  return operation.name == "DeleteAlias";
}

std::string session_or_arn(const policy::Principal& who) {
  return who.session.empty() ? who.arn : who.session;
}

}  // namespace

std::optional<aws::ServiceError> Authorizer::check(const Identity& identity,
                                                   const aws::Service& service,
                                                   const aws::Operation& operation,
                                                   const aws::Value& input,
                                                   const std::string& region) const {
  const services::Iam* policies = iam();
  if (policies == nullptr || answers_for_itself(service, operation, input)) return std::nullopt;
  const Service* asked = lab_.find_service(service);
  const policy::Document* resource_policy =
      asked == nullptr ? nullptr : asked->resource_policy(region, input);
  // By far the most frequent: nothing to look up, nothing to evaluate.
  if (resource_policy == nullptr && policies->is_administrator(identity)) return std::nullopt;
  return check(&identity, service, action_of(service, operation, input),
               resource_of(lab_, service, operation, input, region), resource_policy,
               common_keys(&identity, region));
}

std::optional<aws::ServiceError> Authorizer::check(const Identity* identity,
                                                   const aws::Service& service,
                                                   const std::string& action,
                                                   const std::string& resource,
                                                   const policy::Document* resource_policy,
                                                   const policy::Keys& keys) const {
  const services::Iam* policies = iam();
  if (policies == nullptr) return std::nullopt;
  const policy::Request request{.principal = policies->principal_of(identity),
                                .action = action,
                                .resource = resource,
                                .keys = keys};
  const Decision own = policies->decide(identity, request);
  const Decision others =
      resource_policy == nullptr ? Decision::silent : evaluate(*resource_policy, request);
  const std::string who = session_or_arn(request.principal);
  if (own == Decision::deny) {
    return access_denied(service, who, action, resource,
                         "with an explicit deny in an identity-based policy");
  }
  if (others == Decision::deny) {
    return access_denied(service, who, action, resource,
                         "with an explicit deny in a resource-based policy");
  }
  if (own == Decision::allow || others == Decision::allow) return std::nullopt;
  return access_denied(
      service, who, action, resource,
      fmt::format("because no identity-based policy allows the {} action", action));
}

policy::Keys Authorizer::common_keys(const Identity* identity, const std::string& region) const {
  policy::Keys keys;
  const Time now = lab_.now();
  keys["aws:currenttime"] = {format_time(now)};
  keys["aws:epochtime"] = {fmt::format("{}", now.time_since_epoch().count() / 1'000'000)};
  keys["aws:principalaccount"] = {lab_.account().id};
  keys["aws:securetransport"] = {"true"};
  keys["aws:sourceip"] = {"127.0.0.1"};
  keys["aws:viaawsservice"] = {"false"};
  keys["aws:requestedregion"] = {region.empty() ? "us-east-1" : region};
  if (const services::Iam* policies = iam()) {
    const policy::Principal who = policies->principal_of(identity);
    keys["aws:principalarn"] = {who.arn};
    keys["aws:principaltype"] = {!who.session.empty()         ? "AssumedRole"
                                 : who.arn.ends_with(":root") ? "Account"
                                                              : "User"};
    if (who.session.empty() && !who.arn.ends_with(":root")) {
      keys["aws:username"] = {who.arn.substr(who.arn.rfind('/') + 1)};
    }
  }
  if (identity != nullptr) keys["aws:userid"] = {identity->user_id};
  return keys;
}

aws::ServiceError access_denied(const aws::Service& service, const std::string& who,
                                const std::string& action, const std::string& resource,
                                std::string_view why) {
  // S3 writes resources in quotation marks.
  const std::string_view mark = service.name == "s3" ? "\"" : "";
  std::string message = fmt::format("User: {} is not authorized to perform: {}", who, action);
  if (resource != "*" || service.protocol == aws::Protocol::json) {
    message += fmt::format(" on resource: {0}{1}{0}", mark, resource);
  }
  if (!why.empty()) message += fmt::format(" {}", why);
  switch (service.protocol) {
    case aws::Protocol::json:
      return {400, "AccessDeniedException", std::move(message), {}};
    case aws::Protocol::rest_json:
      return {403, "AccessDeniedException", std::move(message), {}};
    case aws::Protocol::ec2:
      return {403,
              "UnauthorizedOperation",
              "You are not authorized to perform this operation. " + message,
              {}};
    default:
      return {403,
              service.name == "sns" ? "AuthorizationError" : "AccessDenied",
              std::move(message),
              {}};
  }
}

}  // namespace godwit::lab
