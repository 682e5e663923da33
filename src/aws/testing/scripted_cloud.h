// A Cloud whose services are a function: requests are parsed, and answers written, as a server
// would. For tests only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "aws/codec.h"

namespace godwit::aws::testing {

class ScriptedCloud : public Cloud {
 public:
  using Answer = std::expected<Value, ServiceError>;
  // What to answer to "PutObject" with its input.
  using Script = std::function<Answer(const std::string& operation, const Value& input)>;

  ScriptedCloud() = default;
  explicit ScriptedCloud(Script script) : script_(std::move(script)) {}

  // The same to everything.
  static ScriptedCloud answering(Answer answer) {
    return ScriptedCloud([answer](const auto&, const auto&) { return answer; });
  }

  Result<Response> send(const Request& request) override {
    last = request;
    const auto endpoint = endpoint_of_host(request.http.host);
    if (!endpoint) {
      return fail({.kind = ErrorKind::unreachable,
                   .operation = {},
                   .subject = {},
                   .cause = "no such host",
                   .remedy = {},
                   .code = {},
                   .where = {}});
    }
    const Service& service = *endpoint->service;
    const bool head = request.http.method == "HEAD";
    const Protocol protocol = protocol_of_request(service, request.http);
    const auto parsed = parse_request(service, request.http);
    if (!parsed) return serialize_error(service, nullptr, parsed.error(), "id", head, protocol);
    operations.emplace_back(parsed->operation->name);
    inputs.push_back(parsed->input);
    const Answer answer = script_(operations.back(), parsed->input);
    if (!answer) {
      return serialize_error(service, parsed->operation, answer.error(), "id", head, protocol);
    }
    return serialize_response(service, *parsed->operation, *answer, "id", protocol);
  }

  Request last;
  std::vector<std::string> operations;
  std::vector<Value> inputs;

 private:
  Script script_ = [](const auto&, const auto&) { return Value::structure(); };
};

}  // namespace godwit::aws::testing
