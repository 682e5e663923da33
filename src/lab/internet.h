// Internet: the workload's sites in their regions, and the routes from places to them.
// Names are names.h.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "env/http.h"
#include "env/random.h"
#include "env/resolver.h"

namespace godwit::lab {

class Lab;

// How a site is. `slow` adds a delay to each answer; `ailing` is well only where it is
// asked for its health, and answers 503 to everything else (fact E4); `failing` answers 503; `gone`
// refuses connections.
enum class SiteState { up, slow, ailing, failing, gone };

class Internet {
 public:
  // What runs at a site: one request in, one answer out; `elapsed` is what it took inside.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  explicit Internet(
      Lab& lab);  // with the account's sites, which answer 503 until something runs there

  void deploy(const std::string& region, Handler handler);
  void set_state(const std::string& region, SiteState state, Duration delay = {});
  SiteState state(const std::string& region) const;

  // One request that arrives at an address; `round_trip` is the route's. Nobody there, a site that
  // is gone, or a region that is down: unreachable. A Host header that the site does not answer to:
  // 403, as API Gateway does (fact C4). An answer later than the request's timeout: unknown.
  //
  // `elapsed` is one round trip on a connection that is already there, the site's latency with its
  // jitter, the delay of a slow site, and what the handler took. Setting a connection up (two more
  // round trips with TLS 1.3) is not counted: clients keep theirs, and pay it once after a shift.
  Result<HttpResponse> deliver(const HttpRequest& request, Duration round_trip);
  // The same with chance of the caller's own, so that probes do not move what users see.
  Result<HttpResponse> deliver(const HttpRequest& request, Duration round_trip, Random& chance);

  // Does anything listen there? API Gateway takes HTTPS at its own port alone; other endpoints also
  // HTTP. What is gone or down still counts: this is about what was set up.
  bool listens(const std::string& address, std::string_view scheme, int port) const;
  // Would a connection be accepted now?
  bool accepts(const std::string& address) const;

  // The region of the site that has the address; empty if none has.
  const std::string& region_at(const std::string& address) const;

  // The internet as it is seen from inside a region: for the engine's probes and guards, as Env
  // parts. From a region that is down nothing is reachable.
  std::unique_ptr<Http> http_from(const std::string& region);
  std::unique_ptr<Resolver> resolver();

 private:
  struct Site {
    const account::Site* description;
    Handler handler;
    SiteState state = SiteState::up;
    Duration delay{};
  };
  Site* site_in(const std::string& region);
  const Site* site_at(const std::string& address) const;

  Lab& lab_;
  std::unique_ptr<Random> latency_;    // of answers
  std::map<std::string, Site> sites_;  // by address
};

// The round trip between two regions, for traffic that is nobody's at a place. A coarse table of
// public measurements; symmetric; a few hundred microseconds inside one region.
Duration round_trip_between(const std::string& a, const std::string& b);

}  // namespace godwit::lab
