#include "check/amounts.h"

#include <gtest/gtest.h>

namespace godwit::check {
namespace {

using Kind = Amount::Kind;

Amount one(std::string_view text) {
  const std::vector<Amount> all = amounts(text);
  EXPECT_EQ(all.size(), 1U) << text;
  return all.empty() ? Amount{} : all[0];
}

TEST(Amounts, Money) {
  const Amount range = one("estimate: $472-$498/month in all");
  EXPECT_EQ(range.kind, Kind::money);
  EXPECT_DOUBLE_EQ(range.low, 472);
  EXPECT_DOUBLE_EQ(range.high, 498);
  EXPECT_DOUBLE_EQ(range.per, month_s);
  EXPECT_EQ(range.begin, 10U);
  EXPECT_EQ(range.end, 25U);
  EXPECT_DOUBLE_EQ(one("**+$1,210.11**").low, 1210.11);
  EXPECT_TRUE(one("**+$10.11**").signed_);
  EXPECT_DOUBLE_EQ(one("-$3.50").low, -3.5);
  EXPECT_EQ(one("about 12.5 USD per year").currency, "$");
  EXPECT_DOUBLE_EQ(one("about 12.5 USD per year").per, year_s);
  EXPECT_EQ(one("\xE2\x82\xAC"
                "20")
                .kind,
            Kind::money);
  EXPECT_EQ(one("20 \xE2\x82\xAC").kind, Kind::money);
  EXPECT_DOUBLE_EQ(one("+$121.32/year").per, year_s);
}

TEST(Amounts, Percentages) {
  const Amount range = one("**~5-8% cost increase**");
  EXPECT_EQ(range.kind, Kind::percent);
  EXPECT_TRUE(range.about);
  EXPECT_DOUBLE_EQ(range.high, 8);
  EXPECT_DOUBLE_EQ(one("99.9% uptime").step, 0.1);
  EXPECT_DOUBLE_EQ(one("(+4.8%)").low, 4.8);
  EXPECT_DOUBLE_EQ(one("5 % to go").low, 5);
  EXPECT_EQ(one("5 percent").kind, Kind::percent);
}

TEST(Amounts, Durations) {
  EXPECT_DOUBLE_EQ(one("(< 43 minutes downtime)").high, 43 * 60);
  EXPECT_EQ(one("(< 43 minutes downtime)").bound, Amount::Bound::below);
  EXPECT_EQ(one("in less than 30 min").bound, Amount::Bound::below);
  EXPECT_DOUBLE_EQ(one("5-15ms improvement").low, 0.005);
  EXPECT_DOUBLE_EQ(one("7-day retention").high, 7 * day_s);
  EXPECT_DOUBLE_EQ(one("**21 days**").high, 21 * day_s);
  EXPECT_DOUBLE_EQ(one("1 to 2 hours").high, 2 * hour_s);
}

TEST(Amounts, WhatIsNone) {
  for (const std::string_view text :
       {"eu-west-1", "2025-12-11", "v1.2", "1.2.3", "10.0.0.0/16", "node18", "at 12:30", "1/2/2025",
        "db.r6g", "10M requests", "C-3PO", "A_1", "SHA256", "#12"}) {
    for (const Amount& amount : amounts(text)) {
      EXPECT_EQ(amount.kind, Kind::number) << text << " " << amount.low;
    }
  }
  EXPECT_TRUE(amounts("eu-west-1").empty());
  EXPECT_FALSE(only_amount("12 of 14"));
  EXPECT_FALSE(only_amount("$3 (if deployed)"));
  EXPECT_TRUE(only_amount(" **$3** "));
}

TEST(Amounts, Words) {
  EXPECT_EQ(duration_words(0.001 * 21 * day_s), "30.24 minutes");
  EXPECT_EQ(duration_words(22 * day_s), "22 days");
  EXPECT_EQ(duration_words(day_s), "1 day");
  EXPECT_EQ(duration_words(90 * 60, "minutes"), "90 minutes");
  EXPECT_EQ(money_words(-10.1, "$"), "-$10.10");
  EXPECT_EQ(percent_words(4.9389), "4.94 %");
  EXPECT_TRUE(same(one("4.8%"), 4.849));
  EXPECT_FALSE(same(one("4.8%"), 4.94));
}

}  // namespace
}  // namespace godwit::check
