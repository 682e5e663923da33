#include "base/encoding.h"

#include <gtest/gtest.h>

#include <random>

namespace godwit {
namespace {

std::string all_bytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST(Encoding, Hexadecimal) {
  EXPECT_EQ(to_hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
  EXPECT_EQ(from_hex("007fFF"), std::string("\x00\x7f\xff", 3));
  EXPECT_EQ(from_hex(to_hex(all_bytes())), all_bytes());
  EXPECT_EQ(from_hex(""), "");
  for (const char* text : {"0", "0g", "g0", "0x", " 00"}) EXPECT_FALSE(from_hex(text)) << text;
}

// RFC 4648, section 10.
TEST(Encoding, Base64OfTheStandard) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Encoding, Base64BothWays) {
  std::mt19937 random(1);
  for (std::size_t length = 0; length < 100; ++length) {
    std::string bytes(length, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
}

TEST(Encoding, Base64RejectsWhatHasNoOrAnotherEncoding) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg==Zg==", "=Zg=", "====", "Z===", "Zm9v=", "Zm-_",
                           "Zm9v\n", "Zm 9", "Zh==", "Zm9="}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

TEST(Encoding, PercentEncodesAllButTheUnreserved) {
  EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encode("a b/c+ü"), "a%20b%2Fc%2B%C3%BC");
  EXPECT_EQ(percent_encode("a b/c", true), "a%20b/c");
  EXPECT_EQ(percent_encode("!*'()@,:[`{"), "%21%2A%27%28%29%40%2C%3A%5B%60%7B");
  std::string text = "key=";
  percent_encode_to(text, "a/b");
  EXPECT_EQ(text, "key=a%2Fb");
}

TEST(Encoding, PercentDecodes) {
  EXPECT_EQ(percent_decode("a%20b%2fc%2B+"), "a b/c++");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode(percent_encode(all_bytes())), all_bytes());
}

TEST(Encoding, LeavesAStrayPercentSign) {
  for (const char* text : {"%", "%4", "100%", "%zz", "%4z", "%z4"}) {
    EXPECT_EQ(percent_decode(text), text);
  }
  EXPECT_EQ(percent_decode("%%41"), "%A");
}

}  // namespace
}  // namespace godwit
