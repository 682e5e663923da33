#include "repo/utf16.h"

#include <gtest/gtest.h>

namespace godwit::repo {
namespace {

std::string little(std::u16string_view text) {
  std::string bytes = "\xFF\xFE";
  for (const char16_t unit : text) {
    bytes += static_cast<char>(unit & 0xFF);
    bytes += static_cast<char>(unit >> 8);
  }
  return bytes;
}

std::string big(std::u16string_view text) {
  std::string bytes = little(text);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) std::swap(bytes[i], bytes[i + 1]);
  return bytes;
}

TEST(Utf16, IsReadInBothOrders) {
  for (const std::string& bytes : {little(u"región 🐦 x"), big(u"región 🐦 x")}) {
    const auto text = Utf16Text::decode(bytes);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->text(), "región 🐦 x");
  }
}

TEST(Utf16, KnowsTheWayBack) {
  const std::u16string wide = u"aé€🐦z";
  const auto text = Utf16Text::decode(little(wide));
  ASSERT_TRUE(text);
  // a, é, €, the bird, z: 1, 2, 3, 4, 1 bytes of UTF-8; 2, 2, 2, 4, 2 of UTF-16, after the mark
  const std::vector<std::pair<std::size_t, std::size_t>> places = {{0, 2}, {1, 4},   {3, 6},
                                                                   {6, 8}, {10, 12}, {11, 14}};
  for (const auto& [at, original] : places) EXPECT_EQ(text->original(at), original) << at;
}

TEST(Utf16, WhatIsNoCharacterIsReplaced) {
  const auto alone = Utf16Text::decode(little(std::u16string{0xD83D, u'x', 0xDC26}));
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->text(), "\xEF\xBF\xBDx\xEF\xBF\xBD");
  const auto odd = Utf16Text::decode(little(u"ab") + "c");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->text(), "ab") << "a byte too many";
  EXPECT_EQ(odd->original(2), 7U);
}

TEST(Utf16, OtherBytesAreNone) {
  EXPECT_FALSE(Utf16Text::decode(""));
  EXPECT_FALSE(Utf16Text::decode("\xFF"));
  EXPECT_FALSE(Utf16Text::decode("eu-west-1"));
  const auto empty = Utf16Text::decode("\xFF\xFE");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->text(), "");
  EXPECT_EQ(empty->original(0), 2U);
}

}  // namespace
}  // namespace godwit::repo
