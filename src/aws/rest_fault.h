// What REST services answer to a request that they cannot take, each in its own words.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
// https://docs.aws.amazon.com/Route53/latest/APIReference/CommonErrors.html
#pragma once

#include <string>
#include <vector>

#include "aws/binding.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"

namespace godwit::aws {

ServiceError route_fault(const Service& service, RouteMiss miss);
ServiceError binding_fault(const Service& service, const BindingProblem& problem);
// S3's chunks are not whole, or not as long as was announced.
ServiceError incomplete_body_fault();
ServiceError empty_body_fault(const Service& service);
ServiceError malformed_body_fault(const Service& service);
// Well-formed, but not what the operation takes; `problem` says why.
ServiceError invalid_body_fault(const Service& service, const std::string& problem);
ServiceError violation_fault(const Service& service, const std::vector<Violation>& violations);

// The code that stands for an answer to HEAD, which has no body to say it in.
AnswerError error_without_body(const Operation& operation, int status);

}  // namespace godwit::aws
