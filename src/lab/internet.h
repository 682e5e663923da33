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

// What a SYN to an address meets.
enum class Reach : std::uint8_t {
  accepted,
  refused,  // an RST, one round trip later: the host is there, and the site is gone
  silent    // nothing comes back: nobody has the address, or the region is down
};

// What a site has answered so far, as API Gateway counts it.
struct SiteTally {
  std::uint64_t requests = 0;
  std::uint64_t client_errors = 0;  // 4xx
  std::uint64_t server_errors = 0;  // 5xx
  Duration latency{};               // of all of them, inside the region
};

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
  // round trips with TLS 1.3) is not counted here: users' clients add it where they do (users/).
  Result<HttpResponse> deliver(const HttpRequest& request, Duration round_trip);
  // The same with chance of the caller's own, so that probes do not move what users see.
  Result<HttpResponse> deliver(const HttpRequest& request, Duration round_trip, Random& chance);

  const SiteTally& tally(const std::string& region) const;

  // Does anything listen there? API Gateway takes HTTPS at its own port alone; other endpoints also
  // HTTP. What is gone or down still counts: this is about what was set up.
  bool listens(const std::string& address, std::string_view scheme, int port) const;
  // Would a connection be accepted now?
  Reach reach(const std::string& address) const;
  bool accepts(const std::string& address) const { return reach(address) == Reach::accepted; }

  // How often connections to an address have broken so far: each time its site went, or its region.
  // One that is older than the last of these is no more.
  std::uint32_t breaks(const std::string& address) const;
  // The region's connections break. Whoever takes a region down calls this.
  void break_connections(const std::string& region);

  // Calls that whenever a site or a region has become another. Health checkers look less often
  // while nothing does. Whoever takes a region down, or brings it back, tells.
  void when_changed(std::function<void()> listener) { listeners_.push_back(std::move(listener)); }
  void tell_of_change() const;

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
    SiteTally tally;
    std::uint32_t breaks = 0;
  };
  Site* site_in(const std::string& region);
  const Site* site_at(const std::string& address) const;
  Site* site_at(const std::string& address);

  Lab& lab_;
  std::unique_ptr<Random> latency_;  // of answers
  std::vector<Site> sites_;          // as the account has them
  std::map<std::string, std::size_t> by_address_;
  std::vector<std::function<void()>> listeners_;
};

// The round trip between two regions, for traffic that is nobody's at a place. A coarse table of
// public measurements; symmetric; a few hundred microseconds inside one region.
Duration round_trip_between(const std::string& a, const std::string& b);

}  // namespace godwit::lab
