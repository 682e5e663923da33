// Server cookies: how a server knows a client again that cannot be somebody else's forgery.
// RFC 7873, and RFC 9018 for what is in them: SipHash-2-4 over what the client sent, when, and
// from where.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/ip.h"
#include "base/time.h"

namespace godwit::dns {

using CookieSecret = std::array<std::uint8_t, 16>;
using ServerCookie = std::array<std::uint8_t, 16>;

// `client` is the client cookie's eight bytes.
ServerCookie make_cookie(const CookieSecret& secret, std::span<const std::uint8_t> client, Time now,
                         const IpAddress& address);

// "SipHash: a fast short-input PRF" (INDOCRYPT 2012).
std::uint64_t sip_hash(const CookieSecret& key, std::span<const std::uint8_t> message);

}  // namespace godwit::dns
