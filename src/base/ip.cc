#include "base/ip.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <cstring>

namespace godwit {
namespace {

int bits(IpFamily family) { return family == IpFamily::v4 ? 32 : 128; }
int system_family(IpFamily family) { return family == IpFamily::v4 ? AF_INET : AF_INET6; }

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> copy{};
  if (text.empty() || text.size() >= copy.size()) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  std::memcpy(copy.data(), text.data(), text.size());
  IpAddress address;
  address.family = text.find(':') == std::string_view::npos ? IpFamily::v4 : IpFamily::v6;
  if (inet_pton(system_family(address.family), copy.data(), address.bytes.data()) != 1) {
    return std::nullopt;
  }
  return address;
}

std::string to_string(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(system_family(address.family), address.bytes.data(), text.data(), text.size());
  return text.data();
}

bool IpNetwork::contains(const IpAddress& other) const {
  return other.family == address.family && network_of(other, prefix).address == address;
}

bool IpNetwork::contains(const IpNetwork& other) const {
  return other.prefix >= prefix && contains(other.address);
}

std::optional<IpNetwork> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_ip(text.substr(0, slash));
  if (!address) return std::nullopt;
  int prefix = bits(address->family);
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), prefix);
    if (error != std::errc() || end != digits.end() || digits.empty()) return std::nullopt;
    if (prefix < 0 || prefix > bits(address->family)) return std::nullopt;
  }
  const IpNetwork network = network_of(*address, prefix);
  if (network.address != *address) return std::nullopt;
  return network;
}

std::string to_string(const IpNetwork& network) {
  return fmt::format("{}/{}", to_string(network.address), network.prefix);
}

IpNetwork network_of(IpAddress address, int prefix) {
  for (std::size_t byte = 0; byte < address.bytes.size(); ++byte) {
    const int kept = prefix - static_cast<int>(byte) * 8;
    if (kept >= 8) continue;
    address.bytes[byte] &= kept <= 0 ? 0 : static_cast<std::uint8_t>(0xFF << (8 - kept));
  }
  return {address, prefix};
}

}  // namespace godwit
