// The json protocol, versions 1.0 and 1.1: KMS, Secrets Manager, Systems Manager and many others.
// https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
#include "aws/json_error.h"
#include "aws/json_reader.h"
#include "aws/json_writer.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"

namespace godwit::aws {

namespace {

class Json : public WireProtocol {
 public:
  std::optional<std::string> write_request(const Service& service, const Operation& operation,
                                           const Value& input,
                                           HttpRequest& request) const override {
    request.method = "POST";
    request.headers.add("X-Amz-Target",
                        std::string(service.target_prefix) + "." + std::string(operation.name));
    request.headers.add("Content-Type", content_type(service));
    // Without it, some of these services would not say what an error was called in query.
    if (service.query_compatible) request.headers.add("x-amzn-query-mode", "true");
    std::string body = "{}";
    if (operation.input != nullptr) {
      body.clear();
      write_json(body, *operation.input, input);
    }
    request.body = Body(std::move(body));
    return std::nullopt;
  }

  std::expected<Value, std::string> read_response(const Operation& operation,
                                                  const Response& response) const override {
    if (operation.output == nullptr) return Value::structure();
    auto output = read_json(*operation.output, response.body.bytes());
    if (!output) return std::unexpected("its body is not the JSON it should be: " + output.error());
    return output;
  }

  AnswerError read_error(const Operation&, const Response& response) const override {
    return read_json_error(response);
  }

  std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const override {
    const Operation* operation = operation_of(service, request);
    if (operation == nullptr) {
      return std::unexpected(ServiceError{400, "UnknownOperationException", "", {}});
    }
    if (operation->input == nullptr) return ParsedRequest{operation, Value::structure()};
    if (request.body.is_synthetic()) return std::unexpected(serialization_fault("not JSON"));
    auto input = read_json(*operation->input, request.body.bytes());
    if (!input) return std::unexpected(serialization_fault(input.error()));
    const auto violations = find_violations(*operation->input, *input, true);
    if (!violations.empty()) {
      return std::unexpected(validation_fault(*operation, violations));
    }
    return ParsedRequest{operation, std::move(*input)};
  }

  Response write_response(const Service& service, const Operation& operation, const Value& output,
                          const std::string& request_id) const override {
    Response response;
    response.status = operation.success_status;
    response.headers.add("x-amzn-RequestId", request_id);
    response.headers.add("Content-Type", content_type(service));
    if (operation.output == nullptr) return response;
    std::string body;
    write_json(body, *operation.output, output);
    response.body = Body(std::move(body));
    return response;
  }

  Response write_error(const Service& service, const Operation* operation,
                       const ServiceError& error, const std::string& request_id) const override {
    Response response;
    response.status = error.status;
    response.headers.add("x-amzn-RequestId", request_id);
    response.headers.add("Content-Type", content_type(service));
    const std::string type(error_type(operation, error.code));
    response.headers.add("x-amzn-ErrorType", type);
    write_query_error(service, operation, error, response.headers);
    std::string body = "{\"__type\":";
    write_json_text(body, type);
    body += write_json_error_members(error_shape(operation, error.code), error);
    body += '}';
    response.body = Body(std::move(body));
    return response;
  }

 private:
  static std::string content_type(const Service& service) {
    return "application/x-amz-json-" + std::string(service.json_version);
  }

  static const Operation* operation_of(const Service& service, const HttpRequest& request) {
    std::string_view target = request.headers.get("X-Amz-Target");
    if (request.method != "POST" || !target.starts_with(service.target_prefix)) return nullptr;
    target.remove_prefix(service.target_prefix.size());
    if (!target.starts_with('.')) return nullptr;
    return service.find(target.substr(1));
  }

  static ServiceError serialization_fault(std::string problem) {
    return {400, "SerializationException", std::move(problem), {}};
  }
};

}  // namespace

const WireProtocol& json_protocol() {
  static const Json protocol;
  return protocol;
}

}  // namespace godwit::aws
