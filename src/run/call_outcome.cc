#include "run/call_outcome.h"

#include "aws/codec.h"
#include "aws/model.h"
#include "aws/plain_answer.h"

namespace godwit::run {
namespace {

// What the answer says, in the words that a step hears; nothing where a model does not know the
// call.
std::optional<ErrorKind> kind_of(const aws::Request& request, const aws::Response& response) {
  const aws::Service* service = aws::find_service(request.service);
  if (service == nullptr) return aws::kind_of_status(response.status, request.operation);
  const aws::Operation* operation = service->find(request.operation);
  if (operation == nullptr) return std::nullopt;
  const auto parsed = aws::parse_response(*service, *operation, response);
  if (parsed) return std::nullopt;
  return parsed.error().kind;
}

}  // namespace

CallOutcome outcome_of(const aws::Request& request, const Result<aws::Response>& response) {
  if (!response) {
    // `refused` is said on this side, of what was never sent: there is no token for it.
    const ErrorKind kind = response.error().kind;
    return kind == ErrorKind::unreachable || kind == ErrorKind::refused ? CallOutcome::refused
                                                                        : CallOutcome::unknown;
  }
  if (response->status < 300) return CallOutcome::applied;
  if (response->status < 500) return CallOutcome::refused;
  // Only a service itself can say that it did nothing. A failure without a body may come from
  // something that stands before it and does not know.
  const bool says_later = !response->body.empty() && is_throttled(request, *response);
  return says_later ? CallOutcome::refused : CallOutcome::unknown;
}

bool is_throttled(const aws::Request& request, const aws::Response& response) {
  return kind_of(request, response) == ErrorKind::throttled;
}

}  // namespace godwit::run
