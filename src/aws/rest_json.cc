// The rest-json protocol: Bedrock, Chime SDK.
// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "aws/binding.h"
#include "aws/json_error.h"
#include "aws/json_reader.h"
#include "aws/json_writer.h"
#include "aws/rest_fault.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

struct Content {
  Body body;
  std::string_view type;  // empty where there is none
};

// The body of a request or response, and what it is unless a header says otherwise.
Content content_of(const Shape& shape, const Value& value) {
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_raw(*payload)) {
    const Value& part = value[payload->name];
    if (!part.present()) return {};
    return {part.body(),
            payload->shape->type == ShapeType::blob ? "application/octet-stream" : "text/plain"};
  }
  if (payload == nullptr && !has_body_member(shape)) return {};
  std::string json;
  if (payload == nullptr) {
    write_json(json, shape, value);
  } else if (value.has(payload->name)) {
    write_json(json, *payload->shape, value[payload->name]);
  } else {
    json = "{}";
  }
  return {Body(std::move(json)), "application/json"};
}

// Appends what a body says, or says in a sentence why it cannot be read.
std::optional<std::string> read_content(const Shape& shape, const Body& body, Members& members) {
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_raw(*payload)) {
    if (payload->streaming) {
      members.emplace_back(payload->name, Value(body));
    } else if (!body.empty() || payload->required) {
      if (body.is_synthetic()) return "Unexpected token or end of input";
      members.emplace_back(payload->name, Value(body.bytes()));
    }
    return std::nullopt;
  }
  if (body.empty() || (payload == nullptr && !has_body_member(shape))) return std::nullopt;
  if (body.is_synthetic()) return "Unexpected token or end of input";
  auto value = read_json(payload != nullptr ? *payload->shape : shape, body.bytes());
  if (!value) return std::move(value.error());
  if (payload != nullptr) {
    members.emplace_back(payload->name, std::move(*value));
  } else {
    std::ranges::move(std::move(*value).take_members(), std::back_inserter(members));
  }
  return std::nullopt;
}

// Where the type is a member, whoever leaves it out means the service's own choice.
bool has_type_member(const Shape& shape) {
  return std::ranges::any_of(shape.members, [](const Member& member) {
    return member.location == MemberLocation::header &&
           equal_ignoring_case(member.wire_name, "Content-Type");
  });
}

void set_content(const Shape& shape, const Value& value, Headers& headers, Body& body) {
  Content content = content_of(shape, value);
  body = std::move(content.body);
  if (!content.type.empty() && !has_type_member(shape)) {
    headers.set("Content-Type", std::string(content.type));
  }
}

class RestJson : public WireProtocol {
 public:
  std::optional<std::string> write_request(const Service&, const Operation& operation,
                                           const Value& input,
                                           HttpRequest& request) const override {
    request.method = operation.http_method;
    request.path = expand_path(operation.uri, operation.input, input);
    request.query = expand_query(operation.uri, operation.input, input);
    if (operation.input == nullptr) return std::nullopt;
    if (const auto problem = write_headers(*operation.input, input, request.headers)) {
      return fmt::format("{} cannot be sent in a header", problem->member->name);
    }
    set_content(*operation.input, input, request.headers, request.body);
    return std::nullopt;
  }

  std::expected<Value, std::string> read_response(const Operation& operation,
                                                  const Response& response) const override {
    if (operation.output == nullptr) return Value::structure();
    const Shape& shape = *operation.output;
    Members members;
    read_headers(shape, response.headers, true, members);
    for (const Member& member : shape.members) {
      if (member.location != MemberLocation::status_code) continue;
      members.emplace_back(member.name, Value(response.status));
    }
    if (operation.http_method != "HEAD") {
      if (const auto problem = read_content(shape, response.body, members)) {
        return std::unexpected("its body is not the JSON it should be: " + *problem);
      }
    }
    return Value(std::move(members));
  }

  AnswerError read_error(const Operation& operation, const Response& response) const override {
    if (operation.http_method == "HEAD" && response.headers.find("x-amzn-ErrorType") == nullptr) {
      return error_without_body(operation, response.status);
    }
    return read_json_error(response);
  }

  std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const override {
    const QueryString query(request.query);
    const auto match =
        router_of(service).find(request.method, request.path, query, request.headers);
    if (!match) return std::unexpected(route_fault(service, match.error()));
    const Operation& operation = *match->operation;
    if (operation.input == nullptr) return ParsedRequest{&operation, Value::structure()};
    const Shape& shape = *operation.input;
    Members members;
    auto problem = read_labels(shape, *match, members);
    if (!problem) problem = read_query(shape, query, members);
    if (!problem) problem = read_headers(shape, request.headers, false, members);
    if (problem) {
      return std::unexpected(
          ServiceError{400,
                       "SerializationException",
                       fmt::format("Invalid value for '{}'", problem->member->wire_name),
                       {}});
    }
    if (auto unreadable = read_content(shape, request.body, members)) {
      return std::unexpected(
          ServiceError{400, "SerializationException", std::move(*unreadable), {}});
    }
    Value input(std::move(members));
    const auto violations = find_violations(shape, input, true);
    if (!violations.empty()) return std::unexpected(validation_fault(operation, violations));
    return ParsedRequest{&operation, std::move(input)};
  }

  Response write_response(const Service&, const Operation& operation, const Value& output,
                          const std::string& request_id) const override {
    Response response;
    response.status = operation.success_status;
    response.headers.add("x-amzn-RequestId", request_id);
    if (operation.output == nullptr) return response;
    const Shape& shape = *operation.output;
    write_headers(shape, output, response.headers);
    for (const Member& member : shape.members) {
      if (member.location != MemberLocation::status_code || !output.has(member.name)) continue;
      response.status = static_cast<int>(output[member.name].integer());
    }
    if (operation.http_method != "HEAD") {
      set_content(shape, output, response.headers, response.body);
    }
    return response;
  }

  Response write_error(const Service&, const Operation* operation, const ServiceError& error,
                       const std::string& request_id) const override {
    Response response;
    response.status = error.status;
    response.headers.add("x-amzn-RequestId", request_id);
    const std::string type(error_type(operation, error.code));
    response.headers.add("x-amzn-ErrorType", type);
    const Shape* shape = error_shape(operation, error.code);
    if (shape != nullptr) write_headers(*shape, error.details, response.headers);
    response.headers.set("Content-Type", "application/json");
    std::string body = "{\"__type\":";
    write_json_text(body, type);
    body += write_json_error_members(shape, error);
    body += '}';
    response.body = Body(std::move(body));
    return response;
  }
};

}  // namespace

const WireProtocol& rest_json_protocol() {
  static const RestJson protocol;
  return protocol;
}

}  // namespace godwit::aws
