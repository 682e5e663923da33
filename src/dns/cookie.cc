#include "dns/cookie.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace godwit::dns {
namespace {

std::uint64_t little_endian(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  for (int n = 7; n >= 0; --n) word = word << 8 | bytes[n];
  return word;
}

struct SipState {
  std::uint64_t a, b, c, d;
  void round() {
    a += b;
    c += d;
    b = std::rotl(b, 13) ^ a;
    d = std::rotl(d, 16) ^ c;
    a = std::rotl(a, 32);
    c += b;
    a += d;
    b = std::rotl(b, 17) ^ c;
    d = std::rotl(d, 21) ^ a;
    c = std::rotl(c, 32);
  }
};

}  // namespace

std::uint64_t sip_hash(const CookieSecret& key, std::span<const std::uint8_t> message) {
  const std::uint64_t first = little_endian(key.data());
  const std::uint64_t second = little_endian(key.data() + 8);
  SipState state{first ^ 0x736f6d6570736575, second ^ 0x646f72616e646f6d,
                 first ^ 0x6c7967656e657261, second ^ 0x7465646279746573};
  const auto take = [&](std::uint64_t word) {
    state.d ^= word;
    state.round();
    state.round();
    state.a ^= word;
  };
  std::size_t at = 0;
  for (; at + 8 <= message.size(); at += 8) take(little_endian(message.data() + at));
  std::array<std::uint8_t, 8> last{};
  std::copy(message.begin() + static_cast<std::ptrdiff_t>(at), message.end(), last.begin());
  last[7] = static_cast<std::uint8_t>(message.size());
  take(little_endian(last.data()));
  state.c ^= 0xff;
  for (int n = 0; n < 4; ++n) state.round();
  return state.a ^ state.b ^ state.c ^ state.d;
}

ServerCookie make_cookie(const CookieSecret& secret, std::span<const std::uint8_t> client, Time now,
                         const IpAddress& address) {
  ServerCookie cookie{};
  cookie[0] = 1;  // the version; three bytes are reserved
  const auto seconds_of =
      static_cast<std::uint32_t>(std::chrono::floor<seconds>(now.time_since_epoch()).count());
  for (std::size_t n = 0; n < 4; ++n) {
    cookie[4 + n] = static_cast<std::uint8_t>(seconds_of >> (24 - 8 * n));
  }
  std::array<std::uint8_t, 32> message{};
  std::ranges::copy(client.first(8), message.begin());
  std::copy_n(cookie.begin(), 8, message.begin() + 8);
  const std::size_t address_size = address.family == IpFamily::v4 ? 4 : 16;
  std::copy_n(address.bytes.begin(), address_size, message.begin() + 16);
  const std::uint64_t hash = sip_hash(secret, std::span(message).first(16 + address_size));
  for (std::size_t n = 0; n < 8; ++n) cookie[8 + n] = static_cast<std::uint8_t>(hash >> (8 * n));
  return cookie;
}

}  // namespace godwit::dns
