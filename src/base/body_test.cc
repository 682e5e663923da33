#include "base/body.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/split_mix.h"

namespace godwit {
namespace {

TEST(Body, HoldsBytes) {
  const Body body = "some text";
  EXPECT_EQ(body.size(), 9U);
  EXPECT_FALSE(body.is_synthetic());
  EXPECT_EQ(body.bytes(), "some text");
  EXPECT_EQ(body.slice(5, 2), "te");
  EXPECT_EQ(body.slice(5, 100), "text");
  EXPECT_EQ(body.slice(9, 1), "");
  EXPECT_EQ(body.slice(100, 1), "");
  EXPECT_EQ(body.slice(~0ULL, ~0ULL), "");
  EXPECT_EQ(body.crc32c(), crc32c("some text"));
}

TEST(Body, MayBeEmpty) {
  for (const Body& body : {Body(), Body(""), Body(std::string()), Body::synthetic(0, 1)}) {
    EXPECT_TRUE(body.empty());
    EXPECT_EQ(body.bytes(), "");
    EXPECT_EQ(body.slice(0, 10), "");
    EXPECT_EQ(body.crc32c(), 0U);
    EXPECT_EQ(body, Body());
  }
}

TEST(Body, CopiesShareTheBytes) {
  const Body body = std::string(1000, 'x');
  const Body copy = body;
  EXPECT_EQ(copy.bytes().data(), body.bytes().data());
}

TEST(Body, SyntheticContentIsDefined) {
  // The first element of SplitMix64 from seed 0 is known, and stands in little-endian order.
  EXPECT_EQ(split_mix_at(0, 0), 0xe220a8397b1dcdafULL);
  const Body body = Body::synthetic(10'000, 0);
  EXPECT_EQ(to_hex(body.slice(0, 8)), "afcd1d7b39a820e2");
  EXPECT_EQ(body.slice(4096, 4096), body.slice(0, 4096));
  EXPECT_NE(body.slice(0, 2048), body.slice(2048, 2048));
}

TEST(Body, SyntheticSlicesArePartsOfTheWhole) {
  const std::uint64_t length = 20'003;
  const Body body = Body::synthetic(length, 77);
  const std::string whole = body.slice(0, length);
  ASSERT_EQ(whole.size(), length);
  for (std::uint64_t i = 0; i < 300; ++i) {
    const std::uint64_t offset = stable_hash("offset", i) % (length + 10);
    const std::uint64_t size = stable_hash("size", i) % (i % 2 == 0 ? 20 : length);
    const std::string expected = offset < length ? whole.substr(offset, size) : "";
    ASSERT_EQ(body.slice(offset, size), expected) << offset << " " << size;
  }
}

TEST(Body, SyntheticChecksumIsThatOfTheContent) {
  for (const std::uint64_t length : {1ULL, 7ULL, 8ULL, 4095ULL, 4096ULL, 4097ULL, 8192ULL,
                                     12'345ULL, 1'000'000ULL, 5'242'880ULL}) {
    for (const std::uint64_t seed : {0ULL, 1ULL, 0xffffffffffffffffULL}) {
      const Body body = Body::synthetic(length, seed);
      EXPECT_EQ(body.crc32c(), crc32c(body.slice(0, length))) << length << " " << seed;
    }
  }
}

TEST(Body, APetabyteCostsNothing) {
  const Body body = Body::synthetic(1'000'000'000'000'000, 5);
  EXPECT_EQ(body.slice(999'999'999'999'990, 100).size(), 10U);
  EXPECT_NE(body.crc32c(), Body::synthetic(1'000'000'000'000'000, 6).crc32c());
}

TEST(Body, EqualMeansSameContent) {
  EXPECT_EQ(Body("a"), Body("a"));
  EXPECT_FALSE(Body("a") == Body("b"));
  EXPECT_FALSE(Body("a") == Body("aa"));
  const Body body = Body::synthetic(5000, 1);
  EXPECT_EQ(body, Body::synthetic(5000, 1));
  EXPECT_FALSE(body == Body::synthetic(5000, 2));
  EXPECT_FALSE(body == Body::synthetic(5001, 1));
  EXPECT_EQ(body, Body(body.slice(0, 5000)));
  EXPECT_EQ(Body(body.slice(0, 5000)), body);
  EXPECT_FALSE(body == Body(std::string(5000, 'x')));
}

}  // namespace
}  // namespace godwit
