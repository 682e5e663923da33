// The query protocol: STS.
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
#include <fmt/format.h>

#include "aws/form.h"
#include "aws/query_string.h"
#include "aws/utf8.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"
#include "aws/xml_error.h"
#include "aws/xml_reader.h"
#include "aws/xml_writer.h"
#include "base/encoding.h"

namespace godwit::aws {

namespace {

class Query : public WireProtocol {
 public:
  std::optional<std::string> write_request(const Service& service, const Operation& operation,
                                           const Value& input,
                                           HttpRequest& request) const override {
    request.method = operation.http_method;
    request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    std::string form = fmt::format("Action={}&Version={}", operation.name, service.api_version);
    if (operation.input != nullptr) write_form(form, *operation.input, input);
    request.body = Body(std::move(form));
    return std::nullopt;
  }

  std::expected<Value, std::string> read_response(const Operation& operation,
                                                  const Response& response) const override {
    if (operation.output == nullptr) return Value::structure();
    const XmlDocument document(response.body.bytes());
    if (!document) return std::unexpected("its body is not well-formed XML");
    pugi::xml_node result = document.root();
    if (!operation.result_wrapper.empty()) result = child_of(result, operation.result_wrapper);
    if (!result) return Value::structure();
    return read_xml(*operation.output, result, XmlReading::lenient);
  }

  AnswerError read_error(const Operation&, const Response& response) const override {
    if (auto error = read_xml_error(response.body.bytes())) return std::move(*error);
    return {std::to_string(response.status), {}};
  }

  // A POST carries its fields in its body, a GET in its query.
  std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const override {
    QueryString fields(request.method == "POST" ? request.body.bytes()
                                                : std::string_view(request.query));
    for (const auto& [name, value] : fields) {
      if (!is_utf8(name) || !is_utf8(value)) {
        return std::unexpected(
            ServiceError{400, "MalformedQueryString", "The query string is not valid UTF-8", {}});
      }
    }
    const std::string_view* action = fields.find("Action");
    if (action == nullptr || action->empty()) {
      return std::unexpected(
          ServiceError{400, "MissingAction", "The request must contain the parameter Action", {}});
    }
    const std::string_view* version = fields.find("Version");
    const Operation* operation = service.find(*action);
    if (operation == nullptr || version == nullptr || *version != service.api_version) {
      return std::unexpected(
          ServiceError{400,
                       "InvalidAction",
                       fmt::format("Could not find operation {} for version {}", *action,
                                   version != nullptr ? *version : "NO_VERSION_SPECIFIED"),
                       {}});
    }
    if (operation->input == nullptr) return ParsedRequest{operation, Value::structure()};
    fields.sort();
    auto input = read_form(*operation->input, fields);
    if (!input) {
      return std::unexpected(ServiceError{400, "MalformedInput", std::move(input.error()), {}});
    }
    const auto violations = find_violations(*operation->input, *input, true);
    if (!violations.empty()) {
      return std::unexpected(ServiceError{400, "ValidationError", describe_as_aws(violations), {}});
    }
    return ParsedRequest{operation, std::move(*input)};
  }

  // <GetCallerIdentityResponse><GetCallerIdentityResult>…</…><ResponseMetadata>…</…></…>
  Response write_response(const Service& service, const Operation& operation, const Value& output,
                          const std::string& request_id) const override {
    std::string xml =
        fmt::format("<{}Response xmlns=\"{}\">", operation.name, service.xml_namespace);
    if (operation.output != nullptr) {
      const std::string result = operation.result_wrapper.empty()
                                     ? std::string(operation.name) + "Result"
                                     : std::string(operation.result_wrapper);
      write_xml(xml, result, {}, *operation.output, output);
    }
    xml += "<ResponseMetadata>";
    write_xml_text(xml, "RequestId", request_id);
    xml += fmt::format("</ResponseMetadata></{}Response>", operation.name);
    return answer(operation.success_status, request_id, std::move(xml));
  }

  Response write_error(const Service& service, const Operation* operation,
                       const ServiceError& error, const std::string& request_id) const override {
    return answer(
        error.status, request_id,
        write_xml_error(XmlErrorDialect::everybody, service, operation, error, request_id));
  }

 private:
  static Response answer(int status, const std::string& request_id, std::string xml) {
    Response response;
    response.status = status;
    response.headers.add("x-amzn-RequestId", request_id);
    response.headers.add("Content-Type", "text/xml");
    response.body = Body(std::move(xml));
    return response;
  }
};

}  // namespace

const WireProtocol& query_protocol() {
  static const Query protocol;
  return protocol;
}

}  // namespace godwit::aws
