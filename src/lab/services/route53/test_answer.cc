// TestDNSAnswer: what the name servers say to a question, without a question on the wire.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_TestDNSAnswer.html
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/refusals.h"
#include "lab/services/route53/route53.h"
#include "lab/services/route53/values.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

constexpr int standard_mask_v4 = 24;
constexpr int standard_mask_v6 = 64;

std::expected<IpAddress, aws::ServiceError> read_address(const Value& value,
                                                         std::string_view member) {
  const auto address = parse_ip(value.text());
  if (!address) {
    return invalid_input(fmt::format("{} '{}' is not an IP address", member, value.text()));
  }
  return *address;
}

// Who asks: the client's network where the question tells of it, or else the resolver.
std::expected<Client, aws::ServiceError> read_client(const Value& input, const Names& names) {
  Client client;
  if (input.has("ResolverIP")) {
    const IpAddress address = TRY(read_address(input["ResolverIP"], "ResolverIP"));
    client.place = names.place_of(address);
    client.network = network_of(address, address.family == IpFamily::v4 ? 32 : 128);
  }
  if (input.has("EDNS0ClientSubnetMask") && !input.has("EDNS0ClientSubnetIP")) {
    return invalid_input("EDNS0ClientSubnetMask needs an EDNS0ClientSubnetIP");
  }
  if (input.has("EDNS0ClientSubnetIP")) {
    const IpAddress address =
        TRY(read_address(input["EDNS0ClientSubnetIP"], "EDNS0ClientSubnetIP"));
    const bool v4 = address.family == IpFamily::v4;
    int mask = v4 ? standard_mask_v4 : standard_mask_v6;
    if (input.has("EDNS0ClientSubnetMask")) {
      const auto asked = parse_integer(input["EDNS0ClientSubnetMask"].text());
      if (!asked || *asked < 0 || *asked > (v4 ? 32 : 128)) {
        return invalid_input(
            fmt::format("EDNS0ClientSubnetMask must be between 0 and {}", v4 ? 32 : 128));
      }
      mask = static_cast<int>(*asked);
    }
    client.network = network_of(address, mask);
    client.place = names.place_of(client.network->address);
  }
  return client;
}

}  // namespace

Answer Route53::test_dns_answer(const Call& call) {
  const Value& input = call.input;
  const Zone& zone = *TRY(find_zone(input["HostedZoneId"].text()));
  const std::string name = from_wire_name(input["RecordName"].text());
  const std::string& type = input["RecordType"].text();
  if (const auto problem = problem_of_name(name)) return invalid_input(*problem);
  if (!lies_within(name, zone.name)) {
    return invalid_input(fmt::format("{} is not in the hosted zone {}", to_wire_name(name),
                                     to_wire_name(zone.name)));
  }
  if (!is_record_type(type)) return invalid_input(fmt::format("'{}' is no type of record", type));
  const Client client = TRY(read_client(input, lab_.names()));

  const Said& said = name_servers_.answer(name, type, client);
  Value data{aws::List{}};
  std::string_view code = "NOERROR";
  using Kind = traffic::Answers::Kind;
  if (said.kind == Kind::no_such_name) code = "NXDOMAIN";
  if (said.kind == Kind::not_ours) code = "REFUSED";
  const Said::Branch* branch = said.kind == Kind::answered ? said.choose(chance_->real()) : nullptr;
  if (branch != nullptr && branch->endless) code = "SERVFAIL";
  if (branch != nullptr && !branch->endless) {
    for (const traffic::RecordSet& link : branch->links) {
      for (const std::string& value : link.values) data.push(to_wire_name(value));
    }
    // A multivalue answer: some of the records, each choice as likely as any other.
    std::vector<const traffic::RecordSet*> records;
    for (const traffic::RecordSet& record : branch->records) records.push_back(&record);
    for (std::size_t n = 0; n < std::min(records.size(), branch->most); ++n) {
      std::swap(records[n], records[n + chance_->below(records.size() - n)]);
      const traffic::RecordSet& record = *records[n];
      if (record.alias) {
        const auto* addresses =
            lab_.names().endpoint(record.alias->name, type == "AAAA" ? IpFamily::v6 : IpFamily::v4);
        if (addresses == nullptr || (type != "A" && type != "AAAA")) continue;
        for (const std::string& address : *addresses) data.push(address);
      } else {
        for (const std::string& value : record.values) {
          data.push(record.type == "CNAME" ? to_wire_name(value) : value);
        }
      }
    }
  }
  return Value()
      .set("Nameserver", name_servers_of(zone.id)[0])
      .set("RecordName", input["RecordName"].text())
      .set("RecordType", type)
      .set("RecordData", std::move(data))
      .set("ResponseCode", code)
      .set("Protocol", "UDP");
}

}  // namespace godwit::lab::services
