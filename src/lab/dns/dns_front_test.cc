#include "lab/dns/dns_front.h"

#include <gmock/gmock.h>

#include "dns/fixture.h"
#include "lab/dns/fixture.h"

namespace godwit::lab {
namespace {

using dns::Asked;
using dns::Read;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr int no_error = 0;
constexpr int server_failure = 2;
constexpr int no_such_name = 3;
constexpr int refused = 5;
constexpr unsigned aaaa = 28, mx = 15, txt = 16, ns = 2, soa = 6, srv = 33, cname = 5, any = 255;

class DnsFrontTest : public testing::Test {
 protected:
  Read ask(const std::string& name, unsigned type = 1, bool stream = false) {
    return send(Asked{.name = name, .type = type, .edns = true}.message(), "127.0.0.1", stream);
  }
  Read ask_from(const std::string& name, const std::string& address) {
    return send(Asked{.name = name}.message(), address, false);
  }
  Read send(const std::string& message, const std::string& from = "127.0.0.1",
            bool stream = false) {
    const std::size_t size =
        world.front.answer(dns::bytes(message), {.from = *parse_ip(from), .stream = stream}, out_);
    Read read(dns::Bytes(out_).first(size));
    EXPECT_TRUE(read.is_sound());
    return read;
  }
  // Name, type and address of 198.18.7.0/24 told by a resolver; and the scope of the answer.
  std::pair<std::vector<std::string>, int> ask_for(const std::string& name, unsigned prefix,
                                                   std::string address) {
    const Read read =
        send(Asked{.name = name, .edns = true, .options = dns::subnet_option(1, prefix, address)}
                 .message());
    const ldns_rdf* options = ldns_pkt_edns_data(read.packet());
    EXPECT_NE(options, nullptr);
    return {read.answers(), options == nullptr ? -1 : ldns_rdf_data(options)[7]};
  }

  DnsWorld world;

 private:
  std::vector<std::uint8_t> out_ = std::vector<std::uint8_t>(dns::max_message_size);
};

const std::string soa_text =
    "example.com. 300 IN SOA ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 "
    "300";
const auto servers = UnorderedElementsAre("example.com. 172800 IN NS ns-1.awsdns-00.com.",
                                          "example.com. 172800 IN NS ns-2.awsdns-01.net.");

TEST_F(DnsFrontTest, AnswersWithAuthorityAndTheZonesServers) {
  const Read read = ask("www.example.com");
  EXPECT_EQ(read.code(), no_error);
  EXPECT_TRUE(read.authoritative());
  EXPECT_FALSE(ldns_pkt_ra(read.packet()));
  EXPECT_THAT(read.answers(), UnorderedElementsAre("www.example.com. 120 IN A 192.0.2.1",
                                                   "www.example.com. 120 IN A 192.0.2.2",
                                                   "www.example.com. 120 IN A 192.0.2.3"));
  EXPECT_THAT(read.authority(), servers);
}

TEST_F(DnsFrontTest, AnswersAtTheApex) {
  EXPECT_THAT(ask("example.com").answers(), SizeIs(3)) << "an alias at the apex";
  EXPECT_THAT(ask("example.com", ns).answers(), servers);
  EXPECT_THAT(ask("example.com", ns).authority(), IsEmpty()) << "not twice";
  EXPECT_THAT(ask("example.com", soa).answers(), SizeIs(1));
  EXPECT_THAT(ask("example.com", txt).answers(), SizeIs(2));
  const Read mail = ask("example.com", mx);
  EXPECT_THAT(mail.answers(), ElementsAre("example.com. 300 IN MX 10 mail.example.com."));
  EXPECT_THAT(mail.additional(), ElementsAre("mail.example.com. 60 IN A 192.0.2.25",
                                             "mail.example.com. 60 IN AAAA 2001:db8::25"));
  EXPECT_THAT(ask("_sip._tcp.example.com", srv).additional(), SizeIs(2));
}

// RFC 2308; the TTL is the lesser of the SOA's own and its minimum.
TEST_F(DnsFrontTest, NothingIsSaidInTwoWays) {
  const Read nobody = ask("nobody.example.com");
  EXPECT_EQ(nobody.code(), no_such_name);
  EXPECT_TRUE(nobody.authoritative());
  EXPECT_THAT(nobody.authority(), ElementsAre(soa_text));
  const Read no_data = ask("www.example.com", aaaa);
  EXPECT_EQ(no_data.code(), no_error);
  EXPECT_THAT(no_data.answers(), IsEmpty());
  EXPECT_THAT(no_data.authority(), ElementsAre(soa_text));
  EXPECT_EQ(ask("below.example.com").code(), no_error) << "an empty non-terminal exists";
  EXPECT_EQ(ask("elb.example.com").code(), no_error) << "an alias that leads to nothing";
  EXPECT_THAT(ask("elb.example.com").authority(), ElementsAre(soa_text));
  EXPECT_EQ(ask("www.example.com", 65280).code(), no_error) << "a type that nobody has";
}

TEST_F(DnsFrontTest, OtherNamesAreRefused) {
  for (const std::string name : {"example.org", "com", "", "xexample.com", "amazonaws.com"}) {
    const Read read = ask(name);
    EXPECT_EQ(read.code(), refused) << name;
    EXPECT_FALSE(read.authoritative()) << name;
  }
}

TEST_F(DnsFrontTest, FollowsCnamesWithinTheZone) {
  EXPECT_THAT(ask("web.example.com").answers(), SizeIs(4));
  EXPECT_EQ(ask("web.example.com").answers().front(),
            "web.example.com. 30 IN CNAME www.example.com.");
  EXPECT_THAT(ask("web.example.com", cname).answers(), SizeIs(1));
  EXPECT_THAT(ask("away.example.com").answers(),
              ElementsAre("away.example.com. 30 IN CNAME host.example.net."));
  const Read lost = ask("lost.example.com");
  EXPECT_EQ(lost.code(), no_such_name) << "RFC 2308, 2.1";
  EXPECT_THAT(lost.answers(), SizeIs(1));
  EXPECT_THAT(lost.authority(), ElementsAre(soa_text));
  EXPECT_EQ(ask("one.example.com").code(), server_failure) << "an endless chain";
}

TEST_F(DnsFrontTest, AliasesLeadToEndpoints) {
  EXPECT_THAT(ask("api.example.com").answers(),
              ElementsAre("api.example.com. 60 IN A 203.0.113.50"));
  EXPECT_THAT(ask("api.example.com", aaaa).answers(),
              ElementsAre("api.example.com. 60 IN AAAA 2001:db8::50"));
  const std::string endpoint = "d-1.execute-api.eu-west-1.amazonaws.com";
  EXPECT_THAT(ask(endpoint).answers(), ElementsAre(endpoint + ". 60 IN A 203.0.113.50"));
  EXPECT_THAT(ask(endpoint, aaaa).answers(), SizeIs(1));
  EXPECT_EQ(ask(endpoint, mx).code(), no_error);
}

TEST_F(DnsFrontTest, WildcardsAnswerInTheNameThatWasAsked) {
  EXPECT_THAT(ask("Any.Thing.wild.example.com").answers(),
              ElementsAre("Any.Thing.wild.example.com. 60 IN A 192.0.2.77"));
  EXPECT_THAT(ask("*.wild.example.com").answers(), SizeIs(1));
  EXPECT_EQ(ask("x.wild.example.com", mx).code(), no_error);
  EXPECT_THAT(ask("x.wild.example.com", mx).answers(), IsEmpty());
}

TEST_F(DnsFrontTest, RefersToWhomAZoneIsDelegatedTo) {
  for (const std::string name : {"sub.example.com", "a.b.sub.example.com", "ns.sub.example.com"}) {
    const Read read = ask(name);
    EXPECT_EQ(read.code(), no_error);
    EXPECT_FALSE(read.authoritative()) << name;
    EXPECT_THAT(read.answers(), IsEmpty());
    EXPECT_THAT(read.authority(),
                UnorderedElementsAre("sub.example.com. 3600 IN NS ns.sub.example.com.",
                                     "sub.example.com. 3600 IN NS ns.example.org."));
    EXPECT_THAT(read.additional(), ElementsAre("ns.sub.example.com. 3600 IN A 192.0.2.53"));
  }
}

TEST_F(DnsFrontTest, AnyIsOneOfTheRecordSets) {
  const Read read = ask("mail.example.com", any);
  EXPECT_THAT(read.answers(), ElementsAre("mail.example.com. 60 IN A 192.0.2.25"));
  EXPECT_EQ(ask("nobody.example.com", any).code(), no_such_name);
  EXPECT_THAT(ask("web.example.com", any).answers(), testing::Not(IsEmpty()));
}

TEST_F(DnsFrontTest, MultivalueGivesUpToEight) {
  std::set<std::string> seen;
  for (int n = 0; n < 100; ++n) {
    const auto answers = ask("multi.example.com").answers();
    EXPECT_THAT(answers, SizeIs(8));
    seen.insert(answers.begin(), answers.end());
  }
  EXPECT_THAT(seen, SizeIs(12));
}

// Fact C5, in 20,000 raw answers: within four deviations.
TEST_F(DnsFrontTest, c5_answers_come_as_often_as_their_weights) {
  constexpr int asked = 20'000;
  int heavy = 0;
  for (int n = 0; n < asked; ++n) {
    if (ask("weighted.example.com").answers()[0].ends_with(".3")) ++heavy;
  }
  EXPECT_NEAR(heavy, asked * 0.75, 4 * std::sqrt(asked * 0.75 * 0.25));
}

TEST_F(DnsFrontTest, AnswersByWhereTheResolverIs) {
  const auto answer = [&](const std::string& name, const std::string& from) {
    const std::string line = ask_from(name, from).answers().at(0);
    return line.substr(line.rfind(' ') + 1);
  };
  for (const std::string name : {"geo.example.com", "to-geo.example.com"}) {
    EXPECT_EQ(answer(name, "198.18.1.1"), "203.0.113.1") << name;
    EXPECT_EQ(answer(name, "198.18.7.1"), "203.0.113.2") << name << ": the smallest network counts";
    EXPECT_EQ(answer(name, "127.0.0.1"), "203.0.113.3") << name;
    EXPECT_EQ(answer(name, "2001:db8:1::1"), "203.0.113.1") << name;
  }
  EXPECT_EQ(answer("near.example.com", "198.18.1.1"), "203.0.113.11");
  EXPECT_EQ(answer("near.example.com", "198.18.7.1"), "203.0.113.12");
  EXPECT_EQ(answer("cidr.example.com", "198.18.9.200"), "203.0.113.21");
  EXPECT_EQ(answer("cidr.example.com", "198.18.1.200"), "203.0.113.22") << "of the same place";
}

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-edns0.html; RFC 7871.
TEST_F(DnsFrontTest, AnswersByTheClientSubnet) {
  const auto kenya = ask_for("geo.example.com", 24, std::string("\xC6\x12\x07", 3));
  EXPECT_THAT(kenya.first, ElementsAre("geo.example.com. 60 IN A 203.0.113.2"));
  EXPECT_EQ(kenya.second, 24);
  const auto germany = ask_for("geo.example.com", 24, std::string("\xC6\x12\x80", 3));
  EXPECT_THAT(germany.first, ElementsAre("geo.example.com. 60 IN A 203.0.113.1"));
  EXPECT_EQ(germany.second, 17) << "of 198.18.128.0, where Kenya's network is not";
  EXPECT_EQ(ask_for("geo.example.com", 24, std::string("\xC6\x12\x06", 3)).second, 24)
      << "beside Kenya's";
  EXPECT_EQ(ask_for("www.example.com", 24, std::string("\xC6\x12\x07", 3)).second, 0)
      << "the same for everybody";
  EXPECT_EQ(ask_for("geo.example.com", 0, "").second, 0);
  EXPECT_THAT(ask_for("geo.example.com", 0, "").first,
              ElementsAre("geo.example.com. 60 IN A 203.0.113.3"));
  EXPECT_EQ(ask_for("cidr.example.com", 24, std::string("\xC6\x12\x09", 3)).second, 24);
}

TEST_F(DnsFrontTest, LargeAnswersGoOverTcp) {
  const Read datagram = ask("many.example.com");
  EXPECT_TRUE(datagram.truncated());
  EXPECT_THAT(datagram.answers(), IsEmpty());
  const Read stream = ask("many.example.com", 1, true);
  EXPECT_FALSE(stream.truncated());
  EXPECT_THAT(stream.answers(), SizeIs(300));
}

TEST_F(DnsFrontTest, ChangesAreSeenAtOnce) {
  const auto first = [&](const std::string& name) {
    const auto answers = ask(name).answers();
    return answers.empty() ? std::string() : answers[0].substr(answers[0].rfind(' ') + 1);
  };
  EXPECT_EQ(first("mail.example.com"), "192.0.2.25");
  EXPECT_EQ(ask("new.example.com").code(), no_such_name);
  traffic::Zone zone = zone_of_everything();
  for (traffic::RecordSet& record : zone.records) {
    if (record.name == "mail.example.com" && record.type == "A") record.values = {"192.0.2.99"};
    if (record.name == "www.example.com") record.values = {"192.0.2.98"};
    if (record.name == "weighted.example.com") record.values = {"192.0.2.97"};
  }
  zone.records.push_back(plain_record("new.example.com", "A", {"192.0.2.96"}));
  world.lab.route53().name_servers().publish(zone);
  EXPECT_EQ(first("mail.example.com"), "192.0.2.99");
  EXPECT_EQ(ask("example.com", mx).additional().front(), "mail.example.com. 60 IN A 192.0.2.99");
  EXPECT_EQ(first("www.example.com"), "192.0.2.98");
  EXPECT_EQ(first("example.com"), "192.0.2.98") << "by an alias";
  EXPECT_EQ(ask("web.example.com").answers().back(), "www.example.com. 120 IN A 192.0.2.98");
  EXPECT_EQ(first("weighted.example.com"), "192.0.2.97");
  EXPECT_EQ(first("new.example.com"), "192.0.2.96");
  zone.records.pop_back();
  world.lab.route53().name_servers().publish(zone);
  EXPECT_EQ(ask("new.example.com").code(), no_such_name);
  world.lab.route53().name_servers().withdraw("Z1");
  EXPECT_EQ(ask("www.example.com").code(), refused);
}

// However changes come, the answers are those of a name server that has only seen the last state.
TEST_F(DnsFrontTest, ChangesAddUp) {
  auto& servers_of_lab = world.lab.route53().name_servers();
  const auto chance = world.lab.world().random.fork("changes");
  traffic::Zone zone = zone_of_everything();
  // Without the zone cut, most changes of one name can be taken alone.
  std::erase_if(zone.records, [](const traffic::RecordSet& record) {
    return record.name.ends_with("sub.example.com");
  });
  const std::vector<std::string> names = {
      "www.example.com",   "mail.example.com", "web.example.com",        "multi.example.com",
      "geo.example.com",   "example.com",      "x.wild.example.com",     "weighted.example.com",
      "below.example.com", "new.example.com",  "deep.below.example.com", "to-geo.example.com"};
  const auto text_of = [](const services::Said& said) {
    std::string text = fmt::format("{} {}", static_cast<int>(said.kind), said.by_asker);
    for (const auto& branch : said.branches) {
      text += fmt::format(" {}:", branch.probability);
      for (const auto& record : branch.links) text += record.values[0];
      for (const auto& record : branch.records) {
        for (const std::string& value : record.values) text += " " + value;
        if (record.alias) text += " " + record.alias->name;
      }
    }
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    traffic::RecordSet& record = zone.records[chance->below(zone.records.size())];
    const bool is_address = record.type == "A" && !record.alias;
    const std::string value = fmt::format("192.0.2.{}", chance->below(200));
    if (is_address && chance->chance(0.7)) {
      record.values = {value};
    } else if (chance->chance(0.1)) {
      zone.records.push_back(plain_record("new.example.com", "TXT", {"\"" + value + "\""}));
      zone.records.back().set_identifier = value;
      zone.records.back().multivalue = true;
    } else if (record.name == "new.example.com") {
      zone.records.erase(zone.records.begin() + (&record - zone.records.data()));
    } else if (record.type == "TXT") {
      record.values = {"\"" + value + "\""};
    }
    servers_of_lab.publish(zone);
    services::NameServers fresh(world.lab.route53().health(), [&](const services::Client& client) {
      return world.lab.names().asker_of(client);
    });
    fresh.publish(zone);
    for (const std::string& name : names) {
      for (const char* type_name : {"A", "AAAA", "TXT", "MX"}) {
        const services::Client client{.place = chance->below(2), .network = {}};
        ASSERT_EQ(text_of(servers_of_lab.answer(name, type_name, client)),
                  text_of(fresh.answer(name, type_name, client)))
            << name << " " << type_name << " in round " << round;
      }
    }
  }
}

// What is remembered of one name is not what another publication of it was.
TEST_F(DnsFrontTest, OneOfAThousandChangesAlone) {
  traffic::Zone zone{.id = "Z2", .name = "example.net", .records = {}};
  zone.records.push_back(plain_record("example.net", "SOA", {"a. b. 1 2 3 4 5"}));
  zone.records.push_back(plain_record("example.net", "NS", {"a."}));
  for (int n = 0; n < 1'000; ++n) {
    zone.records.push_back(plain_record(fmt::format("n{}.example.net", n), "A", {"192.0.2.1"}));
  }
  auto& servers_of_lab = world.lab.route53().name_servers();
  servers_of_lab.publish(zone);
  const auto version = [&](int n) {
    return servers_of_lab.answer(fmt::format("n{}.example.net", n), "A").version;
  };
  std::vector<std::uint64_t> before;
  for (int n = 0; n < 1'000; ++n) before.push_back(version(n));
  zone.records[2 + 500].values = {"192.0.2.2"};
  servers_of_lab.publish(zone);
  for (int n = 0; n < 1'000; ++n) EXPECT_EQ(version(n) == before[n], n != 500) << n;
  EXPECT_EQ(ask("n500.example.net").answers()[0], "n500.example.net. 60 IN A 192.0.2.2");
}

TEST_F(DnsFrontTest, CookiesAreGivenAndAgain) {
  const std::string client = "12345678";
  const auto cookie = [&](const std::string& option) {
    const Read read = send(Asked{.edns = true, .options = dns::option(10, option)}.message());
    EXPECT_EQ(read.code(), no_error);
    const ldns_rdf* options = ldns_pkt_edns_data(read.packet());
    EXPECT_EQ(ldns_rdf_size(options), 4 + 8 + 16U);
    return std::string(reinterpret_cast<const char*>(ldns_rdf_data(options)) + 12, 16);
  };
  const std::string first = cookie(client);
  EXPECT_EQ(cookie(client + first), first);
  EXPECT_EQ(cookie(client + "somebody"), first) << "a wrong one is as good as none";
}

TEST_F(DnsFrontTest, RefusesTransfers) {
  EXPECT_EQ(ask("example.com", 252, true).code(), refused);
  EXPECT_EQ(ask("example.com", 251, true).code(), refused);
  EXPECT_EQ(send(Asked{.name = "version.bind", .type = txt, .question_class = 3}.message()).code(),
            refused);
}

// Questions over DNS move nobody else's chance.
TEST_F(DnsFrontTest, LeavesTheLabsChanceAlone) {
  DnsWorld quiet;
  for (int n = 0; n < 100; ++n) ask("weighted.example.com");
  for (int n = 0; n < 50; ++n) {
    EXPECT_EQ(world.lab.names().resolve("weighted.example.com")->addresses,
              quiet.lab.names().resolve("weighted.example.com")->addresses);
  }
}

}  // namespace
}  // namespace godwit::lab
