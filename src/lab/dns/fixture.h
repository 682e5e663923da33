// For tests and fuzzing: a zone with records of every type and policy, and a lab that serves it.
#pragma once

#include <string>
#include <vector>

#include "account/account.h"
#include "env/simulated_env.h"
#include "lab/dns/dns_front.h"
#include "lab/lab.h"
#include "lab/services/route53/route53.h"

namespace godwit::lab {

inline traffic::RecordSet plain_record(std::string name, std::string type,
                                       std::vector<std::string> values, int ttl_s = 60) {
  traffic::RecordSet record;
  record.name = std::move(name);
  record.type = std::move(type);
  record.values = std::move(values);
  record.ttl = seconds(ttl_s);
  return record;
}

inline traffic::RecordSet alias_record(std::string name, std::string type, std::string target) {
  traffic::RecordSet record;
  record.name = std::move(name);
  record.type = std::move(type);
  record.alias = traffic::AliasTarget{"Z", std::move(target), false};
  return record;
}

// example.com, which account::Zone could not express.
inline traffic::Zone zone_of_everything() {
  traffic::Zone zone{.id = "Z1", .name = "example.com", .records = {}};
  auto& records = zone.records;
  records.push_back(plain_record(
      "example.com", "SOA",
      {"ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 300"}, 900));
  records.push_back(
      plain_record("example.com", "NS", {"ns-1.awsdns-00.com.", "ns-2.awsdns-01.net."}, 172800));
  records.push_back(plain_record("example.com", "MX", {"10 mail.example.com."}, 300));
  records.push_back(plain_record("example.com", "TXT", {"\"v=spf1 -all\"", "\"second\" \"part\""}));
  records.push_back(plain_record("example.com", "CAA", {"0 issue \"ca.example\""}));
  records.push_back(alias_record("example.com", "A", "www.example.com"));
  records.push_back(
      plain_record("www.example.com", "A", {"192.0.2.1", "192.0.2.2", "192.0.2.3"}, 120));
  records.push_back(plain_record("mail.example.com", "A", {"192.0.2.25"}));
  records.push_back(plain_record("mail.example.com", "AAAA", {"2001:db8::25"}));
  records.push_back(plain_record("_sip._tcp.example.com", "SRV", {"1 2 5060 mail.example.com."}));
  records.push_back(plain_record("svc.example.com", "HTTPS", {"1 . alpn=h2"}));
  records.push_back(plain_record("web.example.com", "CNAME", {"www.example.com"}, 30));
  records.push_back(plain_record("away.example.com", "CNAME", {"host.example.net."}, 30));
  records.push_back(plain_record("lost.example.com", "CNAME", {"nobody.example.com"}, 30));
  records.push_back(plain_record("one.example.com", "CNAME", {"two.example.com"}));
  records.push_back(plain_record("two.example.com", "CNAME", {"one.example.com"}));
  records.push_back(
      alias_record("api.example.com", "A", "d-1.execute-api.eu-west-1.amazonaws.com"));
  records.push_back(
      alias_record("api.example.com", "AAAA", "d-1.execute-api.eu-west-1.amazonaws.com"));
  records.push_back(alias_record("elb.example.com", "A", "unknown.elb.amazonaws.com"));
  records.push_back(plain_record("*.wild.example.com", "A", {"192.0.2.77"}));
  records.push_back(plain_record("*.wild.example.com", "TXT", {"\"wild\""}));
  records.push_back(plain_record("deep.below.example.com", "A", {"192.0.2.78"}));
  records.push_back(
      plain_record("sub.example.com", "NS", {"ns.sub.example.com.", "ns.example.org."}, 3600));
  records.push_back(plain_record("ns.sub.example.com", "A", {"192.0.2.53"}, 3600));
  for (int n = 1; n <= 12; ++n) {
    traffic::RecordSet record =
        plain_record("multi.example.com", "A", {fmt::format("192.0.2.{}", 100 + n)});
    record.set_identifier = fmt::format("m{:02}", n);
    record.multivalue = true;
    records.push_back(std::move(record));
  }
  for (const auto& [identifier, weight] : {std::pair{"a", 1}, {"b", 3}}) {
    traffic::RecordSet record =
        plain_record("weighted.example.com", "A", {weight == 1 ? "198.51.100.1" : "198.51.100.3"});
    record.set_identifier = identifier;
    record.weight = weight;
    records.push_back(std::move(record));
  }
  const auto located = [&](std::string identifier, traffic::GeoLocation where, std::string value) {
    traffic::RecordSet record = plain_record("geo.example.com", "A", {std::move(value)});
    record.set_identifier = std::move(identifier);
    record.geolocation = std::move(where);
    records.push_back(std::move(record));
  };
  located("de", {.country = "DE"}, "203.0.113.1");
  located("af", {.continent = "AF"}, "203.0.113.2");
  located("all", {.country = "*"}, "203.0.113.3");
  records.push_back(alias_record("to-geo.example.com", "A", "geo.example.com"));
  for (const std::string region : {"eu-west-1", "af-south-1"}) {
    traffic::RecordSet record = plain_record(
        "near.example.com", "A", {region == "eu-west-1" ? "203.0.113.11" : "203.0.113.12"});
    record.set_identifier = region;
    record.region = region;
    records.push_back(std::move(record));
  }
  for (const std::string location : {"office", "*"}) {
    traffic::RecordSet record =
        plain_record("cidr.example.com", "A", {location == "*" ? "203.0.113.22" : "203.0.113.21"});
    record.set_identifier = location;
    record.cidr = traffic::CidrRouting{"collection", location};
    records.push_back(std::move(record));
  }
  std::vector<std::string> many;
  for (int n = 0; n < 300; ++n) many.push_back(fmt::format("10.1.{}.{}", n / 250, n % 250));
  records.push_back(plain_record("many.example.com", "A", many));
  return zone;
}

// Places that the zone tells apart, and a site.
inline account::Account account_with_places() {
  account::Account account;
  account.id = "123456789012";
  account.regions = {"eu-west-1", "af-south-1"};
  account.credentials = {"AKIAEXAMPLE", "made-up"};
  account::Site site;
  site.region = "eu-west-1";
  site.endpoint = "d-1.execute-api.eu-west-1.amazonaws.com";
  site.address = "203.0.113.50";
  site.address_v6 = "2001:db8::50";
  account.workload.sites = {site};
  const auto place = [&](std::string name, std::string continent, std::string country,
                         int to_west_ms, std::vector<std::string> networks) {
    account::Place& added = account.users.places.emplace_back();
    added.name = std::move(name);
    added.continent = std::move(continent);
    added.country = std::move(country);
    added.latency = {{"eu-west-1", milliseconds(to_west_ms)}, {"af-south-1", milliseconds(100)}};
    for (const std::string& network : networks) added.networks.push_back(*parse_network(network));
  };
  place("Germany", "EU", "DE", 30, {"198.18.0.0/16", "2001:db8:1::/48"});
  place("Kenya", "AF", "KE", 150, {"198.18.7.0/24"});
  return account;
}

// A lab that serves it.
struct DnsWorld {
  DnsWorld() {
    lab.route53().name_servers().publish_collections(
        {{"collection", {{"office", {*parse_network("198.18.9.0/24")}}}}});
    lab.route53().name_servers().publish(zone_of_everything());
  }
  SimulatedEnv env{parse_time("2026-01-05T06:00:00Z").value(), 7};
  account::Account account = account_with_places();
  Lab lab{World{env.clock, env.scheduler, env.random}, account};
  DnsFront front{lab};
};

}  // namespace godwit::lab
