#include "lab/users/client.h"

namespace godwit::lab {
namespace {

// From a client to its resolver, and from there to the name servers: assumptions, of the order of
// what public measurements of resolvers show.
constexpr Duration to_resolver = milliseconds(10);
constexpr Duration to_name_servers_median = milliseconds(30);
constexpr Duration to_name_servers_p99 = milliseconds(200);

}  // namespace

void Client::start_anew() {
  v4_ = {};
  v6_ = {};
  connection_.open = false;
}

// Asks for what is not in its own cache.
Client::Lookup Client::look_up(const Surroundings& around, Directory::Name name, Time now,
                               Random& chance) {
  auto ask = [&](IpFamily family, CachedAnswer& cached) -> Duration {
    if (now < cached.kept_until) return {};
    bool asked = false;
    const CachedAnswer& told = traits_.resolver->ask(name, family, now, chance, asked);
    Duration took = to_resolver;
    if (asked) took += chance.log_normal(to_name_servers_median, to_name_servers_p99);
    cached.addresses = told.addresses;
    // Several addresses come in turn, and most clients take the first.
    if (cached.addresses.size() > 1) {
      const auto first = static_cast<std::ptrdiff_t>(chance.below(cached.addresses.size()));
      std::rotate(cached.addresses.begin(), cached.addresses.begin() + first,
                  cached.addresses.end());
    }
    cached.fresh_until = told.fresh_until;
    if (told.addresses.empty()) {
      cached.kept_until = {};
      return took;
    }
    // The resolver says how long its own entry has left.
    const Duration left = told.kept_until - now;
    cached.kept_until = traits_.cache.kept_until(now, left);
    cached.hold = cached.kept_until > told.kept_until ? traits_.cache.hold() : told.hold;
    if (traits_.cache.kind == TtlRule::Kind::forever) {
      restart_ = now + chance.exponential(around.habits.caches.forever.restart);
    }
    return took;
  };
  Lookup lookup;
  lookup.v4_came = ask(IpFamily::v4, v4_);
  if (traits_.has_v6) lookup.v6_came = ask(IpFamily::v6, v6_);
  return lookup;
}

// A new connection: a name, an address, TCP and TLS 1.3.
bool Client::connect(const Surroundings& around, Directory::Name name, Time now, Random& chance,
                     Attempt& attempt) {
  const Lookup lookup = look_up(around, name, now, chance);
  boost::container::static_vector<Candidate, 16> candidates;
  auto add = [&](const CachedAnswer& answer, IpFamily family) {
    for (const Directory::Address address : answer.addresses) {
      const int site = around.directory.site(address);
      candidates.push_back({address, family,
                            around.internet.reach(around.directory.address(address)),
                            around.directory.round_trip(traits_.place, site)});
    }
  };
  add(v4_, IpFamily::v4);
  if (traits_.has_v6) add(v6_, IpFamily::v6);
  const Dialled dialled = dial({candidates.data(), candidates.size()}, lookup.v4_came,
                               traits_.has_v6 ? lookup.v6_came : lookup.v4_came);
  attempt.elapsed += dialled.elapsed;
  // Whom it meant to reach: the one that accepted, or else the one that it tried first.
  if (candidates.empty()) return false;
  const Candidate& candidate =
      candidates[dialled.winner < 0 ? 0 : static_cast<std::size_t>(dialled.winner)];
  attempt.site = around.directory.site(candidate.address);
  const CachedAnswer& answer = candidate.family == IpFamily::v6 ? v6_ : v4_;
  if (now >= answer.fresh_until) attempt.hold = answer.hold;
  if (dialled.winner < 0) {
    forget_after_failure();
    return false;
  }
  attempt.elapsed += candidate.round_trip;  // TLS 1.3, RFC 8446: one more
  connection_ = new_connection(around.habits.connections, traits_.keeps_alive, candidate.address,
                               now, chance);
  connection_.breaks = around.internet.breaks(around.directory.address(candidate.address));
  connection_.fresh_until = answer.fresh_until;
  return true;
}

// Most ask again for a name whose address did not help; who keeps answers forever does not.
void Client::forget_after_failure() {
  connection_.open = false;
  if (traits_.cache.kind == TtlRule::Kind::forever) return;
  v4_ = {};
  v6_ = {};
}

Client::Attempt Client::attempt(const Surroundings& around, HttpRequest& request, Time now,
                                Random& chance) {
  const bool hard_wired = is_hard_wired(now);
  const Directory::Name name = hard_wired ? *traits_.hard_wired : Directory::hostname;
  if (name != asked_for_ || now >= restart_) {
    start_anew();
    restart_ = Time::max();
    asked_for_ = name;
  }

  Attempt attempt;
  if (connection_.is_kept(around.habits.connections, now)) {
    const std::string& address = around.directory.address(connection_.address);
    const bool broken = around.internet.breaks(address) != connection_.breaks;
    attempt.kept = !broken;
    if (broken && around.internet.reach(address) == Reach::silent) {
      // Nobody told the client. It sends, and waits in vain.
      attempt.site = around.directory.site(connection_.address);
      attempt.hold = hard_wired                       ? Hold::hard_wired
                     : now >= connection_.fresh_until ? Hold::kept_connection
                                                      : Hold::none;
      attempt.kept = true;
      attempt.elapsed = request.timeout;
      forget_after_failure();
      return attempt;
    }
    if (broken) connection_.open = false;  // it was told so
  }
  if (attempt.kept) {
    attempt.site = around.directory.site(connection_.address);
    if (now >= connection_.fresh_until) attempt.hold = Hold::kept_connection;
  } else {
    connection_.open = false;
    if (!connect(around, name, now, chance, attempt)) {
      if (hard_wired) attempt.hold = Hold::hard_wired;
      return attempt;
    }
  }
  if (hard_wired) attempt.hold = Hold::hard_wired;

  request.host = around.directory.name(name);
  request.address = around.directory.address(connection_.address);
  auto result =
      around.internet.deliver(request, around.directory.round_trip(traits_.place, attempt.site));
  if (!result) {
    attempt.elapsed += request.timeout;
    forget_after_failure();
    return attempt;
  }
  attempt.elapsed += result->elapsed;
  attempt.response = std::move(*result);
  connection_.used = now + attempt.elapsed;
  return attempt;
}

}  // namespace godwit::lab
