#include "run/journalling_cloud.h"

#include <cassert>

#include "aws/model.h"
#include "run/call_outcome.h"

namespace godwit::run {

JournallingCloud::JournallingCloud(aws::Cloud& next, Append append)
    : next_(next), append_(std::move(append)) {}

Result<aws::Response> JournallingCloud::send(const aws::Request& request) {
  return aws::reads_only(request.operation) ? next_.send(request) : send_mutating(request);
}

Result<aws::Response> JournallingCloud::send_mutating(const aws::Request& request) {
  assert(!used_ && "a step made a second mutating call in one turn");
  used_ = true;
  // Host and path name the thing that is changed; queries and bodies stay out, they may hold data.
  TRY_VOID(append_(RecordKind::intent, {{"operation", request.service + " " + request.operation},
                                        {"subject", request.http.host + request.http.path}}));
  // From here until the outcome is written, nobody can say what has happened.
  Result<aws::Response> response = next_.send(request);
  boost::json::object said;
  if (response) {
    said["status"] = response->status;
  } else {
    said["cause"] = response.error().cause;
  }
  switch (outcome_of(request, response)) {
    case CallOutcome::applied:
      TRY_VOID(append_(RecordKind::applied, {}));
      break;
    case CallOutcome::refused:
      TRY_VOID(append_(RecordKind::refused, std::move(said)));
      break;
    case CallOutcome::unknown:
      if (response) said = {{"cause", fmt::format("HTTP {}", response->status)}};
      TRY_VOID(append_(RecordKind::unknown, std::move(said)));
      break;
  }
  return response;
}

Result<void> JournallingCloud::perform(const std::string& operation, const std::string& subject,
                                       const std::function<Result<void>()>& effect) {
  assert(!used_ && "a step made a second change in one turn");
  used_ = true;
  TRY_VOID(append_(RecordKind::intent, {{"operation", operation}, {"subject", subject}}));
  Result<void> done = effect();
  if (done) {
    TRY_VOID(append_(RecordKind::applied, {}));
    return {};
  }
  const RecordKind what =
      done.error().kind == ErrorKind::unknown ? RecordKind::unknown : RecordKind::refused;
  TRY_VOID(append_(what, {{"cause", done.error().cause}}));
  return done;
}

}  // namespace godwit::run
