#include "consumer/web_call.h"

#include <fmt/format.h>

#include "aws/model.h"
#include "aws/plain_answer.h"

namespace godwit::consumer {
namespace {

constexpr std::size_t longest_cause = 300;

struct Said {
  std::string code;
  std::string message;
};

// {"message": "..."} as Supabase has it, of which some are lists; {"error": {"status": ...,
// "message": ...}} as Google has it.
Said read_error(std::string_view body) {
  boost::system::error_code error;
  const boost::json::value read = boost::json::parse(body, error);
  if (error || !read.is_object()) return {};
  const auto* inner = read.get_object().if_contains("error");
  if (inner != nullptr && inner->is_object()) {
    return {text_in(*inner, "status"), text_in(*inner, "message")};
  }
  const auto* message = read.get_object().if_contains("message");
  if (message == nullptr || !message->is_array()) return {{}, text_in(read, "message")};
  Said said;
  for (const auto& each : message->get_array()) {
    if (!each.is_string()) continue;
    if (!said.message.empty()) said.message += "; ";
    said.message += std::string_view(each.get_string());
  }
  return said;
}

std::string without(std::string text, const std::vector<std::string>& hidden) {
  for (const std::string& each : hidden) {
    if (each.empty()) continue;
    for (auto at = text.find(each); at != std::string::npos; at = text.find(each, at + 3)) {
      text.replace(at, each.size(), "***");
    }
  }
  return text;
}

std::string remedy_for(ErrorKind kind, int status) {
  switch (kind) {
    case ErrorKind::unknown:
      return "it may have been acted on: look before you repeat it";
    case ErrorKind::not_found:
      return "check the project and the name";
    case ErrorKind::throttled:
      return "ask less often, or later";
    case ErrorKind::unreachable:
      return "try again later";
    default:
      break;
  }
  if (status == 401) return "check whether the token is still valid";
  if (status == 403) return "check what the token may do, and in which projects";
  return "check the names and values that the plan gives";
}

}  // namespace

std::string text_in(const boost::json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  const auto* member = object != nullptr ? object->if_contains(name) : nullptr;
  return member != nullptr && member->is_string() ? std::string(member->get_string())
                                                  : std::string();
}

std::int64_t number_in(const boost::json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  const auto* member = object != nullptr ? object->if_contains(name) : nullptr;
  if (member == nullptr) return 0;
  if (const auto* number = member->if_int64()) return *number;
  // Times in milliseconds and versions come as any kind of number.
  if (const auto* number = member->if_double();
      number != nullptr && *number > -9e15 && *number < 9e15) {
    return static_cast<std::int64_t>(*number);
  }
  return 0;
}

std::unexpected<Error> unreadable(const WebCall& call, std::string problem) {
  const bool reads = aws::reads_only(call.operation);
  return fail(
      {.kind = reads ? ErrorKind::unreachable : ErrorKind::unknown,
       .operation = call.service + " " + call.operation,
       .subject = call.subject,
       .cause = "the answer cannot be read: " + std::move(problem),
       .remedy = reads ? "try again later" : "it may have been acted on: look before you repeat it",
       .code = {},
       .where = {}});
}

Result<boost::json::value> ask(aws::Cloud& cloud, const WebCall& call) {
  aws::Request request{.http = {.method = call.method,
                                .host = call.host,
                                .path = call.path,
                                .query = call.query,
                                .headers = {{"Accept", "application/json"}},
                                .body = {},
                                .address = {}},
                       .service = call.service,
                       .operation = call.operation,
                       .region = {},
                       .signing_name = {}};
  if (!call.body.empty()) {
    request.http.headers.set("Content-Type", call.content_type);
    request.http.body = call.body;
  }
  auto response = cloud.send(request);
  if (!response) {
    Error error = std::move(response.error());
    error.operation = call.service + " " + call.operation;
    error.subject = call.subject;
    return fail(std::move(error));
  }
  if (response->body.is_synthetic()) return unreadable(call, "it has no content");
  const std::string_view body = response->body.bytes();
  if (const auto kind = aws::kind_of_status(response->status, call.operation)) {
    const Said said = read_error(body);
    std::string cause = fmt::format("HTTP {}", response->status);
    if (!said.message.empty()) {
      cause += ": " + without(said.message, call.hidden).substr(0, longest_cause);
    }
    return fail({.kind = *kind,
                 .operation = call.service + " " + call.operation,
                 .subject = call.subject,
                 .cause = std::move(cause),
                 .remedy = remedy_for(*kind, response->status),
                 .code = said.code,
                 .where = {}});
  }
  if (body.empty()) return boost::json::value();
  boost::system::error_code error;
  boost::json::value read = boost::json::parse(body, error);
  // Some changes are answered with a word that is no JSON.
  if (error && !aws::reads_only(call.operation)) return boost::json::value();
  if (error) return unreadable(call, "it is no JSON");
  return read;
}

}  // namespace godwit::consumer
