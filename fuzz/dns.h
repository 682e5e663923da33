// What the DNS fuzzers have in common: a lab whose zone has every type and policy, and what holds
// of any response.
#pragma once

#include <ldns/ldns.h>

#include <vector>

#include "dns/message.h"
#include "fuzz/fuzz.h"
#include "lab/dns/fixture.h"

namespace godwit::fuzz {

inline lab::DnsWorld& dns_world() {
  static lab::DnsWorld world;
  return world;
}

// Asks, and checks the response; its code, or -1 where there is none.
inline int ask(dns::Bytes message, const IpAddress& from, bool stream) {
  static std::vector<std::uint8_t> out(dns::max_message_size);
  const std::size_t room = stream ? dns::max_message_size : 4096;
  const std::size_t size = dns_world().front.answer(message, {.from = from, .stream = stream},
                                                    std::span(out).first(room));
  const bool is_query = message.size() >= dns::header_size && (message[2] & 0x80) == 0;
  must((size != 0) == is_query);
  if (size == 0) return -1;
  must(size >= dns::header_size && size <= room);
  must(out[0] == message[0] && out[1] == message[1]);
  must((out[2] & 0x80) != 0 && (out[2] & 0x78) == (message[2] & 0x78));
  must((out[3] & 0xF0) == 0);  // no recursion, nothing reserved
  const bool has_question = out[5] == 1;
  if (has_question) {
    const std::size_t question = dns::size_of_name(message.subspan(dns::header_size)) + 4;
    must(question > 4 && message.size() >= dns::header_size + question);
    must(std::equal(out.begin() + dns::header_size, out.begin() + dns::header_size + question,
                    message.begin() + dns::header_size));
  }
  ldns_pkt* packet = nullptr;
  must(ldns_wire2pkt(&packet, out.data(), size) == LDNS_STATUS_OK);
  const int code = ldns_pkt_get_rcode(packet) | ldns_pkt_edns_extended_rcode(packet) << 4;
  if (!ldns_pkt_edns(packet) && !stream) must(size <= dns::min_udp_size);
  if (ldns_pkt_tc(packet)) must(!stream && ldns_pkt_ancount(packet) == 0);
  ldns_pkt_free(packet);
  return code;
}

}  // namespace godwit::fuzz
