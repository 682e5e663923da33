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
    by_address_.emplace(site.address, sites_.size());
    if (!site.address_v6.empty()) by_address_.emplace(site.address_v6, sites_.size());
    sites_.push_back({.description = &site, .handler = {}});
  }
}

Internet::Site* Internet::site_in(const std::string& region) {
  for (Site& site : sites_) {
    if (site.description->region == region) return &site;
  }
  return nullptr;
}

const Internet::Site* Internet::site_at(const std::string& address) const {
  const auto found = by_address_.find(address);
  return found == by_address_.end() ? nullptr : &sites_[found->second];
}

Internet::Site* Internet::site_at(const std::string& address) {
  return const_cast<Site*>(std::as_const(*this).site_at(address));
}

const SiteTally& Internet::tally(const std::string& region) const {
  static const SiteTally nothing;
  for (const Site& site : sites_) {
    if (site.description->region == region) return site.tally;
  }
  return nothing;
}

void Internet::deploy(const std::string& region, Handler handler) {
  Site* site = site_in(region);
  assert(site != nullptr && "the account has no site in that region");
  if (site != nullptr) site->handler = std::move(handler);
  tell_of_change();
}

void Internet::tell_of_change() const {
  for (const auto& listener : listeners_) listener();
}

void Internet::set_state(const std::string& region, SiteState state, Duration delay) {
  Site* site = site_in(region);
  assert(site != nullptr && "the account has no site in that region");
  if (site == nullptr) return;
  if (state == SiteState::gone && site->state != SiteState::gone) ++site->breaks;
  site->state = state;
  site->delay = delay;
  tell_of_change();
}

SiteState Internet::state(const std::string& region) const {
  for (const Site& site : sites_) {
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

Reach Internet::reach(const std::string& address) const {
  const Site* site = site_at(address);
  if (site == nullptr || lab_.is_dark(site->description->region)) return Reach::silent;
  return site->state == SiteState::gone ? Reach::refused : Reach::accepted;
}

std::uint32_t Internet::breaks(const std::string& address) const {
  const Site* site = site_at(address);
  return site == nullptr ? 0 : site->breaks;
}

void Internet::break_connections(const std::string& region) {
  if (Site* site = site_in(region)) ++site->breaks;
}

Result<HttpResponse> Internet::deliver(const HttpRequest& request, Duration round_trip) {
  return deliver(request, round_trip, *latency_);
}

Result<HttpResponse> Internet::deliver(const HttpRequest& request, Duration round_trip,
                                       Random& chance) {
  Site* site = site_at(request.address);
  if (site == nullptr) return not_reached(request, "nobody has that address");
  const account::Site& description = *site->description;
  if (lab_.is_dark(description.region))
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

  response.elapsed += chance.log_normal(description.latency, description.latency * latency_tail);
  if (site->state == SiteState::slow) response.elapsed += site->delay;
  ++site->tally.requests;
  if (response.status >= 500) ++site->tally.server_errors;
  if (response.status >= 400 && response.status < 500) ++site->tally.client_errors;
  site->tally.latency += response.elapsed;
  response.elapsed += round_trip;
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
