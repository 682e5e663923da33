#include "aws/rest_fault.h"

#include <fmt/format.h>

#include "base/text.h"

namespace godwit::aws {

namespace {

// S3 and S3 Control.
bool speaks_as_s3(const Service& service) { return service.signing_name == "s3"; }

ServiceError malformed_xml() {
  return {400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published "
          "schema",
          {}};
}

ServiceError invalid_argument(const Member& member, std::string message, const std::string& value) {
  Value details = Value::structure();
  details.set("ArgumentName", member.wire_name);
  if (!value.empty()) details.set("ArgumentValue", value);
  return {400, "InvalidArgument", std::move(message), std::move(details)};
}

bool is_number(const Shape& shape) {
  return shape.type == ShapeType::integer || shape.type == ShapeType::long_integer;
}

ServiceError s3_violation(const Violation& violation) {
  const Member* member = violation.member;
  if (member == nullptr || member->location == MemberLocation::body) return malformed_xml();
  if (violation.kind == Violation::Kind::missing) {
    const bool header = member->location == MemberLocation::header;
    return {400,
            "InvalidRequest",
            fmt::format("Missing required {} for this request: {}", header ? "header" : "parameter",
                        member->wire_name),
            {}};
  }
  if (member->wire_name == "x-amz-storage-class") {
    return {400, "InvalidStorageClass", "The storage class you specified is not valid", {}};
  }
  if (member->wire_name == "x-amz-server-side-encryption") {
    return invalid_argument(*member, "The encryption method specified is not supported",
                            violation.value);
  }
  return invalid_argument(*member, fmt::format("Invalid value for {}", member->wire_name),
                          violation.value);
}

}  // namespace

ServiceError route_fault(const Service& service, RouteMiss miss) {
  if (miss == RouteMiss::method_not_allowed) {
    return {
        405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {}};
  }
  if (speaks_as_s3(service)) {
    return {400, "InvalidURI", "Couldn't parse the specified URI.", {}};
  }
  return {404, "UnknownOperationException", "The requested operation is not known.", {}};
}

ServiceError binding_fault(const Service& service, const BindingProblem& problem) {
  const Member& member = *problem.member;
  if (!speaks_as_s3(service)) {
    return {400, "InvalidInput", fmt::format("Invalid value for '{}'", member.wire_name), {}};
  }
  if (member.location == MemberLocation::uri) {
    return {400, "InvalidURI", "Couldn't parse the specified URI.", {}};
  }
  return invalid_argument(
      member,
      is_number(*member.shape)
          ? fmt::format("Provided {} not an integer or within integer range", member.wire_name)
          : fmt::format("Invalid value for {}", member.wire_name),
      problem.value);
}

ServiceError incomplete_body_fault() {
  return {400,
          "IncompleteBody",
          "You did not provide the number of bytes specified by the Content-Length HTTP header",
          {}};
}

ServiceError empty_body_fault(const Service& service) {
  if (!speaks_as_s3(service)) return malformed_body_fault(service);
  return {400, "MissingRequestBodyError", "Request Body is empty", {}};
}

ServiceError malformed_body_fault(const Service& service) {
  if (speaks_as_s3(service)) return malformed_xml();
  return {400, "MalformedInput", "The request body is not well-formed XML.", {}};
}

ServiceError invalid_body_fault(const Service& service, const std::string& problem) {
  if (speaks_as_s3(service)) return malformed_xml();
  return {400, "InvalidInput", "Invalid XML ; " + problem, {}};
}

ServiceError violation_fault(const Service& service, const std::vector<Violation>& violations) {
  if (speaks_as_s3(service)) return s3_violation(violations.front());
  return {400, "InvalidInput", describe_as_aws(violations), {}};
}

AnswerError error_without_body(const Operation& operation, int status) {
  switch (status) {
    case 301:
    case 307:
      return {"PermanentRedirect", "The bucket is in another region"};
    case 304:
      return {"NotModified", "The object has not been modified"};
    case 400:
      return {"BadRequest", "The request is not valid, and the answer to HEAD cannot say why"};
    case 403:
      return {"AccessDenied", "Access Denied"};
    case 404:
      // The models of HEAD operations name what their 404 stands for.
      if (!operation.errors.empty()) {
        const std::string_view code = operation.errors.front()->error_code;
        return {std::string(code), code == "NoSuchBucket" ? "The specified bucket does not exist"
                                                          : "The specified key does not exist"};
      }
      return {"NotFound", "Not Found"};
    case 405:
      return {"MethodNotAllowed", "The specified method is not allowed against this resource"};
    case 409:
      return {"Conflict", "The request conflicts with the state of what it is about"};
    case 412:
      return {"PreconditionFailed", "At least one of the preconditions did not hold"};
    case 416:
      return {"InvalidRange", "The requested range cannot be satisfied"};
    case 429:
      return {"TooManyRequests", "Too many requests"};
    case 500:
      return {"InternalError", "We encountered an internal error. Please try again"};
    case 503:
      return {"SlowDown", "Please reduce your request rate"};
    default:
      return {fmt::format("{}", status), fmt::format("The answer was status {}", status)};
  }
}

}  // namespace godwit::aws
