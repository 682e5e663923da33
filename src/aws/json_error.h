// Errors in JSON, of the json protocols and of rest-json.
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
#pragma once

#include <string>

#include "aws/wire_protocol.h"

namespace godwit::aws {

// Total. The code stands in a header, or in the body under one of several names.
AnswerError read_json_error(const Response& response);

// `,"message":"…"` and the further members that travel in the body, for an object that has begun;
// `shape` may be unknown (nullptr).
std::string write_json_error_members(const Shape* shape, const ServiceError& error);

}  // namespace godwit::aws
