#include "rehearse/faults/faulty_cloud.h"

#include <array>

#include "aws/signature_fault.h"
#include "lab/throttling.h"

namespace godwit::rehearse {
namespace {

constexpr std::array kinds = {FaultKind::throttled,          FaultKind::server_errors,
                              FaultKind::lost_requests,      FaultKind::lost_responses,
                              FaultKind::slow_calls,         FaultKind::stale_reads,
                              FaultKind::expired_credentials};

aws::ServiceError expired(const aws::Request& request) {
  return aws::expired_token(aws::dialect_of(request.http, aws::endpoint_of_host(request.http.host),
                                            request.signing_name));
}

std::unexpected<Error> no_answer(const aws::Request& request) {
  return fail({.kind = ErrorKind::unknown,
               .operation = request.http.method,
               .subject = request.http.host,
               .cause = "no answer within " + format_duration(request.http.timeout),
               .remedy = "it may have been acted on: look before you repeat it",
               .code = {},
               .where = {}});
}

lab::OutsideService* service_outside(lab::Outside* outside, const aws::Request& request) {
  return outside != nullptr ? outside->at_host(request.http.host) : nullptr;
}

}  // namespace

bool FaultyCloud::is_needed(const Schedule& schedule) {
  return std::ranges::any_of(kinds, [&](FaultKind kind) { return schedule.has(kind); });
}

// As the service itself would say it.
aws::Response FaultyCloud::refusal(const aws::Request& request,
                                   const aws::ServiceError& error) const {
  aws::Response response;
  if (lab::OutsideService* outside = service_outside(outside_, request)) {
    response = lab::refusal(*outside, error);
  } else {
    const aws::Service& service = aws::service(request.service);
    response = aws::serialize_error(service, service.find(request.operation), error,
                                    "0F0A0U0L0T000001", request.http.method == "HEAD",
                                    aws::protocol_of_request(service, request.http));
  }
  response.elapsed = milliseconds(20);
  return response;
}

Result<aws::Response> FaultyCloud::send(const aws::Request& request) {
  const std::string& service = request.service;
  const bool outside = service_outside(outside_, request) != nullptr;
  // AWS's credentials: other services know nothing of them.
  if (!outside && schedule_.strike(FaultKind::expired_credentials)) {
    return refusal(request, expired(request));
  }
  if (schedule_.strike(FaultKind::throttled, service)) {
    return refusal(request,
                   outside ? lab::throttled_outside() : lab::throttled(aws::service(service)));
  }
  if (schedule_.strike(FaultKind::lost_requests, service)) return no_answer(request);
  if (Trouble* trouble = schedule_.strike(FaultKind::server_errors, service)) {
    const std::uint64_t which = trouble->chance->below(4);
    if (which == 0) {
      return refusal(request,
                     {503, "ServiceUnavailable", "Service is unable to handle request.", {}});
    }
    if (which == 1) return refusal(request, {502, "BadGateway", "Bad Gateway", {}});
    // An answer of 500 says nothing about whether something has happened.
    if (which == 2) (void)pass_on(request);
    return refusal(request, {500, "InternalFailure", "An internal error has occurred.", {}});
  }
  if (const aws::Response* stale = stale_answer(request)) return *stale;

  Result<aws::Response> response = pass_on(request);
  if (!response) return response;
  if (Trouble* trouble = schedule_.strike(FaultKind::slow_calls, service)) {
    response->elapsed += trouble->fault.amount;
    if (response->elapsed > request.http.timeout) return no_answer(request);
  }
  if (schedule_.strike(FaultKind::lost_responses, service)) return no_answer(request);
  return response;
}

Result<aws::Response> FaultyCloud::pass_on(const aws::Request& request) {
  auto response = next_.send(request);
  if (response && schedule_.has(FaultKind::stale_reads)) memory_.saw(request, *response);
  return response;
}

const aws::Response* FaultyCloud::stale_answer(const aws::Request& request) {
  const aws::Response* found = nullptr;
  schedule_.each_active(FaultKind::stale_reads, [&](Trouble& trouble) {
    if (found != nullptr) return;
    if (!trouble.fault.service.empty() && trouble.fault.service != request.service) return;
    const aws::Response* stale = memory_.stale(request, trouble.fault.amount);
    if (stale != nullptr && trouble.strikes()) found = stale;
  });
  return found;
}

}  // namespace godwit::rehearse
