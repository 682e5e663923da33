// Any bytes as a DNS message; the first says how they come.
#include "fuzz/dns.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size == 0) return 0;
  const IpAddress from = *parse_ip((data[0] & 2) != 0 ? "198.18.7.1" : "2001:db8:1::1");
  fuzz::ask({data + 1, size - 1}, from, (data[0] & 1) != 0);
  return 0;
}
