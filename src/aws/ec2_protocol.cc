// The ec2 protocol: like query, but names and lists are its own, and so are its errors.
// https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
#include <fmt/format.h>

#include "aws/form.h"
#include "aws/query_string.h"
#include "aws/utf8.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"
#include "aws/xml_error.h"
#include "aws/xml_reader.h"
#include "aws/xml_writer.h"

namespace godwit::aws {

namespace {

// EC2's own words for what is wrong with a request.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#CommonErrors
ServiceError violation_fault(const Violation& violation) {
  std::string path;
  for (const auto& [name, index] : violation.path) {
    if (!path.empty()) path += '.';
    path += name.empty() ? std::to_string(index + 1) : name;
  }
  switch (violation.kind) {
    case Violation::Kind::missing:
      return {400,
              "MissingParameter",
              fmt::format("The request must contain the parameter {}", path),
              {}};
    case Violation::Kind::not_in_enumeration:
      return {400,
              "InvalidParameterValue",
              violation.shape->sensitive
                  ? fmt::format("The value for parameter {} is invalid.", path)
                  : fmt::format("Value ({}) for parameter {} is invalid.", violation.value, path),
              {}};
    default:
      return {400,
              "InvalidParameterValue",
              fmt::format("The value for parameter {} is invalid.", path),
              {}};
  }
}

class Ec2 : public WireProtocol {
 public:
  std::optional<std::string> write_request(const Service& service, const Operation& operation,
                                           const Value& input,
                                           HttpRequest& request) const override {
    request.method = "POST";
    request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    std::string form = fmt::format("Action={}&Version={}", operation.name, service.api_version);
    if (operation.input != nullptr) write_form(form, *operation.input, input, FormStyle::ec2);
    request.body = Body(std::move(form));
    return std::nullopt;
  }

  std::expected<Value, std::string> read_response(const Operation& operation,
                                                  const Response& response) const override {
    if (operation.output == nullptr) return Value::structure();
    const XmlDocument document(response.body.bytes());
    if (!document) return std::unexpected("its body is not well-formed XML");
    return read_xml(*operation.output, document.root(), XmlReading::lenient);
  }

  AnswerError read_error(const Operation&, const Response& response) const override {
    if (auto error = read_xml_error(response.body.bytes())) return std::move(*error);
    return {std::to_string(response.status), {}};
  }

  std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const override {
    const bool post = request.method == "POST";
    if (post && request.body.is_synthetic()) return std::unexpected(missing_action());
    QueryString fields(post ? request.body.bytes() : std::string_view(request.query));
    for (const auto& [name, value] : fields) {
      if (!is_utf8(name) || !is_utf8(value)) {
        return std::unexpected(
            ServiceError{400, "MalformedQueryString", "The query string is not valid UTF-8", {}});
      }
    }
    const std::string_view* action = fields.find("Action");
    if (action == nullptr || action->empty()) return std::unexpected(missing_action());
    const Operation* operation = service.find(*action);
    if (operation == nullptr) {
      return std::unexpected(
          ServiceError{400,
                       "InvalidAction",
                       fmt::format("The action {} is not valid for this web service.", *action),
                       {}});
    }
    const std::string_view* version = fields.find("Version");
    if (version == nullptr || *version != service.api_version) {
      return std::unexpected(
          ServiceError{400,
                       "NoSuchVersion",
                       fmt::format("The requested version ({}) of service AmazonEC2 does not exist",
                                   version != nullptr ? *version : ""),
                       {}});
    }
    if (operation->input == nullptr) return ParsedRequest{operation, Value::structure()};
    fields.sort();
    auto input = read_form(*operation->input, fields, FormStyle::ec2);
    if (!input) {
      return std::unexpected(
          ServiceError{400, "InvalidParameterValue", std::move(input.error()), {}});
    }
    if (auto unknown = unknown_ec2_field(*operation->input, fields)) {
      return std::unexpected(
          ServiceError{400,
                       "UnknownParameter",
                       fmt::format("The parameter {} is not recognized", *unknown),
                       {}});
    }
    const auto violations = find_violations(*operation->input, *input, true);
    if (!violations.empty()) return std::unexpected(violation_fault(violations.front()));
    return ParsedRequest{operation, std::move(*input)};
  }

  // The members stand in the root, beside the request's id.
  Response write_response(const Service& service, const Operation& operation, const Value& output,
                          const std::string& request_id) const override {
    std::string xml(xml_declaration);
    xml += fmt::format("<{}Response xmlns=\"{}\">", operation.name, service.xml_namespace);
    write_xml_text(xml, "requestId", request_id);
    if (operation.output != nullptr) write_xml_members(xml, *operation.output, output);
    xml += fmt::format("</{}Response>", operation.name);
    return answer(operation.success_status, request_id, std::move(xml));
  }

  Response write_error(const Service& service, const Operation* operation,
                       const ServiceError& error, const std::string& request_id) const override {
    return answer(error.status, request_id,
                  write_xml_error(XmlErrorDialect::ec2, service, operation, error, request_id));
  }

 private:
  static ServiceError missing_action() {
    return {400, "MissingAction", "The request must contain the parameter Action", {}};
  }

  static Response answer(int status, const std::string& request_id, std::string xml) {
    Response response;
    response.status = status;
    response.headers.add("x-amzn-RequestId", request_id);
    response.headers.add("Content-Type", "text/xml;charset=UTF-8");
    response.body = Body(std::move(xml));
    return response;
  }
};

}  // namespace

const WireProtocol& ec2_protocol() {
  static const Ec2 protocol;
  return protocol;
}

}  // namespace godwit::aws
