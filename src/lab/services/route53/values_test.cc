// What each type's values must look like.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
#include "lab/services/route53/values.h"

#include <gmock/gmock.h>

namespace godwit::lab::services {
namespace {

struct Good {
  const char* type;
  const char* value;
};
class GoodValueTest : public testing::TestWithParam<Good> {};

TEST_P(GoodValueTest, is_taken) {
  EXPECT_EQ(problem_of_value(GetParam().type, GetParam().value), std::nullopt)
      << GetParam().type << " " << GetParam().value;
}

// Mostly the page's own examples.
INSTANTIATE_TEST_SUITE_P(
    Values, GoodValueTest,
    testing::Values(
        Good{"A", "192.0.2.1"}, Good{"AAAA", "2001:0db8:85a3:0:0:8a2e:0370:7334"},
        Good{"CAA", R"(0 issue "ca.example.net")"}, Good{"CAA", R"(0 issuewild ";")"},
        Good{"CAA", R"(128 iodef "mailto:admin@example.com")"},
        Good{"CNAME", "hostname.example.com"}, Good{"CNAME", "_a.b.example.com."},
        Good{"DS", "123 4 5 1234567890abcdef1234567890abcdef"},
        Good{"MX", "10 mailserver.example.com."}, Good{"MX", "0 ."},
        Good{"NAPTR", R"(100 50 "u" "E2U+sip" "!^(\\+441632960083)$!sip:\\1@example.com!" .)"},
        Good{"NAPTR", R"(100 51 "u" "h323+E2U" "!^\\+441632960083$!h323:operator@example.com!" .)"},
        Good{"NS", "ns-1.example.com"}, Good{"PTR", "hostname.example.com"},
        Good{"SOA", "ns-2048.awsdns-64.net. hostmaster.awsdns.com. 1 1 1 1 60"},
        Good{"SPF", R"("v=spf1 ip4:192.168.0.1/16-all")"},
        Good{"SRV", "10 5 80 hostname.example.com"}, Good{"SSHFP", "1 1 09F6A01D2175742B257C6B98"},
        Good{"TLSA", "3 1 1 e4a2a9b6"}, Good{"TXT", R"("Sample Text Entries")"},
        Good{"TXT", R"("one" "two" "three")"}, Good{"TXT", R"("one""two")"},
        Good{"TXT", R"("octal \001\377 and \"quoted\"")"}, Good{"TXT", R"("")"},
        Good{"HTTPS", "1 . alpn=h2,h3 ipv4hint=192.0.2.1"}, Good{"HTTPS", "0 example.com"},
        Good{"SVCB", R"(16 foo.example.org alpn="h2,h3" mandatory=alpn no-default-alpn)"}));

struct Bad {
  const char* type;
  std::string value;
  const char* code;
};
class BadSyntaxTest : public testing::TestWithParam<Bad> {};

TEST_P(BadSyntaxTest, is_refused_with_a_code) {
  const auto problem = problem_of_value(GetParam().type, GetParam().value);
  ASSERT_TRUE(problem.has_value()) << GetParam().type << " " << GetParam().value;
  EXPECT_THAT(*problem, testing::StartsWith("FATAL problem: " + std::string(GetParam().code)));
}

INSTANTIATE_TEST_SUITE_P(
    Values, BadSyntaxTest,
    testing::Values(Bad{"A", " 192.0.2.1", "ARRDATAIllegalIPv4Address"},
                    Bad{"CAA", "0 issue ca.example.net", "InvalidCharacterString"},
                    Bad{"CAA", R"(256 issue "a")", "CAARRDATAIllegalNumber"},
                    Bad{"CAA", R"(0 is-sue "a")", "CAARRDATAIllegalTag"},
                    Bad{"CAA", R"(0 issue "a" "b")", "CAARRDATANotThreeFields"},
                    Bad{"DS", "123 4 5", "DSRRDATANotFourFields"},
                    Bad{"DS", "123 4 5 xyz0", "DSRRDATAIllegalHexadecimal"},
                    Bad{"DS", "123 4 5 abc", "DSRRDATAIllegalHexadecimal"},
                    Bad{"DS", "65536 4 5 ab", "DSRRDATAIllegalNumber"},
                    Bad{"MX", "10 a.example.com b", "MXRRDATANotTwoFields"},
                    Bad{"MX", "-1 a.example.com", "MXRRDATAIllegalNumber"},
                    Bad{"MX", "high a.example.com", "MXRRDATAIllegalNumber"},
                    Bad{"NAPTR", R"(100 50 "u" "E2U+sip" .)", "NAPTRRRDATANotSixFields"},
                    Bad{"NAPTR", R"(100 50 u "E2U+sip" "!" .)", "InvalidCharacterString"},
                    Bad{"SOA", "a. b. 1 2 3 4", "SOARRDATANotSevenFields"},
                    Bad{"SRV", "1 1 32769 ip-10-0-6-110.testapi. eu-central-1.compute.internal.",
                        "SRVRRDATANotFourFields (SRV record doesn't have 4 fields)"},
                    Bad{"SRV", "1 1 70000 a.example.com", "SRVRRDATAIllegalNumber"},
                    Bad{"SSHFP", "1 1", "SSHFPRRDATANotThreeFields"},
                    Bad{"TLSA", "3 1 1", "TLSARRDATANotFourFields"},
                    Bad{"TXT", '"' + std::string(256, 'x') + '"', "CharacterStringTooLong"},
                    Bad{"TXT", R"("one" two)", "InvalidCharacterString"},
                    Bad{"TXT", R"("escaped end\")", "InvalidCharacterString"},
                    Bad{"TXT", "", "InvalidCharacterString"},
                    Bad{"HTTPS", "1", "HTTPSRRDATANotTwoFields"},
                    Bad{"HTTPS", "0 a.example.com alpn=h2", "HTTPSRRDATAIllegalParameter"},
                    Bad{"SVCB", "1 . alpn=h2 alpn=h3", "SVCBRRDATAIllegalParameter"},
                    Bad{"SVCB", "1 . ALPN=h2", "SVCBRRDATAIllegalParameter"},
                    Bad{"NS", "a b", "UnsupportedCharacter"},
                    Bad{"PTR", std::string(64, 'a') + ".com", "DomainLabelTooLong"}));

TEST(ValuesTest, text_has_4000_letters_at_most) {
  std::string value;
  for (int n = 0; n < 16; ++n) value += '"' + std::string(250, 'x') + "\" ";
  EXPECT_EQ(problem_of_value("TXT", value), std::nullopt);
  EXPECT_THAT(problem_of_value("TXT", value + "\"y\"").value_or(""),
              testing::StartsWith("FATAL problem: TXTRDATATooLong"));
  // An escape is one letter.
  std::string escaped;
  for (int n = 0; n < 255; ++n) escaped += "\\101";
  EXPECT_EQ(problem_of_value("TXT", '"' + escaped + '"'), std::nullopt);
}

}  // namespace
}  // namespace godwit::lab::services
