#include "lab/lab_cloud.h"

#include "base/split_mix.h"
#include "catalog/catalog.h"
#include "lab/identifiers.h"
#include "lab/lab.h"

namespace godwit::lab {

namespace {

// How long a service takes to answer, with the way there and back.
constexpr Duration median_latency = milliseconds(30);
constexpr Duration p99_latency = milliseconds(200);

// Where a global service's control plane is: a region's end is its end too (fact C11).
const std::string home_of_global_services = "us-east-1";

Error unreachable(const HttpRequest& request, std::string cause) {
  return {.kind = ErrorKind::unreachable,
          .operation = request.method,
          .subject = request.host,
          .cause = std::move(cause),
          .remedy = {},
          .code = {},
          .where = {}};
}

}  // namespace

LabCloud::LabCloud(Lab& lab)
    : lab_(lab),
      latency_(lab.world().random.fork("latency")),
      secret_(lab.world().random.fork("request ids")->next()) {}

Result<aws::Response> LabCloud::send(const aws::Request& request) {
  const HttpRequest& http = request.http;
  const auto endpoint = aws::endpoint_of_host(http.host);
  const bool exists = endpoint &&
                      (endpoint->region.empty() || catalog::is_region(endpoint->region)) &&
                      lab_.find_service(endpoint->service->name) != nullptr;
  if (!exists) return fail(unreachable(http, "could not resolve host"));
  if (lab_.is_down(endpoint->region.empty() ? home_of_global_services : endpoint->region)) {
    return fail(unreachable(http, "connection refused"));
  }
  aws::Response response = answer(*endpoint, http);
  response.elapsed = latency_->log_normal(median_latency, p99_latency);
  return response;
}

aws::Response LabCloud::answer(const aws::Endpoint& endpoint, const HttpRequest& request) {
  const auto caller = check_access(endpoint, request);
  if (!caller) return refuse(endpoint, nullptr, caller.error(), request);
  const auto parsed = aws::parse_request(*endpoint.service, request);
  if (!parsed) return refuse(endpoint, nullptr, parsed.error(), request);
  AnswerHead head;
  const Call call{.region = endpoint.region,
                  .operation = *parsed->operation,
                  .input = parsed->input,
                  .now = lab_.now(),
                  .caller = *caller,
                  .http = &request,
                  .head = &head};
  const Answer output = lab_.find_service(endpoint.service->name)->handle(call);
  aws::Response response = output
                               ? aws::serialize_response(*endpoint.service, call.operation, *output,
                                                         next_request_id(*endpoint.service))
                               : refuse(endpoint, &call.operation, output.error(), request);
  if (output && head.status != 0) response.status = head.status;
  for (const auto& [name, value] : head.headers) response.headers.set(name, value);
  return response;
}

aws::Response LabCloud::refuse(const aws::Endpoint& endpoint, const aws::Operation* operation,
                               const aws::ServiceError& error, const HttpRequest& request) {
  // Neither answers to HEAD nor "not modified" have a body.
  const bool bare = request.method == "HEAD" || error.status == 304;
  return aws::serialize_error(*endpoint.service, operation, error,
                              next_request_id(*endpoint.service), bare);
}

std::expected<const Identity*, aws::ServiceError> LabCloud::check_access(
    const aws::Endpoint& endpoint, const HttpRequest& request) const {
  const auto& regions = lab_.account().regions;
  // A region that the account has not opted into knows no account of that name. Nobody can opt out
  // of us-east-1.
  // https://docs.aws.amazon.com/general/latest/gr/rande-manage.html
  const bool opted_in = endpoint.region.empty() || endpoint.region == home_of_global_services ||
                        std::ranges::find(regions, endpoint.region) != regions.end();
  const Identity* caller = nullptr;
  const auto scope = aws::verify_signature(
      request,
      [&](const std::string& access_key_id) -> const aws::Credentials* {
        caller = opted_in ? lab_.identities().find(access_key_id) : nullptr;
        return caller == nullptr ? nullptr : &caller->credentials;
      },
      lab_.now());
  if (!scope) return std::unexpected(scope.error());
  return caller;
}

std::string LabCloud::next_request_id(const aws::Service& service) {
  const std::uint64_t number = split_mix_at(secret_, requests_++);
  const std::string_view name(reinterpret_cast<const char*>(&number), sizeof number);
  return service.name == "s3" ? derived_text(secret_, name, 16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
                              : derived_uuid(secret_, name);
}

}  // namespace godwit::lab
