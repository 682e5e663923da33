#include "lab/services/sts.h"

#include "lab/arn.h"
#include "lab/authorizer.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<Sts> Sts::operations[] = {
    {"AssumeRole", &Sts::assume_role},
    {"AssumeRoleWithWebIdentity", &Sts::assume_role_with_web_identity},
    {"GetAccessKeyInfo", &Sts::get_access_key_info},
    {"GetCallerIdentity", &Sts::get_caller_identity},
    {"GetSessionToken", &Sts::get_session_token},
};

Sts::Sts(Lab& lab) : lab_(lab), secret_(lab.world().random.fork("sts sessions")->next()) {}

Answer Sts::handle(const Call& call) { return dispatch<Sts>(*this, operations, call); }

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
Answer Sts::get_caller_identity(const Call& call) {
  return Value()
      .set("UserId", call.caller->user_id)
      .set("Account", lab_.account().id)
      .set("Arn", call.caller->arn);
}

Answer Sts::get_access_key_info(const Call& call) {
  const std::string& id = call.input["AccessKeyId"].text();
  if (id.size() < 16 || lab_.identities().find(id) == nullptr) {
    return refuse(400, "ValidationError", "Invalid access key id: " + id);
  }
  return Value().set("Account", lab_.account().id);
}

Value Sts::lend(const Call& call, Identity identity, Duration duration) {
  const std::string ordinal = fmt::format("session {}", lent_++);
  // ASIA is a temporary key.
  identity.credentials.access_key_id =
      "ASIA" + derived_text(secret_, ordinal, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  identity.credentials.secret_access_key = derived_text(secret_, ordinal + " secret", 40, letters);
  identity.credentials.session_token =
      "IQoJ" + derived_text(secret_, ordinal + " token", 352, letters);
  identity.expires = std::chrono::floor<seconds>(call.now + duration);
  Value credentials;
  credentials.set("AccessKeyId", identity.credentials.access_key_id)
      .set("SecretAccessKey", identity.credentials.secret_access_key)
      .set("SessionToken", identity.credentials.session_token)
      .set("Expiration", *identity.expires);
  lab_.identities().add(std::move(identity));
  return credentials;
}

namespace {

bool is_session_name(const std::string& name) {
  return name.size() >= 2 && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("_+=,.@-").find(c) != std::string_view::npos;
         });
}

std::unexpected<aws::ServiceError> bad_value(std::string_view value, std::string_view member,
                                             std::string_view constraint) {
  return refuse(400, "ValidationError",
                fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy "
                            "constraint: {}",
                            value, member, constraint));
}

std::expected<Duration, aws::ServiceError> read_duration(const Value& input, int standard,
                                                         int most) {
  if (!input.has("DurationSeconds")) return seconds(standard);
  const std::int64_t given = input["DurationSeconds"].integer();
  if (given < 900 || given > most) {
    return bad_value(fmt::format("{}", given), "durationSeconds",
                     fmt::format("Member must have value between 900 and {}", most));
  }
  return seconds(given);
}

}  // namespace

std::optional<aws::ServiceError> Sts::trust_refusal(const Call& call, const IamRole* role) const {
  const auto& iam = static_cast<const Iam&>(*lab_.find_service("iam"));
  const aws::Service& service = aws::service("sts");
  const std::string& arn = call.input["RoleArn"].text();
  const policy::Principal who = iam.principal_of(call.caller);
  const auto refused = access_denied(service, who.session.empty() ? who.arn : who.session,
                                     "sts:AssumeRole", arn, {});
  // AWS does not say whether there is such a role. A new one is not known everywhere at once.
  if (role == nullptr || role->arn != arn || !iam.is_known_everywhere(*role, call.now)) {
    return refused;
  }
  policy::Request request{.principal = who,
                          .action = "sts:AssumeRole",
                          .resource = arn,
                          .keys = Authorizer(lab_).common_keys(call.caller, call.region)};
  request.keys["sts:rolesessionname"] = {call.input["RoleSessionName"].text()};
  if (call.input.has("ExternalId")) {
    request.keys["sts:externalid"] = {call.input["ExternalId"].text()};
  }
  const policy::Decision trust = evaluate(role->trust.document, request);
  const policy::Decision own = iam.decide(call.caller, request);
  if (own == policy::Decision::deny || trust == policy::Decision::deny) return refused;
  if (trust == policy::Decision::allow) return std::nullopt;
  if (trust == policy::Decision::delegated && own == policy::Decision::allow) return std::nullopt;
  return refused;
}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
Answer Sts::assume_role(const Call& call) {
  const Value& input = call.input;
  const std::string& arn = input["RoleArn"].text();
  const std::string& session = input["RoleSessionName"].text();
  const auto given = read_arn(arn);
  if (!given || given->service != "iam") {
    return refuse(400, "ValidationError", arn + " is invalid");
  }
  if (!is_session_name(session)) {
    return bad_value(session, "roleSessionName",
                     "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
  }
  if (input.has("ExternalId") && input["ExternalId"].text().size() < 2) {
    return bad_value(input["ExternalId"].text(), "externalId",
                     "Member must have length greater than or equal to 2");
  }
  const Duration duration = TRY(read_duration(input, 3600, 43200));
  for (const std::string_view member : {"SerialNumber", "Tags", "PolicyArns", "SourceIdentity"}) {
    if (input.has(member)) {
      return refuse(501, "NotImplemented", fmt::format("The lab's STS has no {}", member));
    }
  }
  const std::string& policy = input["Policy"].text();
  if (!policy.empty()) {
    if (const auto read = policy::read(policy, policy::Kind::identity); !read) {
      return refuse(400, "MalformedPolicyDocument", read.error());
    }
  }
  const auto& iam = static_cast<const Iam&>(*lab_.find_service("iam"));
  const IamRole* role = nullptr;
  if (given->account == lab_.account().id && given->resource.starts_with("role/")) {
    role = iam.find_role(given->resource.substr(given->resource.rfind('/') + 1));
  }
  if (const auto refusal = trust_refusal(call, role)) return std::unexpected(*refusal);
  if (duration > seconds(role->max_session_s)) {
    return refuse(
        400, "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  // From role to role an hour is the most, whatever the role says.
  if (call.caller != nullptr && !call.caller->role_arn.empty() && duration > hours(1)) {
    return refuse(
        400, "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed "
        "by role chaining");
  }
  Identity identity;
  identity.arn =
      fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", lab_.account().id, role->name, session);
  identity.user_id = fmt::format("{}:{}", role->id, session);
  identity.role_arn = role->arn;
  identity.session_policy = policy;
  Value who = Value().set("AssumedRoleId", identity.user_id).set("Arn", identity.arn);
  return Value()
      .set("Credentials", lend(call, std::move(identity), duration))
      .set("AssumedRoleUser", std::move(who));
}

// To believe a token, one would have to ask who issued it, on a network that the lab has not.
Answer Sts::assume_role_with_web_identity(const Call&) {
  return refuse(400, "InvalidIdentityToken",
                "No OpenIDConnect provider found in your account: the lab cannot verify web "
                "identity tokens; use AssumeRole");
}

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
Answer Sts::get_session_token(const Call& call) {
  if (call.caller == nullptr || !call.caller->credentials.session_token.empty()) {
    return refuse(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
  }
  const Duration duration = TRY(read_duration(call.input, 43200, 129600));
  if (call.input.has("SerialNumber") || call.input.has("TokenCode")) {
    return refuse(403, "AccessDenied",
                  "MultiFactorAuthentication failed with invalid MFA one time pass code.");
  }
  Identity identity = *call.caller;
  return Value().set("Credentials", lend(call, std::move(identity), duration));
}

}  // namespace godwit::lab::services
