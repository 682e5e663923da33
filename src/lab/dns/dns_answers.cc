#include "lab/dns/dns_answers.h"

#include <array>

#include "base/text.h"
#include "dns/record_data.h"
#include "lab/services/route53/route53.h"

namespace godwit::lab {
namespace {

using services::Said;
using traffic::RecordSet;
using Kind = traffic::Answers::Kind;

// "An alias record that routes traffic to an AWS resource": 60 s (fact C8).
constexpr Duration alias_ttl = seconds(60);
// How many of a record's targets are looked up for the additional section.
constexpr std::size_t most_targets = 16;

dns::Answer only(dns::ResponseCode code) {
  dns::Answer answer;
  answer.code = code;
  answer.authoritative = false;
  return answer;
}

std::string type_text(std::uint16_t type) {
  const std::string_view known = dns::name_of_type(type);
  return known.empty() ? fmt::format("TYPE{}", type) : std::string(known);
}

// The records of an answer that has one way, and no links; none if it has not.
const std::vector<RecordSet>* plain_records(const Said& said) {
  if (said.kind != Kind::answered || said.branches.size() != 1) return nullptr;
  const Said::Branch& branch = said.branches.front();
  return branch.links.empty() && !branch.endless ? &branch.records : nullptr;
}

// A record's addresses into the additional section.
void add_values(dns::AnswerWriter& writer, const std::string& owner, const RecordSet& record) {
  for (const std::string& value : record.values) {
    const auto data = dns::read_record_data(record.type, value);
    if (data) writer.additional(owner, *dns::type_of(record.type), record.ttl, *data);
  }
}

// A name that a record leads to, in canonical form; empty where the type leads nowhere.
std::string target_of(const RecordSet& record, std::string_view value) {
  if (record.type != "MX" && record.type != "SRV" && record.type != "NS") return {};
  const std::size_t blank = value.find_last_of(" \t");
  return traffic::canonical_name(value.substr(blank == std::string_view::npos ? 0 : blank + 1));
}

}  // namespace

Said DnsAnswers::ask(std::string_view name, std::string_view type) const {
  return lab_.route53().name_servers().answer(name, type, client_);
}

const Said& DnsAnswers::said() const {
  services::NameServers& servers = lab_.route53().name_servers();
  if (query_.type != dns::type::any) {
    return servers.answer(name_, type_text(query_.type), client_);
  }
  // RFC 8482, 4.1: one of the record sets that are there, those that are asked for most first.
  static constexpr std::array<std::string_view, 17> types = {
      "A",   "AAAA", "CNAME", "MX",   "TXT",   "SOA",  "NS",    "SRV", "CAA",
      "PTR", "SPF",  "HTTPS", "SVCB", "NAPTR", "TLSA", "SSHFP", "DS"};
  for (const std::string_view type : types) {
    const Said& said = servers.answer(name_, type, client_);
    if (said.kind != Kind::no_data) return said;
  }
  return servers.answer(name_, "A", client_);
}

std::vector<DnsWay> DnsAnswers::ways(const Said& said) const {
  std::vector<DnsWay> ways;
  switch (said.kind) {
    case Kind::answered:
      for (const Said::Branch& branch : said.branches) {
        ways.push_back({branch.probability, of_branch(said, branch)});
      }
      break;
    case Kind::no_data:
    case Kind::no_such_name:
      ways.push_back({1, negative(said)});
      break;
    case Kind::delegated:
      ways.push_back({1, referral(said)});
      break;
    case Kind::not_ours:
      ways.push_back({1, of_endpoint()});
      break;
  }
  if (ways.empty()) ways.push_back({1, only(dns::ResponseCode::server_failure)});
  return ways;
}

// ---- answers

dns::Answer DnsAnswers::of_branch(const Said& said, const Said::Branch& branch) const {
  if (branch.endless) return only(dns::ResponseCode::server_failure);
  dns::AnswerWriter writer(query_.name());
  for (const RecordSet& link : branch.links) {
    if (link.values.empty()) return only(dns::ResponseCode::server_failure);
    const auto data = dns::read_record_data("CNAME", link.values.front());
    if (!data) return only(dns::ResponseCode::server_failure);
    writer.link(link.ttl, *data);
  }
  std::vector<std::string> targets;
  for (const RecordSet& record : branch.records) {
    if (!add_record(writer, record, targets)) return only(dns::ResponseCode::server_failure);
  }
  if (branch.records.size() > 1) writer.answer.most = branch.most;
  const bool leads_out = !branch.records.empty() && branch.records.front().type == "CNAME";
  if (writer.answer.record_ends.empty() && !leads_out) {
    if (branch.no_such_name) writer.answer.code = dns::ResponseCode::no_such_name;
    if (!add_soa(writer, said.zone)) return only(dns::ResponseCode::server_failure);
  } else {
    const bool asked_for_servers = query_.type == dns::type::ns && name_ == said.zone;
    if (!asked_for_servers) add_servers(writer, said.zone);
    add_addresses(writer, targets);
  }
  return std::move(writer.answer);
}

bool DnsAnswers::add_record(dns::AnswerWriter& writer, const RecordSet& record,
                            std::vector<std::string>& targets) const {
  if (record.alias) {
    // Out of the zone, to what AWS's own servers know.
    const bool is_v6 = record.type == "AAAA";
    if (!is_v6 && record.type != "A") return true;
    const auto* addresses =
        lab_.names().endpoint(record.alias->name, is_v6 ? IpFamily::v6 : IpFamily::v4);
    if (addresses == nullptr) return true;
    for (const std::string& address : *addresses) {
      writer.record(is_v6 ? dns::type::aaaa : dns::type::a, alias_ttl, dns::address_data(address));
    }
    return true;
  }
  const auto type = dns::type_of(record.type);
  if (!type) return false;
  for (const std::string& value : record.values) {
    const auto data = dns::read_record_data(record.type, value);
    if (!data) return false;
    if (*type == dns::type::cname && query_.type != dns::type::cname) {
      writer.link(record.ttl, *data);
    } else {
      writer.record(*type, record.ttl, *data);
    }
    std::string target = target_of(record, value);
    if (!target.empty() && targets.size() < most_targets) targets.push_back(std::move(target));
  }
  return true;
}

dns::Answer DnsAnswers::of_endpoint() const {
  const auto* v4 = lab_.names().endpoint(name_, IpFamily::v4);
  if (v4 == nullptr) return only(dns::ResponseCode::refused);
  dns::AnswerWriter writer(query_.name());
  const bool is_v6 = query_.type == dns::type::aaaa;
  if (is_v6 || query_.type == dns::type::a || query_.type == dns::type::any) {
    for (const std::string& address : is_v6 ? *lab_.names().endpoint(name_, IpFamily::v6) : *v4) {
      writer.record(is_v6 ? dns::type::aaaa : dns::type::a, Names::endpoint_ttl,
                    dns::address_data(address));
    }
  }
  return std::move(writer.answer);
}

dns::Answer DnsAnswers::negative(const Said& said) const {
  dns::AnswerWriter writer(query_.name());
  if (said.kind == Kind::no_such_name) writer.answer.code = dns::ResponseCode::no_such_name;
  if (!add_soa(writer, said.zone)) return only(dns::ResponseCode::server_failure);
  return std::move(writer.answer);
}

dns::Answer DnsAnswers::referral(const Said& said) const {
  dns::AnswerWriter writer(query_.name());
  writer.answer.authoritative = false;
  writer.answer.authority_needed = true;
  std::vector<std::string> targets;
  for (const Said::Branch& branch : said.branches) {
    for (const RecordSet& record : branch.records) {
      const auto owner = dns::name_of(record.name);
      if (!owner) return only(dns::ResponseCode::server_failure);
      for (const std::string& value : record.values) {
        const auto data = dns::read_record_data("NS", value);
        if (!data) return only(dns::ResponseCode::server_failure);
        writer.authority(*owner, dns::type::ns, record.ttl, *data);
        if (targets.size() < most_targets) targets.push_back(target_of(record, value));
      }
      // Who is delegated to from within what is delegated cannot be found without this.
      for (const std::string& target : targets) {
        if (target.ends_with(record.name)) writer.answer.additional_needed = true;
      }
    }
  }
  for (const std::string& target : targets) {
    const auto owner = dns::name_of(target);
    for (const std::string_view type : {"A", "AAAA"}) {
      for (const RecordSet& record : lab_.route53().name_servers().held(target, type)) {
        if (owner) add_values(writer, *owner, record);
      }
    }
  }
  return std::move(writer.answer);
}

// ---- sections

// RFC 2308, 3 and 5: how long that there is nothing may be kept is the lesser of the SOA's own TTL
// and its last field.
bool DnsAnswers::add_soa(dns::AnswerWriter& writer, const std::string& zone) const {
  const Said said = ask(zone, "SOA");
  const auto* records = plain_records(said);
  const auto owner = dns::name_of(zone);
  if (records == nullptr || records->empty() || records->front().values.empty() || !owner) {
    return false;
  }
  const RecordSet& soa = records->front();
  const auto data = dns::read_record_data("SOA", soa.values.front());
  if (!data) return false;
  const std::string& value = soa.values.front();
  const auto least = parse_integer(trim(value.substr(value.find_last_of(" \t") + 1)));
  const Duration ttl = least ? std::min<Duration>(soa.ttl, seconds(*least)) : soa.ttl;
  writer.authority(*owner, dns::type::soa, ttl, *data);
  writer.answer.authority_needed = true;
  return true;
}

void DnsAnswers::add_servers(dns::AnswerWriter& writer, const std::string& zone) const {
  const Said said = ask(zone, "NS");
  const auto* records = plain_records(said);
  const auto owner = dns::name_of(zone);
  if (records == nullptr || !owner) return;
  for (const RecordSet& record : *records) {
    for (const std::string& value : record.values) {
      const auto data = dns::read_record_data("NS", value);
      if (data) writer.authority(*owner, dns::type::ns, record.ttl, *data);
    }
  }
}

void DnsAnswers::add_addresses(dns::AnswerWriter& writer,
                               const std::vector<std::string>& targets) const {
  for (const std::string& target : targets) {
    const auto owner = dns::name_of(target);
    if (!owner) continue;
    for (const std::string_view type : {"A", "AAAA"}) {
      const Said said = ask(target, type);
      const auto* records = plain_records(said);
      if (records == nullptr) continue;
      for (const RecordSet& record : *records) {
        if (record.type == type) add_values(writer, *owner, record);
      }
    }
  }
}

}  // namespace godwit::lab
