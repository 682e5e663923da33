// Internet: the workload's sites in their regions, the routes from places to them, and names.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "account/account.h"
#include "env/http.h"
#include "env/resolver.h"

namespace godwit::lab {

class Lab;

// How a site is. `slow` adds a delay to each answer; `failing` answers 503; `gone` refuses
// connections.
enum class SiteState { up, slow, failing, gone };

class Internet {
 public:
  // What runs at a site: one request in, one answer out; `elapsed` is what it took inside.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  explicit Internet(Lab& lab);  // with the account's sites, which answer 503 until something runs there

  void deploy(const std::string& region, Handler handler);
  void set_state(const std::string& region, SiteState state, Duration delay = {});
  SiteState state(const std::string& region) const;

  // One request that arrives at an address; `round_trip` is the route's. Nobody there, a site that
  // is gone, or a region that is down: unreachable. A Host header that the site does not answer to:
  // 403, as API Gateway does (fact C4). An answer later than the request's timeout: unknown.
  Result<HttpResponse> deliver(const HttpRequest& request, Duration round_trip);

  // The region of the site that has the address; empty if none has.
  const std::string& region_at(const std::string& address) const;

  // Authoritative answers, fresh each time (who caches is the client's business): names in the
  // account's zones by Route 53's rules, and the sites' own endpoint names.
  Result<Resolution> resolve(const std::string& name);

  // The internet as it is seen from inside a region: for the engine's probes and guards, as Env parts.
  std::unique_ptr<Http> http_from(const std::string& region);
  std::unique_ptr<Resolver> resolver();

 private:
  struct Site {
    const account::Site* description;
    Handler handler;
    SiteState state = SiteState::up;
    Duration delay{};
  };
  Lab& lab_;
  std::map<std::string, Site> sites_;  // by address
  std::map<std::string, std::string> address_of_endpoint_;
};

// The round trip between two regions, for traffic that is nobody's at a place. A coarse table of
// public measurements; symmetric; a few hundred microseconds inside one region.
Duration round_trip_between(const std::string& a, const std::string& b);

}  // namespace godwit::lab
