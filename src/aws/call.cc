#include "aws/call.h"

#include <cstdlib>

namespace godwit::aws {

Result<Value> call(Cloud& cloud, std::string_view service_name, std::string_view operation_name,
                   const std::string& region, const Value& input, std::string subject) {
  const Service& model = service(service_name);
  const Operation* operation = model.find(operation_name);
  if (operation == nullptr) std::abort();  // our own mistake: the model has no such operation

  const auto about = [&](Error error) {
    if (error.operation.empty()) {
      error.operation = std::string(service_name) + " " + std::string(operation_name);
    }
    if (error.subject.empty()) error.subject = subject;
    return fail(std::move(error));
  };
  const auto request = serialize_request(model, *operation, region, input);
  if (!request) return about(request.error());
  const auto response = cloud.send(*request);
  if (!response) return about(response.error());
  auto output = parse_response(model, *operation, *response);
  if (!output) return about(std::move(output.error()));
  return output;
}

}  // namespace godwit::aws
