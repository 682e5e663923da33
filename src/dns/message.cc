#include "dns/message.h"

#include <array>

namespace godwit::dns {
namespace {

struct Type {
  std::string_view name;
  std::uint16_t number;
};
constexpr std::array types = {
    Type{"A", 1},    Type{"NS", 2},     Type{"CNAME", 5}, Type{"SOA", 6},   Type{"PTR", 12},
    Type{"MX", 15},  Type{"TXT", 16},   Type{"AAAA", 28}, Type{"SRV", 33},  Type{"NAPTR", 35},
    Type{"DS", 43},  Type{"SSHFP", 44}, Type{"TLSA", 52}, Type{"SVCB", 64}, Type{"HTTPS", 65},
    Type{"SPF", 99}, Type{"CAA", 257},
};

}  // namespace

std::optional<std::uint16_t> type_of(std::string_view name) {
  for (const Type& each : types) {
    if (each.name == name) return each.number;
  }
  return std::nullopt;
}

std::string_view name_of_type(std::uint16_t type) {
  for (const Type& each : types) {
    if (each.number == type) return each.name;
  }
  return {};
}

}  // namespace godwit::dns
