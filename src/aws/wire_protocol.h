// WireProtocol: how one of AWS's protocols writes and reads requests, responses and errors. One
// implementation per protocol, each in its own file; codec.cc does what all have in common.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "aws/codec.h"

namespace godwit::aws {

// What an answer that is not success says.
struct AnswerError {
  std::string code;
  std::string message;
};

// Stateless. The operations of the service are of the protocol; inputs have the right shape.
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
const WireProtocol& json_protocol();
const WireProtocol& query_protocol();

// No service of the protocols that are missing (rest-json, ec2) is compiled in; the first one
// brings its file.
const WireProtocol& protocol_of(const Service& service);

// The error shape that a code names; nullptr if the operation has none of that code.
const Shape* error_shape(const Operation* operation, std::string_view code);

// Models spell it either way; a ServiceError has it beside its details.
constexpr bool is_message(std::string_view member) {
  return member == "message" || member == "Message";
}

// Who is to blame, as errors in XML say: "Sender" or "Receiver".
std::string_view fault_side(int status);

}  // namespace godwit::aws
