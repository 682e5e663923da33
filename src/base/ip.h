// IP addresses and networks, as texts write them (RFC 4291, RFC 4632).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace godwit {

enum class IpFamily : std::uint8_t { v4, v6 };

struct IpAddress {
  IpFamily family = IpFamily::v4;
  std::array<std::uint8_t, 16> bytes{};  // in network order; an IPv4 address fills the first four
  auto operator<=>(const IpAddress&) const = default;
};

// "192.0.2.1" or "2001:db8::1"; nullopt for anything else, leading zeros and ports among it.
std::optional<IpAddress> parse_ip(std::string_view text);
std::string to_string(const IpAddress& address);

// The addresses that begin with the same bits.
struct IpNetwork {
  IpAddress address;  // the bits after the prefix are 0
  int prefix = 0;     // bits: to 32, or to 128
  auto operator<=>(const IpNetwork&) const = default;

  bool contains(const IpAddress& other) const;
  // Is all of the other one in here?
  bool contains(const IpNetwork& other) const;
};

// "192.0.2.0/24"; nullopt for anything else, a prefix that cuts set bits off among it. An address
// alone is the network of itself.
std::optional<IpNetwork> parse_network(std::string_view text);
std::string to_string(const IpNetwork& network);
// The network that an address is in.
IpNetwork network_of(IpAddress address, int prefix);

}  // namespace godwit
