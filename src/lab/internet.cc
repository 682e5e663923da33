#include "lab/internet.h"

#include <cassert>

#include "base/text.h"
#include "lab/lab.h"

namespace godwit::lab {
namespace {

// One answer in a hundred takes this many times what a usual one does: the tail of a small HTTP
// API.
constexpr int latency_tail = 3;

std::unexpected<Error> not_reached(const HttpRequest& request, std::string cause) {
  return fail({ErrorKind::unreachable,
               "connect to",
               fmt::format("{} at {}", request.host, request.address),
               std::move(cause),
               "nothing was sent; try again, or another region",
               {},
               {}});
}

HttpResponse plain_answer(int status, std::string_view message) {
  HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = fmt::format(R"({{"message":"{}"}})", message);
  return response;
}

std::string_view without_port(std::string_view host) { return host.substr(0, host.find(':')); }

// What the client says it wants: its Host header, where it set one of its own, or the URL's host.
std::string_view wanted_host(const HttpRequest& request) {
  const std::string* header = request.headers.find("Host");
  return without_port(header != nullptr ? *header : request.host);
}

bool answers_to(const account::Site& site, std::string_view host) {
  if (equal_ignoring_case(site.endpoint, host)) return true;
  for (const std::string& name : site.hostnames) {
    if (equal_ignoring_case(name, host)) return true;
  }
  return false;
}

bool is_api_gateway(const account::Site& site) {
  return site.endpoint.find(".execute-api.") != std::string::npos;
}

}  // namespace

Internet::Internet(Lab& lab) : lab_(lab), latency_(lab.world().random.fork("internet")) {
  for (const account::Site& site : lab.account().workload.sites) {
    sites_.emplace(site.address, Site{&site, {}, SiteState::up, {}});
  }
}

Internet::Site* Internet::site_in(const std::string& region) {
  for (auto& [address, site] : sites_) {
    if (site.description->region == region) return &site;
  }
  return nullptr;
}

const Internet::Site* Internet::site_at(const std::string& address) const {
  const auto found = sites_.find(address);
  return found == sites_.end() ? nullptr : &found->second;
}

void Internet::deploy(const std::string& region, Handler handler) {
  Site* site = site_in(region);
  assert(site != nullptr && "the account has no site in that region");
  if (site != nullptr) site->handler = std::move(handler);
}

void Internet::set_state(const std::string& region, SiteState state, Duration delay) {
  Site* site = site_in(region);
  assert(site != nullptr && "the account has no site in that region");
  if (site == nullptr) return;
  site->state = state;
  site->delay = delay;
}

SiteState Internet::state(const std::string& region) const {
  for (const auto& [address, site] : sites_) {
    if (site.description->region == region) return site.state;
  }
  return SiteState::gone;
}

const std::string& Internet::region_at(const std::string& address) const {
  static const std::string nowhere;
  const Site* site = site_at(address);
  return site == nullptr ? nowhere : site->description->region;
}

bool Internet::listens(const std::string& address, std::string_view scheme, int port) const {
  const Site* site = site_at(address);
  if (site == nullptr) return false;
  if (scheme == "https") return port == 443;
  return port == 80 && !is_api_gateway(*site->description);
}

bool Internet::accepts(const std::string& address) const {
  const Site* site = site_at(address);
  return site != nullptr && site->state != SiteState::gone &&
         !lab_.is_down(site->description->region);
}

Result<HttpResponse> Internet::deliver(const HttpRequest& request, Duration round_trip) {
  return deliver(request, round_trip, *latency_);
}

Result<HttpResponse> Internet::deliver(const HttpRequest& request, Duration round_trip,
                                       Random& chance) {
  const Site* site = site_at(request.address);
  if (site == nullptr) return not_reached(request, "nobody has that address");
  const account::Site& description = *site->description;
  if (lab_.is_down(description.region))
    return not_reached(request, description.region + " is down");
  if (site->state == SiteState::gone) return not_reached(request, "the connection was refused");

  HttpResponse response;
  if (!answers_to(description, wanted_host(request))) {
    response = plain_answer(403, "Forbidden");
  } else if (site->state == SiteState::failing || !site->handler ||
             (site->state == SiteState::ailing && request.path != "/health")) {
    response = plain_answer(503, "Service Unavailable");
  } else {
    response = site->handler(request);
  }

  response.elapsed +=
      round_trip + chance.log_normal(description.latency, description.latency * latency_tail);
  if (site->state == SiteState::slow) response.elapsed += site->delay;
  if (response.elapsed > request.timeout) {
    return fail({ErrorKind::unknown,
                 "wait for",
                 fmt::format("{}{}", request.host, request.path),
                 fmt::format("no answer within {}", format_duration(request.timeout)),
                 "it may have been acted on: look before you repeat it",
                 {},
                 {}});
  }
  return response;
}

}  // namespace godwit::lab
