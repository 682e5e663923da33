#include "run/rate_limits.h"

#include <gtest/gtest.h>

namespace godwit::run {
namespace {

const Time start = Time{} + hours(1000);

TEST(RateLimits, NothingIsLimitedUntilAServiceSaysSo) {
  RateLimits limits;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(limits.take("s3", "eu-west-1", start), Duration::zero());
    limits.answered("s3", "eu-west-1", start, false);
  }
  EXPECT_EQ(limits.rate("s3", "eu-west-1"), 0);
}

TEST(RateLimits, OneServiceOfOneRegionSlowsDown) {
  RateLimits limits;
  limits.answered("route53", "us-east-1", start, true);
  EXPECT_EQ(limits.rate("route53", "us-east-1"), 8);
  EXPECT_EQ(limits.take("route53", "us-east-1", start), milliseconds(125));
  EXPECT_EQ(limits.take("route53", "us-east-1", start), milliseconds(250));
  EXPECT_EQ(limits.take("s3", "us-east-1", start), Duration::zero());
  EXPECT_EQ(limits.take("route53", "eu-west-1", start), Duration::zero());
}

TEST(RateLimits, HalvesOncePerMomentAndGrowsUntilTheLimitGoes) {
  RateLimits limits;
  const auto throttle = [&](Time now) { limits.answered("kms", "eu-west-1", now, true); };
  throttle(start);
  throttle(start + milliseconds(10));
  EXPECT_EQ(limits.rate("kms", "eu-west-1"), 8) << "the same moment says the same thing";
  throttle(start + seconds(1));
  EXPECT_EQ(limits.rate("kms", "eu-west-1"), 4);
  for (int i = 2; i < 20; ++i) throttle(start + seconds(i));
  EXPECT_EQ(limits.rate("kms", "eu-west-1"), 0.5);
  std::ignore = limits.take("kms", "eu-west-1", start + seconds(29));
  EXPECT_NEAR(limits.rate("kms", "eu-west-1"), 10.5, 0.01);
  EXPECT_EQ(limits.take("kms", "eu-west-1", start + seconds(200)), Duration::zero());
  EXPECT_EQ(limits.rate("kms", "eu-west-1"), 0);
}

TEST(RateLimits, WhatIsSentKeepsToTheRate) {
  RateLimits limits;
  limits.answered("kms", "eu-west-1", start, true);
  Time now = start;
  int sent = 0;
  while (now < start + seconds(10)) {
    now += limits.take("kms", "eu-west-1", now);
    ++sent;
  }
  // 8 a second, and one more each second: 130 in ten.
  EXPECT_NEAR(sent, 130, 10);
}

}  // namespace
}  // namespace godwit::run
