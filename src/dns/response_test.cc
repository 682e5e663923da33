#include "dns/response.h"

#include <gmock/gmock.h>

#include "base/encoding.h"
#include "dns/fixture.h"

namespace godwit::dns {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Response : public testing::Test {
 protected:
  RecordData data(std::string_view type_name, std::string_view value) {
    auto read = read_record_data(type_name, value);
    EXPECT_TRUE(read.has_value()) << type_name << " " << value;
    return read.value_or(RecordData{});
  }
  Read respond(const std::string& asked, const Answer& answer, Circumstances circumstances = {}) {
    message_ = asked;
    EXPECT_EQ(read_query(bytes(message_), query).code, ResponseCode::no_error);
    const std::size_t size = write_response(query, answer, circumstances, out_);
    return Read(std::span(out_).first(size));
  }
  static std::string question(std::string_view name) { return name_of(name).value(); }

  Query query;

 private:
  std::string message_;
  std::vector<std::uint8_t> out_ = std::vector<std::uint8_t>(max_message_size);
};

// Every type that Route 53 has, by way of ldns's writer and reader.
TEST_F(Response, CarriesEveryType) {
  const std::vector<std::pair<std::string, std::string>> values = {
      {"A", "192.0.2.1"},
      {"AAAA", "2001:db8::1"},
      {"CAA", "0 issue \"ca.example\""},
      {"DS", "12345 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
      {"HTTPS", "1 . alpn=h2"},
      {"MX", "10 mail.example.com."},
      {"NAPTR", "100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:a@b!\" ."},
      {"NS", "ns.example.org."},
      {"PTR", "host.example.com."},
      {"SOA", "ns.example.org. admin.example.org. 1 7200 900 1209600 86400"},
      {"SPF", "\"v=spf1 -all\""},
      {"SRV", "1 2 80 host.example.com."},
      {"SSHFP", "2 1 123456789abcdef67890123456789abcdef67890"},
      {"SVCB", "1 foo.example.com. port=443"},
      {"TLSA", "3 1 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
      {"TXT", "\"two\" \"strings\""},
  };
  for (const auto& [type_name, value] : values) {
    const unsigned number = type_of(type_name).value();
    EXPECT_EQ(name_of_type(static_cast<std::uint16_t>(number)), type_name);
    AnswerWriter writer(question("www.example.com"));
    writer.record(static_cast<std::uint16_t>(number), seconds(300), data(type_name, value));
    const Read read = respond(Asked{.type = number}.message(), writer.answer);
    ASSERT_TRUE(read.is_sound()) << type_name;
    ASSERT_THAT(read.answers(), SizeIs(1)) << type_name;
    if (type_name == "HTTPS" || type_name == "SVCB") continue;  // ldns has several spellings
    EXPECT_EQ(read.answers()[0], "www.example.com. 300 IN " + type_name + " " + value);
  }
}

TEST_F(Response, RefusesValuesThatAreNone) {
  for (const auto& [type_name, value] :
       std::vector<std::pair<std::string, std::string>>{{"A", "192.0.2.256"},
                                                        {"A", ""},
                                                        {"AAAA", "x"},
                                                        {"MX", "mail"},
                                                        {"CNAME", std::string(64, 'a') + ".com"},
                                                        {"A", "192.0.2.1\n@ IN A 192.0.2.2"}}) {
    EXPECT_FALSE(read_record_data(type_name, value)) << type_name << " " << value;
  }
  // Route 53's octal escapes.
  EXPECT_EQ(data("TXT", "\"\\344\"").bytes, "\x01\xE4");
  EXPECT_EQ(data("TXT", "\"\\\"\"").bytes, "\x01\"");
}

TEST_F(Response, LinksComeFirstAndNamesAreCompressed) {
  AnswerWriter writer(question("www.example.com"));
  writer.link(seconds(60), data("CNAME", "web.example.com"));
  writer.link(seconds(30), data("CNAME", "cdn.example.net"));
  writer.record(type::a, seconds(20), data("A", "192.0.2.1"));
  writer.authority(question("example.net"), type::ns, hours(48), data("NS", "ns.example.net."));
  const Read read = respond(Asked{}.message(), writer.answer);
  ASSERT_TRUE(read.is_sound());
  EXPECT_THAT(read.answers(), ElementsAre("www.example.com. 60 IN CNAME web.example.com.",
                                          "web.example.com. 30 IN CNAME cdn.example.net.",
                                          "cdn.example.net. 20 IN A 192.0.2.1"));
  EXPECT_THAT(read.authority(), ElementsAre("example.net. 172800 IN NS ns.example.net."));
  // Header, question, and names that are pointers wherever they were there before.
  EXPECT_EQ(read.size, 12U + 21 + (12 + 6) + (12 + 14 + 3) + 16 + (12 + 5));
}

TEST_F(Response, EchoesTheQuestionAsItWasAsked) {
  AnswerWriter writer(question("www.example.com"));
  writer.record(type::a, seconds(60), data("A", "192.0.2.1"));
  const Read read = respond(Asked{.name = "wWW.exAMple.cOm", .id = 7}.message(), writer.answer);
  EXPECT_EQ(ldns_pkt_id(read.packet()), 7);
  EXPECT_TRUE(read.authoritative());
  EXPECT_TRUE(ldns_pkt_rd(read.packet()));
  EXPECT_FALSE(ldns_pkt_ra(read.packet()));
  EXPECT_THAT(read.answers(), ElementsAre("wWW.exAMple.cOm. 60 IN A 192.0.2.1"));
}

TEST_F(Response, RecordsAreRotated) {
  AnswerWriter writer(question("www.example.com"));
  for (int n = 1; n <= 4; ++n) {
    writer.record(type::a, seconds(60), data("A", fmt::format("192.0.2.{}", n)));
  }
  std::map<std::string, int> first;
  for (std::uint64_t chance = 0; chance < 4'000; ++chance) {
    const Read read = respond(Asked{}.message(), writer.answer, {.chance = chance});
    ASSERT_THAT(read.answers(), SizeIs(4));
    ++first[read.answers().front()];
  }
  EXPECT_THAT(first, SizeIs(4));
  for (const auto& [record, times] : first) EXPECT_NEAR(times, 1'000, 120) << record;
}

TEST_F(Response, MultivalueIsASample) {
  AnswerWriter writer(question("www.example.com"));
  for (int n = 1; n <= 20; ++n) {
    writer.record(type::a, seconds(60), data("A", fmt::format("192.0.2.{}", n)));
  }
  writer.answer.most = 8;
  std::map<std::string, int> seen;
  for (std::uint64_t chance = 0; chance < 5'000; ++chance) {
    const Read read = respond(Asked{}.message(), writer.answer, {.chance = chance});
    const auto answers = read.answers();
    ASSERT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 8U);
    for (const std::string& record : answers) ++seen[record];
  }
  EXPECT_THAT(seen, SizeIs(20));
  for (const auto& [record, times] : seen) EXPECT_NEAR(times, 2'000, 150) << record;
}

TEST_F(Response, WhatDoesNotFitIsTruncated) {
  AnswerWriter writer(question("www.example.com"));
  for (int n = 0; n < 300; ++n) {
    writer.record(type::a, seconds(60), data("A", fmt::format("10.0.{}.{}", n / 250, n % 250)));
  }
  writer.authority(question("example.com"), type::ns, hours(48), data("NS", "ns.example.org."));
  const auto sized = [&](bool edns, unsigned udp_size) {
    return respond(Asked{.edns = edns, .udp_size = udp_size}.message(), writer.answer);
  };
  for (const auto& [edns, udp_size] :
       {std::pair{false, 0U}, {true, 0U}, {true, 1232U}, {true, 65535U}}) {
    const Read read = sized(edns, udp_size);
    ASSERT_TRUE(read.is_sound());
    EXPECT_TRUE(read.truncated()) << udp_size;
    EXPECT_THAT(read.answers(), IsEmpty());
    EXPECT_LE(read.size, 512U);
    EXPECT_EQ(ldns_pkt_edns(read.packet()), edns);
  }
  const Read whole = respond(Asked{}.message(), writer.answer, {.stream = true});
  EXPECT_FALSE(whole.truncated());
  EXPECT_THAT(whole.answers(), SizeIs(300));
}

// RFC 2181, 9: what an answer can do without is left out before it is truncated.
TEST_F(Response, ServersAreLeftOutWhereTheyDoNotFit) {
  AnswerWriter writer(question("www.example.com"));
  for (int n = 0; n < 29; ++n) {
    writer.record(type::a, seconds(60), data("A", fmt::format("10.0.0.{}", n)));
  }
  writer.authority(question("example.com"), type::ns, hours(48), data("NS", "ns.example.org."));
  Read read = respond(Asked{}.message(), writer.answer);
  EXPECT_FALSE(read.truncated());
  EXPECT_THAT(read.answers(), SizeIs(29));
  EXPECT_THAT(read.authority(), IsEmpty());
  writer.answer.authority_needed = true;
  read = respond(Asked{}.message(), writer.answer);
  EXPECT_TRUE(read.truncated());
}

TEST_F(Response, AnswersEdns) {
  AnswerWriter writer(question("www.example.com"));
  writer.record(type::a, seconds(60), data("A", "192.0.2.1"));
  const ServerCookie cookie{1, 2, 3};
  const Read read = respond(Asked{.edns = true,
                                  .dnssec_ok = true,
                                  .options = subnet_option(1, 20, std::string("\xC0\x00\x00", 3)) +
                                             option(10, "12345678")}
                                .message(),
                            writer.answer, {.subnet_scope = 16, .cookie = &cookie});
  ASSERT_TRUE(read.is_sound());
  EXPECT_TRUE(ldns_pkt_edns(read.packet()));
  EXPECT_EQ(ldns_pkt_edns_version(read.packet()), 0);
  EXPECT_EQ(ldns_pkt_edns_udp_size(read.packet()), 4096);
  EXPECT_TRUE(ldns_pkt_edns_do(read.packet()));
  const ldns_rdf* options = ldns_pkt_edns_data(read.packet());
  ASSERT_NE(options, nullptr);
  const std::string_view found(reinterpret_cast<const char*>(ldns_rdf_data(options)),
                               ldns_rdf_size(options));
  EXPECT_EQ(found.substr(0, 11), std::string("\0\x08\0\x07\0\x01\x14\x10\xC0\0\0", 11));
  EXPECT_EQ(found.substr(11, 12), std::string("\0\x0A\0\x18"
                                              "12345678",
                                              12));
  EXPECT_EQ(found.size(), 11 + 4 + 8 + 16U);
}

TEST_F(Response, SaysBadVersion) {
  const std::string message = Asked{.edns = true, .version = 7}.message();
  EXPECT_EQ(read_query(bytes(message), query).code, ResponseCode::bad_version);
  std::array<std::uint8_t, max_udp_size> out;
  const std::size_t size = write_code(query, ResponseCode::bad_version, {}, out);
  const Read read(Bytes(out).first(size));
  ASSERT_TRUE(read.is_sound());
  EXPECT_EQ(read.code(), 16);
  EXPECT_EQ(ldns_pkt_edns_version(read.packet()), 0);
}

// RFC 9018, appendix A.1; the reference implementation's first vector with a message of 15 bytes.
TEST(Cookies, AreThoseOfTheStandard) {
  CookieSecret key;
  std::array<std::uint8_t, 15> message;
  for (std::uint8_t n = 0; n < 16; ++n) key[n] = n;
  for (std::uint8_t n = 0; n < 15; ++n) message[n] = n;
  EXPECT_EQ(sip_hash(key, message), 0xa129ca6149be45e5U);

  const CookieSecret secret = {0xe5, 0xe9, 0x73, 0xe5, 0xa6, 0xb2, 0xa4, 0x3f,
                               0x48, 0xe7, 0xdc, 0x84, 0x9e, 0x37, 0xbf, 0xcf};
  const std::array<std::uint8_t, 8> client = {0x24, 0x64, 0xc4, 0xab, 0xcf, 0x10, 0xc9, 0x57};
  const ServerCookie cookie =
      make_cookie(secret, client, Time(seconds(1559731985)), parse_ip("198.51.100.100").value());
  EXPECT_EQ(to_hex({reinterpret_cast<const char*>(cookie.data()), cookie.size()}),
            "010000005cf79f111f8130c3eee29480");
}

}  // namespace
}  // namespace godwit::dns
