#include "dns/query.h"

#include "dns/fixture.h"

namespace godwit::dns {
namespace {

ResponseCode code_of(const std::string& message) {
  Query query;
  const Reading reading = read_query(bytes(message), query);
  EXPECT_FALSE(reading.ignored);
  return reading.code;
}

TEST(Query, ReadsWhatIsAsked) {
  const std::string message = Asked{.name = "wWw.eXample.COM", .type = 28}.message();
  Query query;
  const Reading reading = read_query(bytes(message), query);
  EXPECT_FALSE(reading.ignored);
  EXPECT_EQ(reading.code, ResponseCode::no_error);
  EXPECT_EQ(query.id, 0x1234);
  EXPECT_TRUE(query.recursion_desired);
  EXPECT_EQ(query.type, 28);
  EXPECT_EQ(text_of(query.name()), "www.example.com");
  EXPECT_EQ(query.question.size(), 17 + 4U);
  EXPECT_EQ(query.question[1], 'w') << "as it was asked";
  EXPECT_EQ(query.question[2], 'W');
  EXPECT_FALSE(query.edns);
}

TEST(Query, IgnoresWhatIsNoQuery) {
  Query query;
  const std::string message = Asked{}.message();
  for (std::size_t size = 0; size < header_size; ++size) {
    EXPECT_TRUE(read_query(bytes(message).first(size), query).ignored) << size;
  }
  EXPECT_TRUE(read_query(bytes(Asked{.flags = 0x8100}.message()), query).ignored) << "QR";
}

TEST(Query, RefusesWhatItDoesNotDo) {
  EXPECT_EQ(code_of(Asked{.flags = 0x2000}.message()), ResponseCode::not_implemented) << "NOTIFY";
  EXPECT_EQ(code_of(Asked{.flags = 0x2800}.message()), ResponseCode::not_implemented) << "UPDATE";
  EXPECT_EQ(code_of(Asked{.type = type::axfr}.message()), ResponseCode::refused);
  EXPECT_EQ(code_of(Asked{.type = type::ixfr}.message()), ResponseCode::refused);
  EXPECT_EQ(code_of(Asked{.question_class = 3}.message()), ResponseCode::refused) << "CH";
  EXPECT_EQ(code_of(Asked{.type = type::opt}.message()), ResponseCode::format_error);
}

TEST(Query, EveryPrefixOfAMessageIsNone) {
  const std::string message =
      Asked{.edns = true, .options = subnet_option(1, 24, std::string("\xC0\x00\x02", 3))}
          .message();
  for (std::size_t size = header_size; size < message.size(); ++size) {
    EXPECT_EQ(code_of(message.substr(0, size)), ResponseCode::format_error) << size;
  }
  EXPECT_EQ(code_of(message), ResponseCode::no_error);
  EXPECT_EQ(code_of(message + "x"), ResponseCode::format_error) << "bytes behind the end";
}

TEST(Query, NamesHaveBounds) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'b');
  EXPECT_EQ(code_of(Asked{.name = longest}.message()), ResponseCode::no_error) << "255 bytes";
  EXPECT_EQ(code_of(Asked{.name = longest + "b"}.message()), ResponseCode::format_error);
  EXPECT_EQ(code_of(Asked{.name = label + "a.com"}.message()), ResponseCode::format_error)
      << "a label of 64 bytes";
  EXPECT_EQ(code_of(Asked{.name = ""}.message()), ResponseCode::no_error) << "the root";
  std::string pointer = Asked{.name = "a"}.message();
  pointer[header_size] = '\xC0';
  pointer[header_size + 1] = '\x0C';  // at itself
  EXPECT_EQ(code_of(pointer), ResponseCode::format_error);
}

TEST(Query, CountsMustBeThoseOfAQuery) {
  for (const auto& [at, what] : {std::pair{5, "no question"},
                                 {7, "an answer"},
                                 {9, "an authority"},
                                 {11, "an additional record that is not there"}}) {
    std::string message = Asked{}.message();
    message[static_cast<std::size_t>(at)] ^= 1;
    EXPECT_EQ(code_of(message), ResponseCode::format_error) << what;
  }
  std::string two = Asked{}.message();
  two[5] = 2;
  EXPECT_EQ(code_of(two + two.substr(header_size)), ResponseCode::format_error);
}

TEST(Query, ReadsEdns) {
  const std::string cookie = "12345678";
  const std::string message =
      Asked{.edns = true,
            .udp_size = 4096,
            .dnssec_ok = true,
            .options = option(10, cookie + "abcdefgh") + option(65001, "anything") +
                       subnet_option(2, 48, std::string("\x20\x01\x0d\xb8\x00\x01", 6))}
          .message();
  Query query;
  EXPECT_EQ(read_query(bytes(message), query).code, ResponseCode::no_error);
  ASSERT_TRUE(query.edns);
  EXPECT_EQ(query.edns->udp_size, 4096);
  EXPECT_TRUE(query.edns->dnssec_ok);
  EXPECT_EQ(query.edns->client_cookie.size(), 8U);
  EXPECT_EQ(query.edns->server_cookie.size(), 8U);
  ASSERT_TRUE(query.edns->subnet && query.edns->subnet->network);
  EXPECT_EQ(to_string(*query.edns->subnet->network), "2001:db8:1::/48");
  EXPECT_EQ(code_of(Asked{.edns = true, .version = 1}.message()), ResponseCode::bad_version);
}

// RFC 7871, 6 and 7.1.1; RFC 7873, 5.2.2.
TEST(Query, MalformedOptionsAreFormErr) {
  const std::string four("\xC0\x00\x02\x01", 4);
  const auto code = [&](const std::string& options) {
    return code_of(Asked{.edns = true, .options = options}.message());
  };
  EXPECT_EQ(code(subnet_option(1, 32, four)), ResponseCode::no_error);
  EXPECT_EQ(code(subnet_option(1, 0, "")), ResponseCode::no_error);
  EXPECT_EQ(code(subnet_option(0, 0, "")), ResponseCode::no_error);
  EXPECT_EQ(code(subnet_option(1, 24, four)), ResponseCode::format_error) << "a byte too many";
  EXPECT_EQ(code(subnet_option(1, 32, four.substr(1))), ResponseCode::format_error);
  EXPECT_EQ(code(subnet_option(1, 33, four + "x")), ResponseCode::format_error);
  EXPECT_EQ(code(subnet_option(1, 31, four)), ResponseCode::format_error)
      << "a bit behind the prefix";
  EXPECT_EQ(code(subnet_option(3, 8, "x")), ResponseCode::format_error) << "an unknown family";
  EXPECT_EQ(code(subnet_option(1, 32, four, 24)), ResponseCode::format_error) << "a scope";
  EXPECT_EQ(code(option(8, "abc")), ResponseCode::format_error);
  EXPECT_EQ(code(option(10, "1234567")), ResponseCode::format_error);
  EXPECT_EQ(code(option(10, "12345678")), ResponseCode::no_error);
  EXPECT_EQ(code(option(10, "123456789")), ResponseCode::format_error);
  EXPECT_EQ(code(option(10, std::string(41, 'c'))), ResponseCode::format_error);
  EXPECT_EQ(code(std::string("\0\x0A\0\xFF", 4)), ResponseCode::format_error) << "cut short";
}

TEST(Query, TwoOptRecordsAreOneTooMany) {
  std::string message = Asked{.edns = true}.message();
  message[11] = 2;
  EXPECT_EQ(code_of(message + message.substr(message.size() - 11)), ResponseCode::format_error);
}

TEST(Names, AreTextsAndBack) {
  for (const std::string_view text : {"www.example.com", "a", "*.example.com", "_sip._tcp.a-b.c"}) {
    EXPECT_EQ(text_of(name_of(text).value()), text);
  }
  EXPECT_EQ(name_of("Example.COM.").value(), name_of("example.com").value());
  EXPECT_EQ(text_of(std::string("\3a.b\0", 5)), std::string("a\0b", 3)) << "a dot in a label";
  EXPECT_EQ(name_of("").value(), std::string(1, '\0'));
  for (const std::string& text : {std::string("a..b"), std::string(".a"), std::string("a.."),
                                  std::string(64, 'a'), std::string(260, 'a')}) {
    EXPECT_FALSE(name_of(text)) << text;
  }
}

}  // namespace
}  // namespace godwit::dns
