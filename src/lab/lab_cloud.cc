#include "lab/lab_cloud.h"

#include "lab/front_door.h"
#include "lab/lab.h"
#include "lab/outside/outside.h"

namespace godwit::lab {

namespace {

// How long a service takes to answer, with the way there and back.
constexpr Duration median_latency = milliseconds(30);
constexpr Duration p99_latency = milliseconds(200);

Error unreachable(const HttpRequest& request, std::string cause) {
  return {.kind = ErrorKind::unreachable,
          .operation = request.method,
          .subject = request.host,
          .cause = std::move(cause),
          .remedy = {},
          .code = {},
          .where = {}};
}

std::unexpected<Error> no_answer(const HttpRequest& request) {
  return fail({.kind = ErrorKind::unknown,
               .operation = request.method,
               .subject = request.host,
               .cause = "the connection was closed without an answer",
               .remedy = "it may have been acted on: look before you repeat it",
               .code = {},
               .where = {}});
}

}  // namespace

LabCloud::LabCloud(Lab& lab)
    : lab_(lab),
      latency_(lab.world().random.fork("latency")),
      latency_outside_(lab.world().random.fork("latency outside")) {}

Result<aws::Response> LabCloud::send(const aws::Request& request) {
  const HttpRequest& http = request.http;
  FrontDoor& door = lab_.front_door();
  const auto endpoint = aws::endpoint_of_host(http.host);
  if (!endpoint && lab_.outside().at_host(http.host) != nullptr) return send_outside(http);
  if (!endpoint || !door.exists(*endpoint))
    return fail(unreachable(http, "could not resolve host"));
  if (door.is_down(*endpoint)) return fail(unreachable(http, "connection refused"));
  FrontDoor::Reply reply = door.answer(*endpoint, http, lab_.now());
  reply.response.elapsed = latency_->log_normal(median_latency, p99_latency) + reply.delay;
  if (reply.drop) return no_answer(http);
  return std::move(reply.response);
}

Result<aws::Response> LabCloud::send_outside(const HttpRequest& http) {
  Outside& outside = lab_.outside();
  FrontDoor::Reply reply = outside.answer(*outside.at_host(http.host), http);
  reply.response.elapsed = latency_outside_->log_normal(median_latency, p99_latency) + reply.delay;
  if (reply.drop) return no_answer(http);
  return std::move(reply.response);
}

}  // namespace godwit::lab
