#include "base/gcm.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace godwit {
namespace {

// Test Case 16 of "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, 2005.
const std::string key =
    *from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
const std::string nonce = *from_hex("cafebabefacedbaddecaf888");
const std::string about = *from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
const std::string text = *from_hex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b5"
    "25"
    "b16aedf5aa0de657ba637b39");
const std::string sealed = *from_hex(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10568288"
    "38"
    "c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b");

TEST(Gcm, IsAsItsAuthorsSay) {
  EXPECT_EQ(gcm_seal(key, nonce, about, text), sealed);
  EXPECT_EQ(gcm_open(key, nonce, about, sealed), text);
}

TEST(Gcm, OpensNothingElse) {
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_EQ(gcm_open(key, nonce, about, changed), std::nullopt) << i;
    EXPECT_EQ(gcm_open(key, nonce, about, sealed.substr(0, i)), std::nullopt) << i;
  }
  EXPECT_EQ(gcm_open(key, nonce, about + "x", sealed), std::nullopt);
  EXPECT_EQ(gcm_open(std::string(32, 'k'), nonce, about, sealed), std::nullopt);
  EXPECT_EQ(gcm_open(key, std::string(12, 'n'), about, sealed), std::nullopt);
  EXPECT_EQ(gcm_open(key, nonce, "", gcm_seal(key, nonce, "", "")), "");
}

}  // namespace
}  // namespace godwit
