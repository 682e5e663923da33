#include "consumer/setting.h"

#include <gtest/gtest.h>

namespace godwit::consumer {
namespace {

TEST(Setting, IsToldByItsDigest) {
  // FIPS 180-4's own example.
  EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(EndpointRecord, IsOneTextWhateverTheOrder) {
  const EndpointRecord record{2, {{"B_URL", "https://b.example/x"}, {"A_REGION", "eu-central-1"}}};
  EXPECT_EQ(to_text(record),
            R"({"epoch":2,"settings":{"A_REGION":"eu-central-1","B_URL":"https://b.example/x"}})");
}

TEST(EndpointRecord, ComesBackAsItWas) {
  const EndpointRecord record{
      18446744073709551615ULL,
      {{"A", "quotes \" and \\ and \n lines"}, {"B", std::nullopt}, {"C", ""}, {"ü", "ö"}}};
  const auto read = parse_record(to_text(record));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->epoch, record.epoch);
  EXPECT_EQ(read->settings, record.settings);
}

TEST(EndpointRecord, RefusesWhatIsNoneWithoutShowingIt) {
  for (const std::string_view text :
       {"", "made-up-secret", "[]", "{}", R"({"epoch":1})", R"({"settings":{}})",
        R"({"epoch":-1,"settings":{}})", R"({"epoch":1.5,"settings":{}})",
        R"({"epoch":"1","settings":{}})", R"({"epoch":1,"settings":[]})",
        R"({"epoch":1,"settings":{"A":5}})", R"({"epoch":1,"settings":{},"made-up-secret":1})"}) {
    const auto read = parse_record(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
    EXPECT_EQ(to_string(read.error()).find("made-up"), std::string::npos);
  }
}

}  // namespace
}  // namespace godwit::consumer
