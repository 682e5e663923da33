#include "lab/front_door.h"

#include <algorithm>

#include "aws/signature.h"
#include "base/split_mix.h"
#include "catalog/catalog.h"
#include "lab/audit_trail.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/planes.h"

namespace godwit::lab {

namespace {

// Where a global service's control plane is: a region's end is its end too (fact C11).
const std::string home_of_global_services = "us-east-1";

// May it leave something behind? STS makes credentials whatever its operations are called.
bool may_change(const aws::Service& service, const aws::Operation& operation) {
  if (service.name == "sts") return operation.name != "GetCallerIdentity";
  return !aws::reads_only(operation.name);
}

}  // namespace

FrontDoor::FrontDoor(Lab& lab)
    : lab_(lab), authorizer_(lab), secret_(lab.world().random.fork("request ids")->next()) {}

bool FrontDoor::exists(const aws::Endpoint& endpoint) const {
  // "No such endpoint" is a fact of the catalog (facts A1, A3, A4).
  return catalog::has_endpoint(endpoint.service->endpoint_prefix, endpoint.region) &&
         lab_.find_service(*endpoint.service) != nullptr;
}

bool FrontDoor::is_down(const aws::Endpoint& endpoint) const {
  return lab_.is_down(endpoint.region.empty() ? home_of_global_services : endpoint.region);
}

bool FrontDoor::is_in_trouble(const aws::Endpoint& endpoint,
                              const aws::Operation& operation) const {
  const Troubles& troubles = lab_.troubles();
  if (troubles.control_planes.empty() && troubles.data_planes.empty()) return false;
  const auto& planes = plane_of(*endpoint.service, operation) == Plane::data
                           ? troubles.data_planes
                           : troubles.control_planes;
  return planes.contains(endpoint.region.empty() ? home_of_global_services : endpoint.region);
}

FrontDoor::Reply FrontDoor::answer(const aws::Endpoint& endpoint, const HttpRequest& request,
                                   Time signing_time) {
  const auto caller = authenticate(endpoint, request, signing_time);
  if (!caller) return {.response = refuse(*endpoint.service, nullptr, caller.error(), request)};
  return perform(endpoint, *caller, request);
}

FrontDoor::Reply FrontDoor::answer(const aws::Endpoint& endpoint, const std::string& bucket,
                                   HttpRequest&& request, Time signing_time) {
  if (bucket.empty()) return answer(endpoint, request, signing_time);
  const auto caller = authenticate(endpoint, request, signing_time);
  if (!caller) return {.response = refuse(*endpoint.service, nullptr, caller.error(), request)};
  // Signed for the host as it was; from here on it is said as AWS's own hosts say it.
  request.host = bucket + "." + aws::endpoint_host(*endpoint.service, endpoint.region);
  return perform(endpoint, *caller, request);
}

FrontDoor::Reply FrontDoor::perform(const aws::Endpoint& endpoint, const Identity* caller,
                                    const HttpRequest& request) {
  const auto parsed = aws::parse_request(*endpoint.service, request);
  if (!parsed) return {.response = refuse(*endpoint.service, nullptr, parsed.error(), request)};
  const aws::Operation& operation = *parsed->operation;

  const bool audited = trail_ != nullptr && may_change(*endpoint.service, operation);

  EdgeEffect effect;
  if (edge_) effect = edge_(*endpoint.service, operation, endpoint.region);
  if (is_in_trouble(endpoint, operation)) {
    effect.error = {503, "ServiceUnavailable", "Service is unable to handle request.", {}};
  }
  if (effect.drop_before) return {.drop = true, .delay = effect.delay};
  const auto turned_away = [&](const aws::ServiceError& error) {
    Reply reply{.response = refuse(*endpoint.service, &operation, error, request),
                .delay = effect.delay};
    if (audited) write_down(endpoint, *caller, *parsed, request, {}, &error, reply);
    return reply;
  };
  if (effect.error) return turned_away(*effect.error);

  const auto denied =
      caller == &stranger_
          ? lab_.find_service(*endpoint.service)->stranger_refusal(operation, parsed->input)
          : authorizer_.check(*caller, *endpoint.service, operation, parsed->input,
                              endpoint.region);
  if (denied) return turned_away(*denied);

  if (on_change_ && may_change(*endpoint.service, operation)) {
    on_change_(endpoint, *caller, request);
  }
  AnswerHead head;
  const Call call{.region = endpoint.region,
                  .operation = operation,
                  .input = parsed->input,
                  .now = lab_.now(),
                  .caller = caller,
                  .http = &request,
                  .head = &head};
  const Answer output = lab_.find_service(*endpoint.service)->handle(call);
  Reply reply{.response = output ? aws::serialize_response(
                                       *endpoint.service, operation, *output,
                                       next_request_id(*endpoint.service),
                                       aws::protocol_of_request(*endpoint.service, request))
                                 : refuse(*endpoint.service, &operation, output.error(), request),
              .drop = effect.drop_after,
              .delay = effect.delay};
  if (output && head.status != 0) reply.response.status = head.status;
  for (const auto& [name, value] : head.headers) reply.response.headers.set(name, value);
  if (audited) {
    write_down(endpoint, *caller, *parsed, request, output ? *output : aws::Value(),
               output ? nullptr : &output.error(), reply);
  }
  return reply;
}

void FrontDoor::write_down(const aws::Endpoint& endpoint, const Identity& caller,
                           const aws::ParsedRequest& parsed, const HttpRequest& request,
                           const aws::Value& output, const aws::ServiceError* error,
                           const Reply& reply) {
  const std::string& principal =
      caller.name.empty() ? caller.credentials.access_key_id : caller.name;
  if (!trail_->keeps(principal)) return;
  AuditEntry entry = describe_call(*endpoint.service, *parsed.operation, endpoint.region, request,
                                   parsed.input, output);
  entry.time = lab_.now();
  entry.principal = principal;
  entry.status = reply.response.status;
  if (error != nullptr) entry.code = error->code;
  entry.effect = error == nullptr;
  entry.told = !reply.drop;
  trail_->add(std::move(entry));
}

aws::Response FrontDoor::refuse(const aws::Service& service, const aws::Operation* operation,
                                const aws::ServiceError& error, const HttpRequest& request) {
  // Neither answers to HEAD nor "not modified" have a body.
  const bool bare = request.method == "HEAD" || error.status == 304;
  return aws::serialize_error(service, operation, error, next_request_id(service), bare,
                              aws::protocol_of_request(service, request));
}

std::expected<const Identity*, aws::ServiceError> FrontDoor::authenticate(
    const aws::Endpoint& endpoint, const HttpRequest& request, Time signing_time) const {
  // S3 serves strangers what is public.
  if (endpoint.service->name == "s3" && aws::is_anonymous(request)) return &stranger_;
  const auto& regions = lab_.account().regions;
  // A region that the account has not opted into knows no account of that name. Nobody can opt out
  // of us-east-1.
  // https://docs.aws.amazon.com/general/latest/gr/rande-manage.html
  const bool opted_in = endpoint.region.empty() || endpoint.region == home_of_global_services ||
                        std::ranges::find(regions, endpoint.region) != regions.end();
  const Identity* caller = nullptr;
  const auto verified = aws::verify_signature(
      request,
      [&](std::string_view access_key_id) -> std::optional<aws::Signer> {
        caller = opted_in ? lab_.identities().find(access_key_id) : nullptr;
        if (caller == nullptr) return std::nullopt;
        aws::Signer signer{&caller->credentials};
        // Sessions end in the lab's time, which may run faster than that of signatures.
        if (caller->expires) signer.expires = signing_time + (*caller->expires - lab_.now());
        return signer;
      },
      signing_time);
  if (!verified) return std::unexpected(verified.error());
  return caller;
}

std::string FrontDoor::next_request_id(const aws::Service& service) {
  const std::uint64_t number = split_mix_at(secret_, requests_++);
  const std::string_view name(reinterpret_cast<const char*>(&number), sizeof number);
  return service.name == "s3" ? derived_text(secret_, name, 16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
                              : derived_uuid(secret_, name);
}

}  // namespace godwit::lab
