// DnsAnswers: what the name servers say, as messages say it: which records go into which section.
//
// RFC 1034, 4.3.2 (the algorithm), RFC 2308 (negative answers), RFC 8482 (ANY);
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSBehavior.html (what Route 53 adds to
// the authority and additional sections).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dns/answer.h"
#include "dns/query.h"
#include "lab/lab.h"
#include "lab/services/route53/name_servers.h"

namespace godwit::lab {

// One way to answer, ready for the wire.
struct DnsWay {
  double probability = 1;
  dns::Answer answer;
};

class DnsAnswers {
 public:
  // Of a question by this client; `name` is its name as a text. Valid for these alone.
  DnsAnswers(Lab& lab, const dns::Query& query, const std::string& name,
             const services::Client& client)
      : lab_(lab), query_(query), name_(name), client_(client) {}

  // What the name servers say to it: to ANY, what they say to one type that is there.
  const services::Said& said() const;
  // Probabilities sum to 1; at least one way. What cannot be said on the wire is SERVFAIL.
  std::vector<DnsWay> ways(const services::Said& said) const;

 private:
  dns::Answer of_branch(const services::Said& said, const services::Said::Branch& branch) const;
  dns::Answer of_endpoint() const;
  dns::Answer negative(const services::Said& said) const;
  dns::Answer referral(const services::Said& said) const;
  bool add_soa(dns::AnswerWriter& writer, const std::string& zone) const;
  void add_servers(dns::AnswerWriter& writer, const std::string& zone) const;
  bool add_record(dns::AnswerWriter& writer, const traffic::RecordSet& record,
                  std::vector<std::string>& targets) const;
  void add_addresses(dns::AnswerWriter& writer, const std::vector<std::string>& targets) const;
  services::Said ask(std::string_view name, std::string_view type) const;

  Lab& lab_;
  const dns::Query& query_;
  const std::string& name_;
  const services::Client& client_;
};

}  // namespace godwit::lab
