#include "aws/answer.h"

#include <algorithm>
#include <array>

namespace godwit::aws {

namespace {

// The other side said "later". S3's RequestTimeout and OperationAborted are among them, for nothing
// has changed and the same request may succeed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
bool says_later(std::string_view code, int status) {
  constexpr std::array<std::string_view, 11> codes = {"SlowDown",
                                                      "Throttling",
                                                      "ThrottlingException",
                                                      "ThrottledException",
                                                      "RequestThrottled",
                                                      "RequestThrottledException",
                                                      "RequestLimitExceeded",
                                                      "TooManyRequestsException",
                                                      "PriorRequestNotComplete",
                                                      "RequestTimeout",
                                                      "OperationAborted"};
  return status == 429 || std::ranges::find(codes, code) != codes.end() ||
         code.starts_with("Throttling");
}

bool says_missing(std::string_view code, int status) {
  return status == 404 || code.starts_with("NoSuch") || code.starts_with("NotFound") ||
         code.ends_with("NotFoundException") || code.ends_with("NotFound") ||
         code.ends_with("NotFoundError");
}

bool says_conflict(std::string_view code, int status) {
  return status == 409 || code.find("AlreadyExists") != std::string_view::npos ||
         code == "BucketAlreadyOwnedByYou";
}

ErrorKind kind_of(const Operation& operation, std::string_view code, int status) {
  if (says_later(code, status)) return ErrorKind::throttled;
  if (status >= 500) {
    // Reading changes nothing, so it may be asked again.
    return reads_only(operation.name) ? ErrorKind::unreachable : ErrorKind::unknown;
  }
  if (says_missing(code, status)) return ErrorKind::not_found;
  if (says_conflict(code, status)) return ErrorKind::conflict;
  return ErrorKind::refused;
}

struct Remedy {
  std::string_view code;
  std::string_view text;
};

constexpr Remedy remedies[] = {
    {"NoSuchBucket", "check the bucket's name and its region"},
    {"PermanentRedirect", "the bucket is in another region: check the region"},
    {"AuthorizationHeaderMalformed", "the bucket is in another region: check the region"},
    {"IllegalLocationConstraintException", "the bucket is in another region: check the region"},
    {"AccessDenied",
     "check that the credentials' policies, the bucket's policy and the key's policy allow it"},
    {"AccessDeniedException", "check that the credentials' policies and the key's policy allow it"},
    {"InvalidAccessKeyId", "check which credentials are in use"},
    {"InvalidClientTokenId", "check which credentials are in use"},
    {"UnrecognizedClientException", "check which credentials are in use"},
    {"SignatureDoesNotMatch", "check the secret access key"},
    {"InvalidSignatureException", "check the secret access key"},
    {"ExpiredToken", "get new credentials"},
    {"ExpiredTokenException", "get new credentials"},
    {"RequestTimeTooSkewed", "set this machine's clock"},
    {"BucketAlreadyExists",
     "bucket names are shared by all accounts: choose another, with the account's id in it"},
    {"BucketNotEmpty", "delete every version and every delete marker in it first"},
    {"InvalidBucketState", "check that versioning is enabled, here and at the destination"},
    {"ReplicationConfigurationNotFoundError", "set up the bucket's replication first"},
    {"InvalidObjectState", "the object is archived: restore it first"},
    {"RestoreAlreadyInProgress", "wait until the restore is done"},
    {"KMSInvalidStateException", "check that the key is enabled and not about to be deleted"},
    {"DisabledException", "enable the key"},
    {"NoSuchHostedZone", "check the hosted zone's id"},
    {"NoSuchHealthCheck", "check the health check's id"},
    {"SlowDown", "wait, then try again more slowly"},
    {"PriorRequestNotComplete", "wait until Route 53 has applied the change before this one"},
};

std::string_view remedy_of(std::string_view code, ErrorKind kind) {
  for (const Remedy& remedy : remedies) {
    if (remedy.code == code) return remedy.text;
  }
  switch (kind) {
    case ErrorKind::throttled:
      return "wait, then try again";
    case ErrorKind::unreachable:
      return "try again";
    case ErrorKind::unknown:
      return "look whether it has happened before trying again";
    default:
      return {};
  }
}

// A sentence without its full stop.
std::string as_cause(std::string message) {
  while (message.ends_with('.') || message.ends_with(' ') || message.ends_with('\n')) {
    message.pop_back();
  }
  return message;
}

}  // namespace

std::string operation_title(const Service& service, const Operation& operation) {
  std::string title(service.name);
  title += ' ';
  title += operation.name;
  return title;
}

Error error_of_answer(const Service& service, const Operation& operation, int status,
                      AnswerError answer) {
  Error error;
  error.kind = kind_of(operation, answer.code, status);
  error.operation = operation_title(service, operation);
  error.cause = as_cause(std::move(answer.message));
  if (error.cause.empty()) error.cause = "AWS answered " + answer.code;
  error.remedy = remedy_of(answer.code, error.kind);
  error.code = std::move(answer.code);
  return error;
}

Error unreadable_answer(const Service& service, const Operation& operation, std::string problem) {
  const ErrorKind kind = reads_only(operation.name) ? ErrorKind::unreachable : ErrorKind::unknown;
  return {.kind = kind,
          .operation = operation_title(service, operation),
          .subject = {},
          .cause = "the answer cannot be read: " + std::move(problem),
          .remedy = std::string(remedy_of({}, kind)),
          .code = {},
          .where = {}};
}

}  // namespace godwit::aws
