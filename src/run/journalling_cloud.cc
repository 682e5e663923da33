#include "run/journalling_cloud.h"

#include <cassert>

#include "aws/model.h"

namespace godwit::run {

JournallingCloud::JournallingCloud(aws::Cloud& next, Append append)
    : next_(next), append_(std::move(append)) {}

Result<aws::Response> JournallingCloud::send(const aws::Request& request) {
  Result<aws::Response> response =
      aws::reads_only(request.operation) ? next_.send(request) : send_mutating(request);
  if (response) elapsed_ += response->elapsed;
  return response;
}

Result<aws::Response> JournallingCloud::send_mutating(const aws::Request& request) {
  assert(!used_ && "a step made a second mutating call in one turn");
  used_ = true;
  // Host and path name the thing that is changed; queries and bodies stay out, they may hold data.
  TRY_VOID(append_(RecordKind::intent, {{"operation", request.service + " " + request.operation},
                                        {"subject", request.http.host + request.http.path}}));
  // From here until the outcome is written, nobody can say what has happened.
  outcome_unknown_ = true;
  Result<aws::Response> response = next_.send(request);
  if (!response) {
    bool unknown = response.error().kind != ErrorKind::unreachable;
    TRY_VOID(append_(unknown ? RecordKind::unknown : RecordKind::refused,
                     {{"cause", response.error().cause}}));
    outcome_unknown_ = unknown;
  } else if (response->status >= 500 && response->status != 503) {
    // 503 is AWS's "not now" before anything was done; any other failure inside may have come late.
    TRY_VOID(append_(RecordKind::unknown, {{"cause", fmt::format("HTTP {}", response->status)}}));
  } else {
    bool applied = response->status < 300;
    TRY_VOID(append_(
        applied ? RecordKind::applied : RecordKind::refused,
        applied ? boost::json::object() : boost::json::object{{"status", response->status}}));
    outcome_unknown_ = false;
  }
  return response;
}

}  // namespace godwit::run
