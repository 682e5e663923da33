#include "lab/services/route53/values.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lab/services/route53/names.h"

namespace godwit::lab::services {
namespace {

constexpr std::size_t max_string = 255;  // of one character string (RFC 1035, 3.3)
constexpr std::size_t max_text = 4000;   // of all strings of a value

}  // namespace

std::string value_problem(std::string_view code, std::string_view words, std::string_view value) {
  return fmt::format("FATAL problem: {} ({}) encountered with '{}'", code, words, value);
}

// "Enter a fully qualified domain name ... The trailing dot is optional"; the root is one, too.
std::optional<std::string> problem_of_domain(std::string_view value) {
  if (value == ".") return std::nullopt;
  return problem_of_name(value.ends_with('.') ? value.substr(0, value.size() - 1) : value);
}

// "first part" "second part": quoted strings, with or without blanks between them; quotes inside
// them are escaped, and other characters may be, in three octal digits.
std::optional<std::string> problem_of_strings(std::string_view value) {
  const auto unquoted = [&] {
    return value_problem("InvalidCharacterString", "Value should be enclosed in quotation marks",
                         value);
  };
  std::size_t at = 0;
  std::size_t total = 0;
  bool any = false;
  while (at < value.size()) {
    if (value[at] == ' ' || value[at] == '\t') {
      ++at;
      continue;
    }
    if (value[at] != '"') return unquoted();
    std::size_t letters = 0;
    for (++at; at < value.size() && value[at] != '"'; ++letters) {
      const auto is_octal = [&](std::size_t offset) {
        return at + offset < value.size() && value[at + offset] >= '0' && value[at + offset] <= '7';
      };
      const bool escaped = value[at] == '\\';
      at += escaped && is_octal(1) && is_octal(2) && is_octal(3) ? 4 : escaped ? 2 : 1;
    }
    if (at >= value.size()) return unquoted();
    if (letters > max_string) {
      return value_problem("CharacterStringTooLong", "Value is too long", value);
    }
    total += letters;
    ++at;
    any = true;
  }
  if (total > max_text) return value_problem("TXTRDATATooLong", "Value is too long", value);
  return any ? std::nullopt : std::optional(unquoted());
}

bool is_ipv4(std::string_view text) {
  in_addr address{};
  return inet_pton(AF_INET, std::string(text).c_str(), &address) == 1;
}

bool is_ipv6(std::string_view text) {
  in6_addr address{};
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

bool is_private_ipv4(std::string_view text) {
  in_addr address{};
  if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1) return false;
  const std::uint32_t bits = ntohl(address.s_addr);
  struct Range {
    std::uint32_t first;
    int length;
  };
  static constexpr std::array ranges = {
      Range{0x00000000, 8},  Range{0x0a000000, 8},  Range{0x64400000, 10}, Range{0x7f000000, 8},
      Range{0xa9fe0000, 16}, Range{0xac100000, 12}, Range{0xc0a80000, 16}, Range{0xe0000000, 3},
  };
  for (const Range& range : ranges) {
    if ((bits ^ range.first) >> (32 - range.length) == 0) return true;
  }
  return false;
}

bool is_record_type(std::string_view type) {
  static constexpr std::array<std::string_view, 17> types = {
      "A",   "AAAA", "CAA", "CNAME", "DS",    "HTTPS", "MX",   "NAPTR", "NS",
      "PTR", "SOA",  "SPF", "SRV",   "SSHFP", "SVCB",  "TLSA", "TXT"};
  return std::ranges::find(types, type) != types.end();
}

std::optional<std::string> problem_of_value(std::string_view type, std::string_view value) {
  if (type == "A") {
    if (is_ipv4(value)) return std::nullopt;
    return value_problem("ARRDATAIllegalIPv4Address", "Value is not a valid IPv4 address", value);
  }
  if (type == "AAAA") {
    if (is_ipv6(value)) return std::nullopt;
    return value_problem("AAAARRDATAIllegalIPv6Address", "Value is not a valid IPv6 address",
                         value);
  }
  if (type == "CNAME" || type == "NS" || type == "PTR") return problem_of_domain(value);
  if (type == "TXT" || type == "SPF") return problem_of_strings(value);
  return problem_of_fields(type, value);
}

}  // namespace godwit::lab::services
