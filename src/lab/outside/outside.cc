#include "lab/outside/outside.h"

#include <fmt/format.h>

#include "aws/model.h"
#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/lab.h"

namespace godwit::lab {
namespace {

// As whom the account's own token asks.
const std::string own_name = "account";

HttpResponse json(int status, const boost::json::value& body) {
  HttpResponse response{.status = status, .headers = {}, .body = {}, .elapsed = {}};
  if (body.is_null()) return response;
  response.headers.set("Content-Type", "application/json; charset=utf-8");
  response.body = boost::json::serialize(body);
  return response;
}

std::string_view bearer_token(const HttpRequest& request) {
  const std::string_view said = trim(request.headers.get("Authorization"));
  constexpr std::string_view scheme = "Bearer ";
  if (said.size() <= scheme.size() || !equal_ignoring_case(said.substr(0, scheme.size()), scheme)) {
    return {};
  }
  return trim(said.substr(scheme.size()));
}

}  // namespace

HttpResponse refusal(const OutsideService& service, const aws::ServiceError& error) {
  return json(error.status, service.describe(error));
}

aws::ServiceError throttled_outside() {
  return {429, {}, "ThrottlerException: Too Many Requests", {}};
}

Outside::Outside(Lab& lab)
    : lab_(lab),
      secret_(lab.world().random.fork("outside")->next()),
      supabase_(lab.account(), secret_),
      secret_manager_(lab.account(), secret_) {
  const account::Credentials& own = lab.account().credentials;
  principals_["supabase"][own.supabase_access_token] = own_name;
  principals_["secretmanager"][own.google_access_token] = own_name;
}

// The visible list.
std::vector<OutsideService*> Outside::services() { return {&secret_manager_, &supabase_}; }

OutsideService* Outside::at_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  for (OutsideService* service : services()) {
    if (equal_ignoring_case(host, service->host())) return service;
  }
  return nullptr;
}

OutsideService* Outside::find(std::string_view name) {
  for (OutsideService* service : services()) {
    if (service->name() == name) return service;
  }
  return nullptr;
}

std::string Outside::introduce(const OutsideService& service, const std::string& name) {
  const std::string service_name(service.name());
  std::string token = "made-up-" + derived_text(secret_, fmt::format("{} {}", service_name, name),
                                                32, "abcdefghijklmnopqrstuvwxyz0123456789");
  principals_[service_name][token] = name;
  return token;
}

FrontDoor::Reply Outside::answer(OutsideService& service, const HttpRequest& request) {
  const auto& known = principals_[std::string(service.name())];
  const auto caller = known.find(std::string(bearer_token(request)));
  if (caller == known.end()) return {.response = refusal(service, service.stranger_refusal())};
  return perform(service, caller->second, request);
}

FrontDoor::Reply Outside::perform(OutsideService& service, const std::string& principal,
                                  const HttpRequest& request) {
  const auto match = find_route(service.routes(), request);
  if (!match) {
    return {.response = refusal(
                service, {404, {}, fmt::format("Cannot {} {}", request.method, request.path), {}})};
  }
  const std::string_view operation = match->route->operation;
  const bool changes = !aws::reads_only(operation);
  const OutsideCall call{.match = *match, .http = request, .now = lab_.now()};
  AuditTrail* trail = changes ? lab_.front_door().audit_trail() : nullptr;
  const auto write_down = [&](const FrontDoor::Reply& reply, const aws::ServiceError* error) {
    if (trail == nullptr || !trail->keeps(principal)) return;
    AuditEntry entry;
    entry.time = lab_.now();
    entry.principal = principal;
    entry.operation = fmt::format("{} {}", service.name(), operation);
    entry.subject = request.host + request.path;
    service.describe_deed(call, entry);
    entry.status = reply.response.status;
    if (error != nullptr) entry.code = std::to_string(error->status);
    entry.effect = error == nullptr;
    entry.told = !reply.drop;
    trail->add(std::move(entry));
  };

  EdgeEffect effect;
  if (edge_) effect = edge_(service, operation);
  if (effect.drop_before) return {.response = {}, .drop = true, .delay = effect.delay};
  if (effect.error) {
    FrontDoor::Reply reply{.response = refusal(service, *effect.error), .delay = effect.delay};
    write_down(reply, &*effect.error);
    return reply;
  }
  if (changes && on_change_) on_change_(service, principal, request);
  const OutsideResult result = service.handle(call);
  FrontDoor::Reply reply{
      .response = result ? json(result->status, result->body) : refusal(service, result.error()),
      .drop = effect.drop_after,
      .delay = effect.delay};
  write_down(reply, result ? nullptr : &result.error());
  return reply;
}

}  // namespace godwit::lab
