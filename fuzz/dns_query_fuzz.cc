// DNS queries that are well formed, about names that are there, near there, or not: deeper than
// bytes alone get.
#include <array>

#include "fuzz/dns.h"

namespace {

using namespace godwit;

// The input, taken piece by piece; zeros behind its end.
class Pieces {
 public:
  Pieces(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}
  unsigned byte() {
    if (rest_.empty()) return 0;
    const unsigned first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }
  unsigned number() { return byte() << 8 | byte(); }

 private:
  std::span<const std::uint8_t> rest_;
};

void put(std::string& out, unsigned number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift & 0xFF);
  }
}

std::string name_of(Pieces& pieces) {
  static const traffic::Zone zone = lab::zone_of_everything();
  std::string name;
  const unsigned kind = pieces.byte();
  for (unsigned labels = kind & 3; labels > 0; --labels) {
    std::string label(1 + pieces.byte() % 63, 'a');
    for (std::size_t n = 0; n < std::min<std::size_t>(label.size(), 3); ++n) {
      label[n] = static_cast<char>(pieces.byte());
    }
    name += static_cast<char>(label.size());
    name += label;
  }
  std::string ending = zone.records[pieces.byte() % zone.records.size()].name;
  if ((kind & 4) != 0) ending = "d-1.execute-api.eu-west-1.amazonaws.com";
  if ((kind & 8) != 0) ending = "example.org";
  if ((kind & 16) != 0) ending[pieces.byte() % ending.size()] ^= 0x20;
  name += dns::name_of(ending).value_or(std::string(1, '\0'));
  return name.size() <= dns::max_name_size ? name
                                           : dns::name_of(ending).value_or(std::string(1, '\0'));
}

std::string subnet(Pieces& pieces) {
  const bool v4 = (pieces.byte() & 1) != 0;
  const unsigned prefix = pieces.byte() % (v4 ? 33 : 129);
  IpAddress address = *parse_ip(v4 ? "198.18.0.0" : "2001:db8:1::");
  if (!v4) address.family = IpFamily::v6;
  address.bytes[2] = static_cast<std::uint8_t>(pieces.byte());
  address.bytes[5] = static_cast<std::uint8_t>(pieces.byte());
  if (v4) address.bytes[5] = 0;
  const IpNetwork network = network_of(address, static_cast<int>(prefix));
  std::string option;
  put(option, 8, 2);
  put(option, 4 + (prefix + 7) / 8, 2);
  put(option, v4 ? 1 : 2, 2);
  put(option, prefix, 1);
  put(option, 0, 1);
  option.append(reinterpret_cast<const char*>(network.address.bytes.data()), (prefix + 7) / 8);
  return option;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Pieces pieces(data, size);
  const unsigned how = pieces.byte();
  static constexpr std::array<unsigned, 12> types = {1, 28, 5, 2, 6, 15, 16, 33, 65, 255, 257, 43};
  unsigned type = types[pieces.byte() % types.size()];
  if ((how & 1) != 0) type = pieces.number();
  std::string message;
  put(message, pieces.number(), 2);
  put(message, (how & 2) != 0 ? 0x0100 : 0, 2);
  put(message, 1, 2);
  put(message, 0, 4);
  put(message, (how & 4) != 0 ? 1 : 0, 2);
  message += name_of(pieces);
  put(message, type, 2);
  put(message, 1, 2);
  if ((how & 4) != 0) {
    std::string options;
    if ((how & 8) != 0) options += subnet(pieces);
    if ((how & 16) != 0)
      options += std::string(
          "\0\x0A\0\x08"
          "12345678",
          12);
    message += '\0';
    put(message, 41, 2);
    put(message, pieces.number(), 2);
    put(message, (how & 32) != 0 ? 0x8000 : 0, 4);
    put(message, static_cast<unsigned>(options.size()), 2);
    message += options;
  }
  static constexpr std::array<const char*, 4> askers = {"127.0.0.1", "198.18.7.1", "198.18.9.1",
                                                        "2001:db8:1::1"};
  const IpAddress from = *parse_ip(askers[pieces.byte() % askers.size()]);
  const int code =
      fuzz::ask({reinterpret_cast<const std::uint8_t*>(message.data()), message.size()}, from,
                (how & 64) != 0);
  // NOERROR, SERVFAIL (circles), NXDOMAIN, REFUSED; or FORMERR, of the type OPT alone.
  fuzz::must(code == 0 || code == 2 || code == 3 || code == 5 || (code == 1 && type == 41));
  return 0;
}
