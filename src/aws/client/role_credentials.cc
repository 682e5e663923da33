#include "aws/client/role_credentials.h"

#include "aws/call.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

std::string session_name(const std::string& named, Time now) {
  if (!named.empty()) return named;
  return "godwit-" +
         std::to_string(std::chrono::duration_cast<seconds>(now.time_since_epoch()).count());
}

Result<LentCredentials> read_answer(const Result<Value>& answer, const std::string& source) {
  if (!answer) {
    const Error& error = answer.error();
    const std::string said = error.code.empty() ? error.cause : error.code + ": " + error.cause;
    const bool reached = error.kind == ErrorKind::refused || error.kind == ErrorKind::not_found;
    return no_credentials(source, "STS lent none: " + said,
                          reached ? "check the role's ARN and its trust policy" : "try again",
                          reached ? ErrorKind::refused : ErrorKind::unreachable);
  }
  const Value& lent = (*answer)["Credentials"];
  LentCredentials found{
      {lent["AccessKeyId"].text(), lent["SecretAccessKey"].text(), lent["SessionToken"].text()},
      {}};
  if (found.credentials.access_key_id.empty() || found.credentials.secret_access_key.empty()) {
    return no_credentials(source, "STS answered without credentials", "try again");
  }
  if (lent["Expiration"].is_time()) found.expires = lent["Expiration"].time();
  return found;
}

}  // namespace

Result<void> check_role_request(const RoleRequest& request) {
  if (request.duration_seconds.empty()) return {};
  const auto duration = parse_integer(request.duration_seconds);
  if (duration && *duration >= 900 && *duration <= 43'200) return {};
  return no_credentials(request.source, "its duration_seconds is not from 900 to 43200",
                        "correct it");
}

Result<LentCredentials> assume_role(Cloud& cloud, const RoleRequest& request, Time now) {
  Value input = Value::structure();
  input.set("RoleArn", request.role_arn);
  input.set("RoleSessionName", session_name(request.session_name, now));
  if (!request.external_id.empty()) input.set("ExternalId", request.external_id);
  if (const auto duration = parse_integer(request.duration_seconds)) {
    input.set("DurationSeconds", *duration);
  }
  return read_answer(call(cloud, "sts", "AssumeRole", request.region, input, request.role_arn),
                     request.source);
}

Result<LentCredentials> assume_role_with(Cloud& cloud, const Env& env,
                                         const WebIdentity& identity) {
  const auto token = read_file(env.disk, identity.token_file, 64 << 10);
  if (!token) {
    return no_credentials(identity.source,
                          "the token in " + identity.token_file + ": " + token.error().cause,
                          "check the file");
  }
  Value input = Value::structure();
  input.set("RoleArn", identity.role_arn);
  input.set("RoleSessionName", session_name(identity.session_name, env.clock.now()));
  input.set("WebIdentityToken", trim(*token));
  return read_answer(
      call(cloud, "sts", "AssumeRoleWithWebIdentity", identity.region, input, identity.role_arn),
      identity.source);
}

}  // namespace godwit::aws
