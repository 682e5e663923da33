// Names: who is where, as DNS tells it: names in the account's zones by Route 53's rules, and the
// sites' own endpoint names. Authoritative answers, fresh each time; who caches is the client's
// business.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"
#include "env/random.h"
#include "env/resolver.h"
#include "traffic/asker.h"

namespace godwit::lab {

class Lab;

namespace services {
struct Client;
struct Said;
}  // namespace services

class Names {
 public:
  // Who asks: index into account::Users::places, or somebody of whom nothing is known.
  static constexpr std::size_t nowhere = ~std::size_t{0};
  // What AWS's own names of endpoints carry.
  static constexpr Duration endpoint_ttl = seconds(60);

  explicit Names(Lab& lab);

  // The addresses of a name for a client at that place: of IPv4, or of IPv6 where it has none of
  // the former. Errors: not_found.
  Result<Resolution> resolve(const std::string& name, std::size_t place = nowhere);

  // The same of one family, without a copy, for a name in canonical form, and with the caller's own
  // chance: one draw for each name in a zone, whatever its records are, or else a shift would
  // change everything after it. `addresses` is nullptr where there are none, and valid until the
  // next look-up.
  struct Found {
    const std::vector<std::string>* addresses = nullptr;
    Duration ttl{};
  };
  Found look_up(std::string_view name, Random& chance, std::size_t place = nowhere,
                IpFamily family = IpFamily::v4);

  // The addresses of a site's endpoint; nullptr: nobody's name. None: not of that family.
  const std::vector<std::string>* endpoint(std::string_view name, IpFamily family) const;

  // What Route 53 knows of who asks.
  const traffic::Asker& asker_of(std::size_t place) const;
  traffic::Asker asker_of(const services::Client& client) const;
  // The place whose networks have the address: the longest network counts. `nowhere`: none has it.
  std::size_t place_of(const IpAddress& address) const;
  // For how large a network around an address place_of says the same: bits, as a DNS server's
  // answer to a client subnet says it (RFC 7871, 7.2.1).
  int scope_of(const IpAddress& address) const;

 private:
  struct Endpoint {
    std::vector<std::string> v4;
    std::vector<std::string> v6;
  };
  struct Located {
    IpNetwork network;
    std::size_t place;
  };
  Found look_up(std::string_view name, std::uint64_t draw, std::size_t place, IpFamily family);
  const Located* located(const IpAddress& address) const;

  Lab& lab_;
  std::unique_ptr<Random> chance_;  // which of several answers
  std::map<std::string, Endpoint, std::less<>> endpoints_;
  std::vector<traffic::Asker> askers_;  // by place, then of nowhere
  std::vector<Located> networks_;       // longer ones first
  std::vector<std::string> sample_;     // of a multivalue answer
};

}  // namespace godwit::lab
