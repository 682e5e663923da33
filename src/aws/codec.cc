#include "aws/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "aws/answer.h"
#include "aws/checksum.h"
#include "aws/wire_protocol.h"
#include "aws/xml_error.h"

namespace godwit::aws {

namespace {

Error invalid_input(const Service& service, const Operation& operation, std::string cause) {
  return {.kind = ErrorKind::invalid,
          .operation = operation_title(service, operation),
          .subject = {},
          .cause = std::move(cause),
          .remedy = {},
          .code = {},
          .where = {}};
}

// "{AccountId}." with the input's own account id.
Result<std::string> expand_host_prefix(const Service& service, const Operation& operation,
                                       const Value& input) {
  std::string prefix;
  std::string_view rest = operation.host_prefix;
  while (!rest.empty()) {
    const std::size_t brace = std::min(rest.find('{'), rest.size());
    prefix += rest.substr(0, brace);
    rest.remove_prefix(brace);
    if (rest.empty()) break;
    const std::string_view name = rest.substr(1, rest.find('}') - 1);
    rest.remove_prefix(name.size() + 2);
    const std::string& label = input[name].text();
    const bool good =
        !label.empty() && label.size() <= 63 && std::ranges::all_of(label, [](char letter) {
          return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                 (letter >= 'A' && letter <= 'Z') || letter == '-';
        });
    if (!good) {
      return fail(invalid_input(
          service, operation, fmt::format("{} '{}' cannot be part of a host's name", name, label)));
    }
    prefix += label;
  }
  return prefix;
}

// The input with a token wherever one is wanted and missing; nullopt where none is.
std::optional<Value> with_tokens(const Operation& operation, const Value& input,
                                 const std::function<std::string()>& make_token) {
  if (operation.input == nullptr) return std::nullopt;
  std::optional<Value> filled;
  for (const Member& member : operation.input->members) {
    if (!member.idempotency_token || input.has(member.name)) continue;
    if (!filled) filled = input;
    filled->set(member.name, make_token());
  }
  return filled;
}

constexpr std::string_view form_content_type = "application/x-www-form-urlencoded";

// Copying starts to answer before it has finished, so S3 may say 200 and then that it failed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
bool may_fail_after_200(const Service& service, const Operation& operation) {
  return service.name == "s3" &&
         (operation.name == "CopyObject" || operation.name == "UploadPartCopy" ||
          operation.name == "CompleteMultipartUpload");
}

}  // namespace

const WireProtocol& wire_protocol(Protocol protocol) {
  switch (protocol) {
    case Protocol::rest_xml:
      return rest_xml_protocol();
    case Protocol::rest_json:
      return rest_json_protocol();
    case Protocol::json:
      return json_protocol();
    case Protocol::query:
      return query_protocol();
    case Protocol::ec2:
      return ec2_protocol();
    case Protocol::rpc_v2_cbor:
      return rpc_v2_cbor_protocol();
  }
  std::abort();
}

Protocol protocol_of_request(const Service& service, const HttpRequest& request) {
  if (service.protocols.size() == 1) return service.protocol;
  const std::string_view smithy = request.headers.get("smithy-protocol");
  if (smithy == "rpc-v2-cbor" && service.speaks(Protocol::rpc_v2_cbor))
    return Protocol::rpc_v2_cbor;
  if (service.speaks(Protocol::json) && request.headers.find("X-Amz-Target") != nullptr)
    return Protocol::json;
  const bool form = request.headers.get("Content-Type").starts_with(form_content_type) ||
                    request.query.starts_with("Action=") ||
                    request.query.find("&Action=") != std::string::npos;
  if (form && service.speaks(Protocol::query)) return Protocol::query;
  return service.protocol;
}

Result<Request> serialize_request(const Service& service, const Operation& operation,
                                  const std::string& region, const Value& input,
                                  const RequestOptions& options) {
  if (options.make_token) {
    if (auto filled = with_tokens(operation, input, options.make_token)) {
      return serialize_request(service, operation, region, *filled, {options.protocol, {}});
    }
  }
  if (operation.input != nullptr) {
    const auto violations = find_violations(*operation.input, input, false);
    if (!violations.empty()) {
      return fail(invalid_input(service, operation, describe(violations.front())));
    }
  }
  Request request;
  request.service = service.name;
  request.operation = operation.name;
  request.region = signing_region(service, region);
  request.signing_name = service.signing_name;
  request.http.host = endpoint_host(service, region);
  if (!operation.host_prefix.empty()) {
    request.http.host.insert(0, TRY(expand_host_prefix(service, operation, input)));
  }
  const WireProtocol& protocol = wire_protocol(options.protocol.value_or(service.protocol));
  if (auto problem = protocol.write_request(service, operation, input, request.http)) {
    return fail(invalid_input(service, operation, std::move(*problem)));
  }
  add_checksum(operation, request.http);
  return request;
}

Result<Value> parse_response(const Service& service, const Operation& operation,
                             const Response& response, std::optional<Protocol> in_protocol) {
  const WireProtocol& protocol = wire_protocol(in_protocol.value_or(service.protocol));
  if (response.status < 200 || response.status >= 300) {
    return fail(error_of_answer(service, operation, response.status,
                                protocol.read_error(operation, response)));
  }
  if (may_fail_after_200(service, operation)) {
    if (auto late = read_xml_error(response.body.bytes())) {
      return fail(error_of_answer(service, operation, 500, std::move(*late)));
    }
  }
  auto output = protocol.read_response(operation, response);
  if (!output) return fail(unreadable_answer(service, operation, std::move(output.error())));
  return std::move(*output);
}

std::expected<ParsedRequest, ServiceError> parse_request(const Service& service,
                                                         const HttpRequest& request) {
  return wire_protocol(protocol_of_request(service, request)).read_request(service, request);
}

Response serialize_response(const Service& service, const Operation& operation, const Value& output,
                            const std::string& request_id, std::optional<Protocol> protocol) {
  return wire_protocol(protocol.value_or(service.protocol))
      .write_response(service, operation, output, request_id);
}

Response serialize_error(const Service& service, const Operation* operation,
                         const ServiceError& error, const std::string& request_id, bool head,
                         std::optional<Protocol> protocol) {
  Response response = wire_protocol(protocol.value_or(service.protocol))
                          .write_error(service, operation, error, request_id);
  if (head) response.body = Body();
  return response;
}

}  // namespace godwit::aws
