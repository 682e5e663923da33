// DnsFront: what every DNS message to a lab passes: who asks, for what, and what the name servers
// say. Messages in, messages out; it knows no sockets.
//
// It answers for the account's zones as Route 53's servers do, and for the sites' endpoints, which
// elsewhere are other servers' business. Nothing else is known here: REFUSED.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dns/cookie.h"
#include "dns/query.h"
#include "lab/dns/dns_answers.h"
#include "lab/lab.h"
#include "lab/services/route53/name_servers.h"

namespace godwit::lab {

class DnsFront {
 public:
  // The lab outlives it. Its chance is a stream of its own: questions move nothing else.
  explicit DnsFront(Lab& lab);

  struct Asking {
    IpAddress from;
    bool stream = false;  // over TCP
    Time now{};           // this machine's, for cookies
  };
  // The size of the response that was written to `out`; 0: there is none. `out` has room for
  // dns::max_udp_size, or for dns::max_message_size over TCP.
  std::size_t answer(dns::Bytes message, const Asking& asking, std::span<std::uint8_t> out);

 private:
  // What is said to one question of one client, or of all.
  struct Prepared {
    services::Client client;
    std::uint64_t generation = 0;  // of the name servers, when it was last compared
    std::uint64_t version = 0;     // of what was said
    std::vector<DnsWay> ways;
  };
  struct Question {
    std::string name;  // as a text
    bool by_asker = false;
    bool by_network = false;
    std::vector<Prepared> prepared;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>()(key);
    }
  };

  services::Client client_of(const dns::Query& query, const IpAddress& from,
                             bool with_network) const;
  const Prepared& prepare(Question& question, const dns::Query& query, const IpAddress& from);
  std::uint8_t scope_of(const Question& question, const dns::Query& query) const;

  Lab& lab_;
  std::unique_ptr<Random> chance_;
  dns::CookieSecret secret_;
  // By name and type as they travel, in lower case. Never walked.
  std::unordered_map<std::string, Question, Hash, std::equal_to<>> questions_;
  std::size_t remembered_ = 0;
};

}  // namespace godwit::lab
