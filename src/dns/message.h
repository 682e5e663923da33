// The numbers of DNS messages that several files need (RFC 1035, RFC 6891).
// https://www.iana.org/assignments/dns-parameters
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace godwit::dns {

inline constexpr std::size_t header_size = 12;
inline constexpr std::size_t max_name_size = 255;  // on the wire, with the root's empty label
inline constexpr std::size_t max_label_size = 63;
inline constexpr std::size_t min_udp_size = 512;  // what every client takes (RFC 1035, 4.2.1)
inline constexpr std::size_t max_message_size = 65535;
inline constexpr std::uint16_t class_in = 1;

enum class ResponseCode : std::uint16_t {
  no_error = 0,
  format_error = 1,
  server_failure = 2,
  no_such_name = 3,  // NXDOMAIN
  not_implemented = 4,
  refused = 5,
  bad_version = 16,  // BADVERS: needs an OPT record, which has its upper bits
};

// Types of records by their numbers, and those that only questions have.
namespace type {
inline constexpr std::uint16_t a = 1;
inline constexpr std::uint16_t ns = 2;
inline constexpr std::uint16_t cname = 5;
inline constexpr std::uint16_t soa = 6;
inline constexpr std::uint16_t aaaa = 28;
inline constexpr std::uint16_t opt = 41;
inline constexpr std::uint16_t ds = 43;
inline constexpr std::uint16_t ixfr = 251;
inline constexpr std::uint16_t axfr = 252;
inline constexpr std::uint16_t any = 255;
}  // namespace type

// The types that Route 53 has records of, by name.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
std::optional<std::uint16_t> type_of(std::string_view name);
std::string_view name_of_type(std::uint16_t type);  // empty: none of those

}  // namespace godwit::dns
