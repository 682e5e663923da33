// RPC v2 in CBOR: what newer clients ask CloudWatch in.
// https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
#include <fmt/format.h>

#include "aws/cbor.h"
#include "aws/cbor_reader.h"
#include "aws/cbor_writer.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"

namespace godwit::aws {

namespace {

constexpr std::string_view content_type = "application/cbor";
constexpr std::string_view protocol_name = "rpc-v2-cbor";

class RpcV2Cbor : public WireProtocol {
 public:
  std::optional<std::string> write_request(const Service& service, const Operation& operation,
                                           const Value& input,
                                           HttpRequest& request) const override {
    request.method = "POST";
    request.path = fmt::format("/service/{}/operation/{}", service.target_prefix, operation.name);
    request.headers.add("Smithy-Protocol", std::string(protocol_name));
    request.headers.add("Accept", std::string(content_type));
    if (service.query_compatible) request.headers.add("x-amzn-query-mode", "true");
    if (operation.input == nullptr) return std::nullopt;
    request.headers.add("Content-Type", std::string(content_type));
    std::string body;
    write_cbor(body, *operation.input, input);
    request.body = Body(std::move(body));
    return std::nullopt;
  }

  std::expected<Value, std::string> read_response(const Operation& operation,
                                                  const Response& response) const override {
    if (operation.output == nullptr) return Value::structure();
    if (response.body.is_synthetic()) return std::unexpected("its body is not CBOR");
    // A proxy's page is no answer, whatever its status.
    if (response.headers.get("Smithy-Protocol") != protocol_name) {
      return std::unexpected("it is not in the protocol that was asked in");
    }
    auto output = read_cbor(*operation.output, response.body.bytes());
    if (!output) return std::unexpected("its body is not the CBOR it should be: " + output.error());
    return output;
  }

  AnswerError read_error(const Operation&, const Response& response) const override {
    const auto body = response.body.is_synthetic() ? std::unexpected(std::string())
                                                   : read_cbor_texts(response.body.bytes());
    std::string_view code = read_query_error(response.headers);
    std::string message;
    if (body) {
      if (code.empty()) code = bare_error_type((*body)["__type"].text());
      message = (*body)["message"].text();
      if (message.empty()) message = (*body)["Message"].text();
    }
    return {code.empty() ? std::to_string(response.status) : std::string(code), std::move(message)};
  }

  std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const override {
    const Operation* operation = operation_of(service, request);
    if (operation == nullptr) {
      return std::unexpected(ServiceError{404, "UnknownOperationException", "", {}});
    }
    if (operation->input == nullptr) return ParsedRequest{operation, Value::structure()};
    if (request.body.is_synthetic()) return std::unexpected(serialization_fault("not CBOR"));
    auto input = read_cbor(*operation->input, request.body.bytes());
    if (!input) return std::unexpected(serialization_fault(std::move(input.error())));
    const auto violations = find_violations(*operation->input, *input, true);
    if (!violations.empty()) return std::unexpected(validation_fault(*operation, violations));
    return ParsedRequest{operation, std::move(*input)};
  }

  Response write_response(const Service&, const Operation& operation, const Value& output,
                          const std::string& request_id) const override {
    Response response = answer(operation.success_status, request_id);
    if (operation.output == nullptr) return response;
    response.headers.add("Content-Type", std::string(content_type));
    std::string body;
    write_cbor(body, *operation.output, output);
    response.body = Body(std::move(body));
    return response;
  }

  Response write_error(const Service& service, const Operation* operation,
                       const ServiceError& error, const std::string& request_id) const override {
    Response response = answer(error.status, request_id);
    response.headers.add("Content-Type", std::string(content_type));
    write_query_error(service, operation, error, response.headers);
    const Shape* shape = error_shape(operation, error.code);
    const Value members = error_members(shape, error);
    // One map of the type and the members, which know their own number.
    std::string body = "\xbf";
    write_cbor_text(body, "__type");
    write_cbor_text(body, error_type(operation, error.code));
    for (const auto& [name, value] : members.members()) {
      const Member* member = shape != nullptr ? find_member(*shape, name) : nullptr;
      if (member != nullptr) {
        write_cbor_text(body, member->wire_name);
        write_cbor(body, *member->shape, value);
      } else if (value.is_text()) {
        write_cbor_text(body, name);
        write_cbor_text(body, value.text());
      }
    }
    body += '\xff';
    response.body = Body(std::move(body));
    return response;
  }

 private:
  static Response answer(int status, const std::string& request_id) {
    Response response;
    response.status = status;
    response.headers.add("x-amzn-RequestId", request_id);
    response.headers.add("Smithy-Protocol", std::string(protocol_name));
    return response;
  }

  // The last four segments of the path: what stands before them is an endpoint's own.
  static const Operation* operation_of(const Service& service, const HttpRequest& request) {
    if (request.method != "POST") return nullptr;
    const std::string_view path = request.path;
    const std::string middle = fmt::format("/service/{}/operation/", service.target_prefix);
    const std::size_t at = path.rfind(middle);
    return at == std::string_view::npos ? nullptr : service.find(path.substr(at + middle.size()));
  }

  static ServiceError serialization_fault(std::string problem) {
    return {400, "SerializationException", std::move(problem), {}};
  }
};

}  // namespace

const WireProtocol& rpc_v2_cbor_protocol() {
  static const RpcV2Cbor protocol;
  return protocol;
}

}  // namespace godwit::aws
