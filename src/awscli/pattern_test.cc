#include "awscli/pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace godwit::awscli {
namespace {

std::optional<bool> matches(std::string_view pattern, std::string_view text) {
  return Pattern(pattern).matches(text);
}

TEST(Pattern, MatchesAsJavaAndEcmaScriptDo) {
  EXPECT_EQ(matches("^[a-z][a-z0-9-]{1,5}$", "ab-1"), true);
  EXPECT_EQ(matches("^[a-z][a-z0-9-]{1,5}$", "1b"), false);
  EXPECT_EQ(matches("^[a-z][a-z0-9-]{1,5}$", "abcdefg"), false);
  EXPECT_EQ(matches("[a-z]+", "123a"), true);  // somewhere
  EXPECT_EQ(matches("^(a|bc)*$", "abca"), true);
  EXPECT_EQ(matches("^(a|bc)*$", "abcb"), false);
  EXPECT_EQ(matches("^\\d{12}$", "123456789012"), true);
  EXPECT_EQ(matches("^\\d{12}$", "12345678901"), false);
  EXPECT_EQ(matches("^arn:aws(-[\\w]+)*:kms:.*", "arn:aws-cn:kms:x"), true);
  EXPECT_EQ(matches("^[^\\s/]+$", "a b"), false);
  EXPECT_EQ(matches("^[\\w.\\-]+$", "a.b-c"), true);
  EXPECT_EQ(matches("^[\\u0020-\\u007E]*$", "plain"), true);
  EXPECT_EQ(matches("^$|^x$", ""), true);
  EXPECT_EQ(matches("^(?:a{2}){1,2}$", "aaaa"), true);
  EXPECT_EQ(matches("^(?:a{2}){1,2}$", "aaa"), false);
}

TEST(Pattern, LettersBeyondAsciiAreNeverExcludedForCertain) {
  EXPECT_EQ(matches("^[^<>]*$", "\u00e4"), true);
  EXPECT_EQ(matches("^[\\u0009-\\uFFFF]*$", "\u00e4"), true);
}

TEST(Pattern, WhatItDoesNotKnowItDoesNotJudge) {
  EXPECT_EQ(matches("^(?!aws:)[a-z]+$", "aws:x"), std::nullopt);
  EXPECT_EQ(matches("^[\\p{L}]+$", "a"), std::nullopt);
  EXPECT_EQ(matches("^(a)\\1$", "aa"), std::nullopt);
  EXPECT_EQ(matches("^[a", "a"), std::nullopt);
  EXPECT_EQ(matches("^(((a{100}){100}){100})$", "a"), std::nullopt);
  EXPECT_EQ(matches(std::string(1000, '(') + std::string(1000, ')'), "a"), std::nullopt);
}

// What takes others for ever: it walks over the text once.
TEST(Pattern, IsLinear) {
  EXPECT_EQ(matches("^(a+)+$", std::string(20000, 'a') + "b"), false);
  EXPECT_EQ(matches("^(a|aa)+$", std::string(20000, 'a') + "b"), false);
}

}  // namespace
}  // namespace godwit::awscli
