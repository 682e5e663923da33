#include "repo/reading.h"

#include <gtest/gtest.h>

#include <random>

#include "repo/readings/maker.h"

namespace godwit::repo {
namespace {

constexpr std::string_view paths[] = {
    "a.yaml", "a.json", "a.sh",   ".env",       "a.ts", "a.py",  "a.dart",   "a.tf",
    "a.toml", "a.md",   "a.html", "Dockerfile", "a",    "a.bak", "web/a.js", "serverless.yml"};

void expect_sound(const Reading& reading, std::string_view text) {
  ASSERT_EQ(reading.around.size(), reading.parts.size());
  for (std::size_t i = 0; i < reading.parts.size(); ++i) {
    const Part& part = reading.parts[i];
    ASSERT_LE(part.begin, part.end);
    ASSERT_LE(part.end, text.size());
    ASSERT_LE(reading.around[i], i);
    if (reading.around[i] == 0) continue;
    const Part& outer = reading.parts[reading.around[i] - 1];
    ASSERT_LE(outer.begin, part.begin);
    ASSERT_LE(part.end, outer.end);
  }
}

TEST(Reading, AtIsTheInnermostPart) {
  const std::string text = "R=\"${A:-eu-west-1}\"\n";
  const Reading reading = read("a.sh", text);
  const Part* inner = reading.at(8, 17);
  ASSERT_NE(inner, nullptr);
  EXPECT_EQ(inner->use, Use::default_value);
  const Part* outer = reading.at(4, 17);
  ASSERT_NE(outer, nullptr);
  EXPECT_EQ(outer->use, Use::setting);
  EXPECT_EQ(reading.at(0, 17), nullptr);
  EXPECT_EQ(reading.at(100, 101), nullptr);
  // The same where nothing says which part is around which.
  Reading by_hand = reading;
  by_hand.around.clear();
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t end = begin; end <= text.size(); ++end) {
      const Part* a = reading.at(begin, end);
      const Part* b = by_hand.at(begin, end);
      ASSERT_EQ(a == nullptr, b == nullptr) << begin << "-" << end;
      if (a != nullptr) {
        ASSERT_EQ(*a, *b);
      }
    }
  }
}

TEST(Reading, QuotesAreTold) {
  const auto quoting = [](std::string_view path, std::string_view text, std::string_view value) {
    const std::size_t at = text.find(value);
    const Reading reading = read(path, text);
    const Part* part = reading.at(at, at + value.size());
    return part == nullptr ? Quoting::none : part->quoting;
  };
  EXPECT_EQ(quoting("a.sh", "A=\"x y\"", "x y"), Quoting::double_);
  EXPECT_EQ(quoting("a.sh", "A='x y'", "x y"), Quoting::single);
  EXPECT_EQ(quoting("a.sh", "A=xy", "xy"), Quoting::none);
  EXPECT_EQ(quoting("a.js", "a = `x y`", "x y"), Quoting::backtick);
  EXPECT_EQ(quoting("a.yaml", "a: |\n  x\n  y\n", "  x\n  y"), Quoting::block);
  EXPECT_EQ(quoting("a.json", "{\"a\": 5}", "5"), Quoting::none);
}

TEST(Reading, AllOfABackupIsOne) {
  const Reading reading = read("a.sh.bak", "A=b # c\n");
  EXPECT_TRUE(reading.backup);
  EXPECT_EQ(reading.language, Language::shell);
  ASSERT_FALSE(reading.parts.empty());
  for (const Part& part : reading.parts) EXPECT_EQ(part.use, Use::backup);
  EXPECT_EQ(reading.parts.front().end, 8U);
}

TEST(Reading, AddressesOfWhatIsDeployed) {
  for (const char* address :
       {"https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod",
        "https://x-123.eu-west-1.elb.amazonaws.com", "https://abc.lambda-url.eu-west-1.on.aws/",
        "https://b.s3.eu-west-1.amazonaws.com/k", "https://b.s3.amazonaws.com", "s3://b/k",
        "wss://a.execute-api.eu-west-1.amazonaws.com:443/x"}) {
    EXPECT_TRUE(is_deployed_address(address)) << address;
  }
  for (const char* address :
       {"https://sns.eu-west-1.amazonaws.com", "https://sts.amazonaws.com", "https://x.app",
        "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com.evil.example", "see https://x", "s3://",
        "https://s3.amazonaws.com/"}) {
    EXPECT_FALSE(is_deployed_address(address)) << address;
  }
}

TEST(Reading, WhatLooksLikeARegion) {
  for (const char* region : {"eu-west-1", "us-gov-east-1", "ap-southeast-7", "us-iso-east-1",
                             "mx-central-1", "cn-northwest-1"}) {
    EXPECT_TRUE(looks_like_region(region)) << region;
  }
  for (const char* other : {"eu-west-1a", "eu-west-10", "eu-wes-1", "EU-WEST-1", "eu_west_1", "",
                            "europe-west1", "us-central-", "a-b-c-d-1", "eu-west-0"}) {
    EXPECT_FALSE(looks_like_region(other)) << other;
  }
}

TEST(Reading, AnyBytes) {
  std::mt19937 random(7);
  static constexpr std::string_view pieces[] = {
      "eu-west-1", "\"", "'",        "`",      "{",    "}",       "[",          "]",
      "(",         ")",  "\n",       " ",      ": ",   "=",       "${",         "#",
      "//",        "/*", "*/",       "- ",     "|\n",  "<<EOF\n", "EOF\n",      "\\",
      "||",        ",",  "<script>", "\"\"\"", "\xFF", "a",       "run: |\n  ", "\t",
      "\r\n",      "$(", "<!--",     ":-",     "{{",   "}}",      "default ",   "ENV "};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::size_t count = random() % 60;
    for (std::size_t i = 0; i < count; ++i) text += pieces[random() % std::size(pieces)];
    for (const std::string_view path : paths) {
      ASSERT_NO_FATAL_FAILURE(expect_sound(read(path, text), text)) << path << "\n" << text;
    }
  }
}

// What would be slow, or would use up the stack, if anything was read again or by recursion.
TEST(Reading, AdversariesAreReadInLinearTime) {
  static constexpr std::string_view pieces[] = {
      "{",          "[",        "(",     "\"",         "'",        "`",       "`${",
      "\\'",        "${",       "${a:-", "{{",         "/",        "/*",      "<",
      "<a b=\"",    "<!--",     "- ",    "a: ",        "a:\n ",    "- - ",    "\"\"\"",
      "<<a\n",      "$(",       "a=\"",  "A=\"x\n",    "'''",      "[[",      "=",
      ",",          "x.",       "x[",    "f(",         "a ? b : ", "||",      "!x ",
      "&a ",        "{\"a\":",  "[1,",   "eu-west-1,", "a: |\n  ", "run: \"", "\\\n",
      "ENV a=\\\n", "<script>", "# ",    "// ",        "\'${",     "\'\\\n",  "? a\n"};
  for (const std::string_view piece : pieces) {
    std::string text;
    while (text.size() < 100'000) text += piece;
    for (const std::string_view path : paths) {
      ASSERT_NO_FATAL_FAILURE(expect_sound(read(path, text), text)) << path << " of " << piece;
    }
  }
}

}  // namespace
}  // namespace godwit::repo
