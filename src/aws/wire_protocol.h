// WireProtocol: how one of AWS's protocols writes and reads requests, responses and errors. One
// implementation per protocol, each in its own file; codec.cc does what all have in common.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/codec.h"
#include "aws/violation.h"

namespace godwit::aws {

// What an answer that is not success says.
struct AnswerError {
  std::string code;
  std::string message;
};

// Stateless. The service speaks the protocol; inputs have the right shape.
class WireProtocol {
 public:
  virtual ~WireProtocol() = default;

  // ---- the client's side

  // Fills in all but the host, which is the service's and may be changed. Or says in a sentence
  // what cannot be sent.
  virtual std::optional<std::string> write_request(const Service& service,
                                                   const Operation& operation, const Value& input,
                                                   HttpRequest& request) const = 0;
  // The output of a successful response, or in a sentence why it cannot be read.
  virtual std::expected<Value, std::string> read_response(const Operation& operation,
                                                          const Response& response) const = 0;
  // Total: whatever the body, there is a code.
  virtual AnswerError read_error(const Operation& operation, const Response& response) const = 0;

  // ---- the server's side

  virtual std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const = 0;
  virtual Response write_response(const Service& service, const Operation& operation,
                                  const Value& output, const std::string& request_id) const = 0;
  virtual Response write_error(const Service& service, const Operation* operation,
                               const ServiceError& error, const std::string& request_id) const = 0;
};

const WireProtocol& rest_xml_protocol();
const WireProtocol& rest_json_protocol();
const WireProtocol& json_protocol();
const WireProtocol& query_protocol();
const WireProtocol& ec2_protocol();
const WireProtocol& rpc_v2_cbor_protocol();

const WireProtocol& wire_protocol(Protocol protocol);

// The error shape that a code names, or the shape's own name; nullptr if the operation has none.
const Shape* error_shape(const Operation* operation, std::string_view code);

// What the json protocols and cbor call an error: after its shape. Query and XML have codes.
std::string_view error_type(const Operation* operation, std::string_view code);
std::string_view error_code(const Operation* operation, std::string_view code);

// "com.amazonaws.kms#NotFoundException:http://internal/": the name is in the middle.
std::string_view bare_error_type(std::string_view type);

// Services that have moved on from query go on saying what an error was called in it:
// "ResourceNotFound;Sender". Old programs look for that.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
void write_query_error(const Service& service, const Operation* operation,
                       const ServiceError& error, Headers& headers);
// The code in it, or empty.
std::string_view read_query_error(const Headers& headers);

// What is wrong with an input that could be read: the name of the error that the operation has for
// it, and AWS's words.
ServiceError validation_fault(const Operation& operation, const std::vector<Violation>& violations);

// An error's further members, and its message under the name that its shape has for it.
Value error_members(const Shape* shape, const ServiceError& error);

// Models spell it either way; a ServiceError has it beside its details.
constexpr bool is_message(std::string_view member) {
  return member == "message" || member == "Message";
}

// Who is to blame, as errors in XML say: "Sender" or "Receiver".
std::string_view fault_side(int status);

}  // namespace godwit::aws
