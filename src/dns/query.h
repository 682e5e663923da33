// Query: what a client asks, as it stands in a message. Reading takes no memory and never fails
// with more than a response code.
//
// RFC 1035 (messages), RFC 6891 (EDNS), RFC 7871 (client subnet), RFC 7873 (cookies).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/ip.h"
#include "dns/message.h"
#include "dns/name.h"

namespace godwit::dns {

// EDNS client subnet.
struct ClientSubnet {
  std::uint16_t family = 0;          // 1: IPv4; 2: IPv6; 0 where `prefix` is 0, and nothing is told
  std::uint8_t prefix = 0;           // SOURCE PREFIX-LENGTH, bits
  std::optional<IpNetwork> network;  // nothing where the prefix is 0
};

struct Edns {
  std::uint16_t udp_size = 0;  // as asked
  std::uint8_t version = 0;
  bool dnssec_ok = false;
  std::optional<ClientSubnet> subnet;
  Bytes client_cookie;  // 8 bytes, or none
  Bytes server_cookie;  // 8 to 32 bytes, or none
};

struct Query {
  std::uint16_t id = 0;
  std::uint8_t opcode = 0;
  bool recursion_desired = false;
  Bytes question;  // name, type and class, as asked; none where there is none to be given back
  std::uint16_t type = 0;
  std::uint16_t question_class = 0;
  std::optional<Edns> edns;

  // The question's name in lower case.
  std::string_view name() const {
    return {reinterpret_cast<const char*>(lower_name.data()), name_size};
  }
  std::array<std::uint8_t, max_name_size> lower_name;  // the first `name_size` bytes
  std::size_t name_size = 0;
};

// What a message is: nothing to be answered (too short, or an answer itself: answering it could go
// on for ever); or a query, and whether it can be answered: no_error, or the code that it is
// answered with. Views are into the message.
//
// format_error: not one question, records where none belong, a name that is none or compressed,
// two OPT records, an option that is malformed, bytes behind the end. not_implemented: another
// opcode than QUERY. bad_version: EDNS beyond version 0. refused: a class other than IN, a zone
// transfer.
struct Reading {
  bool ignored = false;
  ResponseCode code = ResponseCode::no_error;
};
Reading read_query(Bytes message, Query& query);

}  // namespace godwit::dns
