// What the protocols have in common when they write and read errors.
#include <algorithm>

#include "aws/wire_protocol.h"

namespace godwit::aws {

const Shape* error_shape(const Operation* operation, std::string_view code) {
  if (operation == nullptr) return nullptr;
  for (const Shape* shape : operation->errors) {
    if (shape->error_code == code || shape->name == code) return shape;
  }
  return nullptr;
}

std::string_view error_type(const Operation* operation, std::string_view code) {
  const Shape* shape = error_shape(operation, code);
  return shape != nullptr ? shape->name : code;
}

std::string_view error_code(const Operation* operation, std::string_view code) {
  const Shape* shape = error_shape(operation, code);
  return shape != nullptr ? shape->error_code : code;
}

std::string_view bare_error_type(std::string_view type) {
  type = type.substr(0, type.find(':'));
  return type.substr(type.rfind('#') + 1);  // npos + 1 is 0
}

std::string_view fault_side(int status) { return status < 500 ? "Sender" : "Receiver"; }

void write_query_error(const Service& service, const Operation* operation,
                       const ServiceError& error, Headers& headers) {
  if (!service.query_compatible) return;
  std::string text(error_code(operation, error.code));
  text += ';';
  text += fault_side(error.status);
  headers.add("x-amzn-query-error", std::move(text));
}

std::string_view read_query_error(const Headers& headers) {
  const std::string_view text = headers.get("x-amzn-query-error");
  const std::size_t semicolon = text.find(';');
  return semicolon == std::string_view::npos ? std::string_view() : text.substr(0, semicolon);
}

ServiceError validation_fault(const Operation& operation,
                              const std::vector<Violation>& violations) {
  // Most services have the framework's ValidationException, in their models or not; a few call it
  // after its status, as Transcribe does.
  // https://docs.aws.amazon.com/transcribe/latest/APIReference/CommonErrors.html
  const bool by_status = error_shape(&operation, "ValidationException") == nullptr &&
                         error_shape(&operation, "BadRequestException") != nullptr;
  return {400,
          by_status ? "BadRequestException" : "ValidationException",
          describe_as_aws(violations),
          {}};
}

Value error_members(const Shape* shape, const ServiceError& error) {
  Value members = Value::structure();
  std::string_view message = "message";
  if (shape != nullptr) {
    const auto named = std::ranges::find_if(
        shape->members, [](const Member& member) { return is_message(member.name); });
    if (named != shape->members.end()) message = named->name;
  }
  if (!error.message.empty()) members.set(message, error.message);
  for (const auto& [name, value] : error.details.members()) {
    if (!is_message(name)) members.set(name, value);
  }
  return members;
}

}  // namespace godwit::aws
