#include "aws/json_error.h"

#include "aws/json_reader.h"
#include "aws/json_writer.h"

namespace godwit::aws {

AnswerError read_json_error(const Response& response) {
  const auto body = response.body.is_synthetic() ? std::unexpected(std::string())
                                                 : read_json_texts(response.body.bytes());
  std::string message;
  std::string_view code = read_query_error(response.headers);
  if (code.empty()) code = bare_error_type(response.headers.get("x-amzn-ErrorType"));
  if (body) {
    for (const std::string_view name : {"__type", "code", "Code"}) {
      if (code.empty()) code = bare_error_type((*body)[name].text());
    }
    for (const std::string_view name : {"message", "Message"}) {
      if (message.empty()) message = (*body)[name].text();
    }
  }
  return {code.empty() ? std::to_string(response.status) : std::string(code), std::move(message)};
}

std::string write_json_error_members(const Shape* shape, const ServiceError& error) {
  std::string text;
  if (shape == nullptr) {
    if (error.message.empty()) return text;
    text += ",\"message\":";
    write_json_text(text, error.message);
    return text;
  }
  Value members = error_members(shape, error);
  // Some shapes have no word for their message; people still want to read it.
  if (members.has("message") && find_member(*shape, "message") == nullptr) {
    text += ",\"message\":";
    write_json_text(text, error.message);
  }
  std::string object;
  write_json(object, *shape, members);
  if (object != "{}") text += "," + object.substr(1, object.size() - 2);
  return text;
}

}  // namespace godwit::aws
