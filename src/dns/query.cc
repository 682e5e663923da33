#include "dns/query.h"

#include <algorithm>

namespace godwit::dns {
namespace {

constexpr std::uint16_t option_client_subnet = 8;
constexpr std::uint16_t option_cookie = 10;
constexpr std::size_t client_cookie_size = 8;
constexpr std::size_t min_server_cookie_size = 8;
constexpr std::size_t max_server_cookie_size = 32;

std::uint16_t number(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

// RFC 7871, 6 and 7.1.1: as many bytes of address as the prefix needs, the bits behind it zero, and
// no scope in a query.
bool read_client_subnet(Bytes option, Edns& edns) {
  if (option.size() < 4) return false;
  ClientSubnet subnet;
  subnet.family = number(option, 0);
  subnet.prefix = option[2];
  const std::uint8_t scope = option[3];
  const Bytes address = option.subspan(4);
  if (scope != 0 || address.size() != (subnet.prefix + 7U) / 8) return false;
  if (subnet.prefix == 0) {
    if (subnet.family > 2) return false;
  } else {
    const bool is_v4 = subnet.family == 1;
    if (!is_v4 && subnet.family != 2) return false;
    if (subnet.prefix > (is_v4 ? 32 : 128)) return false;
    IpAddress given;
    given.family = is_v4 ? IpFamily::v4 : IpFamily::v6;
    std::ranges::copy(address, given.bytes.begin());
    subnet.network = network_of(given, subnet.prefix);
    if (subnet.network->address != given) return false;
  }
  if (!edns.subnet) edns.subnet = subnet;
  return true;
}

// RFC 7873, 5.2.2
bool read_cookie(Bytes option, Edns& edns) {
  if (option.size() < client_cookie_size) return false;
  const Bytes server = option.subspan(client_cookie_size);
  if (!server.empty() &&
      (server.size() < min_server_cookie_size || server.size() > max_server_cookie_size)) {
    return false;
  }
  if (edns.client_cookie.empty()) {
    edns.client_cookie = option.first(client_cookie_size);
    edns.server_cookie = server;
  }
  return true;
}

bool read_options(Bytes options, Edns& edns) {
  while (!options.empty()) {
    if (options.size() < 4) return false;
    const std::uint16_t code = number(options, 0);
    const std::size_t size = number(options, 2);
    if (options.size() - 4 < size) return false;
    const Bytes option = options.subspan(4, size);
    if (code == option_client_subnet && !read_client_subnet(option, edns)) return false;
    if (code == option_cookie && !read_cookie(option, edns)) return false;
    options = options.subspan(4 + size);
  }
  return true;
}

// The name, type and class that follow the header; how many bytes they take, or 0.
std::size_t read_question(Bytes rest, Query& query) {
  const std::size_t name_size = size_of_name(rest);
  if (name_size == 0 || rest.size() < name_size + 4) return 0;
  query.question = rest.first(name_size + 4);
  query.type = number(rest, name_size);
  query.question_class = number(rest, name_size + 2);
  query.name_size = name_size;
  std::ranges::transform(rest.first(name_size), query.lower_name.begin(), lower);
  return name_size + 4;
}

// The additional records, of which only OPT means something here. What else there is (a signature
// that nobody here could check) is passed over.
ResponseCode read_additional(Bytes rest, int count, Query& query) {
  bool sound = true;
  for (; count > 0; --count) {
    const std::size_t name_size = size_of_compressed_name(rest);
    if (name_size == 0 || rest.size() < name_size + 10) return ResponseCode::format_error;
    const std::size_t size = number(rest, name_size + 8);
    if (rest.size() - name_size - 10 < size) return ResponseCode::format_error;
    if (number(rest, name_size) == type::opt) {
      if (name_size != 1 || query.edns) return ResponseCode::format_error;
      Edns& edns = query.edns.emplace();
      edns.udp_size = number(rest, name_size + 2);
      edns.version = rest[name_size + 5];
      edns.dnssec_ok = (rest[name_size + 6] & 0x80) != 0;
      // Another version may have other options.
      if (edns.version == 0) sound = read_options(rest.subspan(name_size + 10, size), edns);
    }
    rest = rest.subspan(name_size + 10 + size);
  }
  if (!rest.empty() || !sound) return ResponseCode::format_error;
  if (query.edns && query.edns->version != 0) return ResponseCode::bad_version;
  return ResponseCode::no_error;
}

}  // namespace

Reading read_query(Bytes message, Query& query) {
  if (message.size() < header_size || (message[2] & 0x80) != 0) return {.ignored = true};
  query.id = number(message, 0);
  query.opcode = message[2] >> 3 & 0xF;
  query.recursion_desired = (message[2] & 0x01) != 0;
  query.question = {};
  query.type = 0;
  query.question_class = 0;
  query.name_size = 0;
  query.edns.reset();
  const std::uint16_t questions = number(message, 4);
  const bool other_records = number(message, 6) != 0 || number(message, 8) != 0;
  if (query.opcode != 0) return {.code = ResponseCode::not_implemented};
  if (questions != 1) return {.code = ResponseCode::format_error};
  const std::size_t size = read_question(message.subspan(header_size), query);
  if (size == 0) return {.code = ResponseCode::format_error};
  if (query.type == type::axfr || query.type == type::ixfr) return {.code = ResponseCode::refused};
  if (other_records) return {.code = ResponseCode::format_error};
  const ResponseCode code =
      read_additional(message.subspan(header_size + size), number(message, 10), query);
  if (code != ResponseCode::no_error) return {.code = code};
  if (query.type == type::opt) return {.code = ResponseCode::format_error};
  if (query.question_class != class_in) return {.code = ResponseCode::refused};
  return {};
}

}  // namespace godwit::dns
