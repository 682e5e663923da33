// For tests: queries as clients write them, and what is in a response, by ldns's reading of it.
#pragma once

#include <gtest/gtest.h>
#include <ldns/ldns.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dns/name.h"

namespace godwit::dns {

inline void put(std::string& out, unsigned number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift & 0xFF);
  }
}

// A query to be taken apart or completed.
struct Asked {
  std::string name = "www.example.com";
  unsigned type = 1;
  unsigned question_class = 1;
  unsigned id = 0x1234;
  unsigned flags = 0x0100;  // RD
  bool edns = false;
  unsigned udp_size = 1232;
  unsigned version = 0;
  bool dnssec_ok = false;
  std::string options;

  std::string message() const {
    std::string out;
    put(out, id, 2);
    put(out, flags, 2);
    put(out, 1, 2);
    put(out, 0, 4);
    put(out, edns ? 1 : 0, 2);
    std::string_view rest = name;
    while (!rest.empty()) {
      const std::size_t size = std::min(rest.find('.'), rest.size());
      out += static_cast<char>(size);
      out += rest.substr(0, size);
      rest.remove_prefix(std::min(size + 1, rest.size()));
    }
    out += '\0';
    put(out, type, 2);
    put(out, question_class, 2);
    if (!edns) return out;
    out += '\0';
    put(out, 41, 2);
    put(out, udp_size, 2);
    put(out, version << 16 | (dnssec_ok ? 0x8000 : 0), 4);
    put(out, static_cast<unsigned>(options.size()), 2);
    return out + options;
  }
};

inline std::string option(unsigned code, std::string_view content) {
  std::string out;
  put(out, code, 2);
  put(out, static_cast<unsigned>(content.size()), 2);
  return out += content;
}
inline std::string subnet_option(unsigned family, unsigned prefix, std::string_view address,
                                 unsigned scope = 0) {
  std::string out;
  put(out, family, 2);
  put(out, prefix, 1);
  put(out, scope, 1);
  return option(8, out += address);
}

inline Bytes bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// A response, read by ldns.
class Read {
 public:
  explicit Read(Bytes message) {
    ldns_pkt* packet = nullptr;
    status = ldns_wire2pkt(&packet, message.data(), message.size());
    packet_.reset(packet);
    size = message.size();
  }
  ldns_status status;
  std::size_t size = 0;

  bool is_sound() const { return status == LDNS_STATUS_OK && packet_ != nullptr; }
  int code() const {
    return ldns_pkt_get_rcode(packet_.get()) | ldns_pkt_edns_extended_rcode(packet_.get()) << 4;
  }
  bool authoritative() const { return ldns_pkt_aa(packet_.get()); }
  bool truncated() const { return ldns_pkt_tc(packet_.get()); }
  ldns_pkt* packet() const { return packet_.get(); }

  // "www.example.com. 60 IN A 192.0.2.1", one each.
  std::vector<std::string> answers() const { return texts(ldns_pkt_answer(packet_.get())); }
  std::vector<std::string> authority() const { return texts(ldns_pkt_authority(packet_.get())); }
  std::vector<std::string> additional() const { return texts(ldns_pkt_additional(packet_.get())); }

 private:
  struct Free {
    void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
  };
  static std::vector<std::string> texts(const ldns_rr_list* records) {
    std::vector<std::string> result;
    for (std::size_t n = 0; n < ldns_rr_list_rr_count(records); ++n) {
      char* text = ldns_rr2str(ldns_rr_list_rr(records, n));
      std::string line(text);
      free(text);
      for (char& letter : line) {
        if (letter == '\t') letter = ' ';
      }
      while (!line.empty() && line.back() == '\n') line.pop_back();
      result.push_back(std::move(line));
    }
    return result;
  }
  std::unique_ptr<ldns_pkt, Free> packet_;
};

}  // namespace godwit::dns
