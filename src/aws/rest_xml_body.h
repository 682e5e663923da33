// The bodies of the rest-xml protocol: one member that is all of it, raw or in XML, or every member
// that does not travel elsewhere.
// https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#content-type
#pragma once

#include <optional>
#include <string>

#include "aws/wire_protocol.h"

namespace godwit::aws {

void write_request_body(const Operation& operation, const Value& input, HttpRequest& request);
void write_response_body(const Service& service, const Shape& shape, const Value& output,
                         Response& response);

// Both append to `members`. A client says in a sentence why it cannot read, a server in the words
// of its service.
std::optional<std::string> read_response_body(const Shape& shape, const Body& body,
                                              Members& members);
std::optional<ServiceError> read_request_body(const Service& service, const Operation& operation,
                                              const Body& body, Members& members);

}  // namespace godwit::aws
