#include "base/ip.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

IpAddress ip(std::string_view text) { return parse_ip(text).value(); }
IpNetwork network(std::string_view text) { return parse_network(text).value(); }

TEST(Ip, IsReadAndWritten) {
  for (const char* text : {"192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::", "::1",
                           "2001:db8:0:1:2:3:4:5", "fe80::1"}) {
    ASSERT_TRUE(parse_ip(text)) << text;
    EXPECT_EQ(to_string(*parse_ip(text)), text);
  }
}

TEST(Ip, IsWrittenInItsShortForm) {  // RFC 5952
  EXPECT_EQ(to_string(ip("2001:DB8:0:0:0:0:0:1")), "2001:db8::1");
  EXPECT_EQ(to_string(ip("::ffff:192.0.2.1")), "::ffff:192.0.2.1");
}

TEST(Ip, IsOfAFamily) {
  EXPECT_EQ(ip("192.0.2.1").family, IpFamily::v4);
  EXPECT_EQ(ip("::192.0.2.1").family, IpFamily::v6);
  EXPECT_EQ(ip("192.0.2.1").bytes[0], 192);
  EXPECT_EQ(ip("192.0.2.1").bytes[3], 1);
  EXPECT_EQ(ip("2001:db8::1").bytes[15], 1);
}

TEST(Ip, IsNothingElse) {
  for (const std::string_view text :
       {"", "192.0.2", "192.0.2.1.5", "192.0.2.256", "192.0.2.-1", "192.0.02.1", "192.0.2.1 ",
        " 192.0.2.1", "192.0.2.1:80", "[::1]", "::1%lo", ":::", "1::2::3", "2001:db8",
        "12345::", "2001:db8::1/64", "example.com", "0x7f.1", "localhost"}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
  EXPECT_FALSE(parse_ip(std::string_view("192.0.2.1\0", 10)));
  EXPECT_FALSE(parse_ip(std::string(1000, '1')));
}

TEST(Ip, IsOrdered) {
  EXPECT_LT(ip("192.0.2.1"), ip("192.0.2.2"));
  EXPECT_LT(ip("9.0.0.0"), ip("10.0.0.0"));
  EXPECT_LT(ip("255.255.255.255"), ip("::"));  // by family first
}

TEST(Network, IsReadAndWritten) {
  for (const char* text : {"192.0.2.0/24", "0.0.0.0/0", "192.0.2.1/32", "10.128.0.0/9",
                           "2001:db8::/32", "::/0", "2001:db8::1/128"}) {
    ASSERT_TRUE(parse_network(text)) << text;
    EXPECT_EQ(to_string(*parse_network(text)), text);
  }
}

TEST(Network, OfAnAddressIsItself) {
  EXPECT_EQ(to_string(network("192.0.2.1")), "192.0.2.1/32");
  EXPECT_EQ(to_string(network("2001:db8::1")), "2001:db8::1/128");
}

TEST(Network, IsNothingElse) {
  for (const char* text :
       {"", "/", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/24/24",
        "192.0.2.0/ 24", "192.0.2.0/24x", "192.0.2.1/24", "10.64.0.0/9", "2001:db8::1/32",
        "2001:db8::/129", "::1/0", "192.0.2.0/99999999999"}) {
    EXPECT_FALSE(parse_network(text)) << text;
  }
}

TEST(Network, ContainsAddresses) {
  EXPECT_TRUE(network("192.0.2.0/24").contains(ip("192.0.2.0")));
  EXPECT_TRUE(network("192.0.2.0/24").contains(ip("192.0.2.255")));
  EXPECT_FALSE(network("192.0.2.0/24").contains(ip("192.0.3.0")));
  EXPECT_FALSE(network("192.0.2.0/24").contains(ip("192.0.1.255")));
  EXPECT_TRUE(network("10.128.0.0/9").contains(ip("10.255.0.1")));
  EXPECT_FALSE(network("10.128.0.0/9").contains(ip("10.127.255.255")));
  EXPECT_TRUE(network("0.0.0.0/0").contains(ip("255.255.255.255")));
  EXPECT_TRUE(network("2001:db8::/33").contains(ip("2001:db8:7fff::1")));
  EXPECT_FALSE(network("2001:db8::/33").contains(ip("2001:db8:8000::1")));
  EXPECT_TRUE(network("192.0.2.1/32").contains(ip("192.0.2.1")));
  EXPECT_FALSE(network("192.0.2.1/32").contains(ip("192.0.2.0")));
}

TEST(Network, OfOneFamilyHasNothingOfTheOther) {
  EXPECT_FALSE(network("0.0.0.0/0").contains(ip("::")));
  EXPECT_FALSE(network("::/0").contains(ip("0.0.0.0")));
  EXPECT_FALSE(network("c000::/8").contains(ip("192.0.2.1")));
}

TEST(Network, ContainsNetworks) {
  EXPECT_TRUE(network("192.0.0.0/16").contains(network("192.0.2.0/24")));
  EXPECT_TRUE(network("192.0.2.0/24").contains(network("192.0.2.0/24")));
  EXPECT_FALSE(network("192.0.2.0/24").contains(network("192.0.0.0/16")));
  EXPECT_FALSE(network("192.0.2.0/24").contains(network("192.0.3.0/24")));
  EXPECT_FALSE(network("0.0.0.0/0").contains(network("::/0")));
}

TEST(Network, OfAnAddressForgetsTheRest) {
  EXPECT_EQ(to_string(network_of(ip("192.0.2.255"), 24)), "192.0.2.0/24");
  EXPECT_EQ(to_string(network_of(ip("192.0.2.255"), 25)), "192.0.2.128/25");
  EXPECT_EQ(to_string(network_of(ip("192.0.2.255"), 0)), "0.0.0.0/0");
  EXPECT_EQ(to_string(network_of(ip("2001:db8:1234:5678::1"), 56)), "2001:db8:1234:5600::/56");
  EXPECT_EQ(to_string(network_of(ip("2001:db8::1"), 128)), "2001:db8::1/128");
}

}  // namespace
}  // namespace godwit
