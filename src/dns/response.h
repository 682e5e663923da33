// Responses: an Answer, or a bare response code, written for one query. Takes no memory.
#pragma once

#include <cstdint>
#include <span>

#include "dns/answer.h"
#include "dns/cookie.h"
#include "dns/query.h"

namespace godwit::dns {

// What a response needs to know besides query and answer.
struct Circumstances {
  bool stream = false;            // over TCP: nothing is truncated
  std::uint8_t subnet_scope = 0;  // bits of the client's network that the answer is for (RFC 7871)
  const ServerCookie* cookie = nullptr;  // for a query with a client cookie
  std::uint64_t chance = 0;              // 64 bits, for the order of the records
};

// How many bytes Route 53 sends over UDP at most, where the client takes as many.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSBehavior.html
inline constexpr std::size_t max_udp_size = 4096;

// The bytes written to `out`, which has room for max_udp_size, or for max_message_size over TCP. An
// answer that does not fit is truncated (over UDP) or SERVFAIL (over TCP).
std::size_t write_response(const Query& query, const Answer& answer,
                           const Circumstances& circumstances, std::span<std::uint8_t> out);

// The same where there is nothing but a code to be said.
std::size_t write_code(const Query& query, ResponseCode code, const Circumstances& circumstances,
                       std::span<std::uint8_t> out);

}  // namespace godwit::dns
