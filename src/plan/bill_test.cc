#include "plan/bill.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "plan/plan_file.h"

namespace godwit::plan {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(std::string(GODWIT_SOURCE_DIR) + "/examples/medzen/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Plan medzen() { return *read_plan(read("migration.yaml"), "migration.yaml"); }
Prices medzen_prices() { return *read_prices(read("prices.yaml"), "prices.yaml"); }

TEST(Money, IsExact) {
  EXPECT_EQ(parse_money("15.75")->ten_thousandths, 157'500);
  EXPECT_EQ(parse_money("0.02")->ten_thousandths, 200);
  EXPECT_EQ(parse_money("600")->ten_thousandths, 6'000'000);
  for (const char* text :
       {"", ".", "1.", ".5", "1.23456", "-1", "1e3", "1,5", "1234567890", "$5"}) {
    EXPECT_EQ(parse_money(text), std::nullopt) << text;
  }
  EXPECT_EQ(format_money({157'500}), "15.75");
  EXPECT_EQ(format_money({-10'100}), "-1.01");
  EXPECT_EQ(format_money({50}), "0.01");
  EXPECT_EQ(format_money({49}), "0.00");
  EXPECT_EQ(format_money({-49}), "0.00");
  EXPECT_EQ(ratio({1}, {0}), 0);
}

// Fact F1: the runbook's sums are right, its percentages are not "5-8 %".
TEST(Bill, AddsUpTheRunbooksFigures) {
  const Plan plan = medzen();
  const Prices prices = medzen_prices();
  const Bill bill = bill_of(plan, prices);
  ASSERT_EQ(bill.groups.size(), 2u);
  EXPECT_EQ(bill.groups[0].name, "core");
  EXPECT_EQ(format_money(bill.groups[0].components.before), "208.50");
  EXPECT_EQ(format_money(bill.groups[0].components.after), "218.61");
  EXPECT_EQ(format_money(bill.components.before), "522.38");
  EXPECT_EQ(format_money(bill.components.after), "548.18");
  EXPECT_EQ(format_money(bill.components.change() * 12), "309.60");
  EXPECT_NEAR(ratio(bill.components.change(), bill.components.before), 0.0494, 0.00005);
}

// Fact F5: what it forgot.
TEST(Bill, HasWhatTheRunbookForgot) {
  const Plan plan = medzen();
  const Prices prices = medzen_prices();
  const Bill bill = bill_of(plan, prices);
  EXPECT_EQ(format_money(bill.total.before), "608.61");  // the standby
  EXPECT_EQ(format_money(bill.total.after), "638.72");
  EXPECT_EQ(format_money(bill.total.once), "10.00");
  EXPECT_TRUE(bill.total.at_least);
  EXPECT_FALSE(bill.components.at_least);
  // What stands twice is paid twice; what follows the traffic once, at the dearer place.
  Money both;
  for (const BillLine& line : bill.lines) both = both + line.both;
  EXPECT_EQ(bill.total.both, both);
  EXPECT_GT(bill.total.both, bill.total.after);
  EXPECT_LT(bill.total.both, bill.total.before + bill.total.after);
  // Twenty-one days of it.
  const double months = 21.0 / (365.25 / 12);
  EXPECT_NEAR(
      static_cast<double>(bill.move.ten_thousandths),
      static_cast<double>((bill.total.both - bill.total.before).ten_thousandths) * months + 100'000,
      1);
  EXPECT_TRUE(bill.uncovered.empty());
}

TEST(Bill, NamesWhatThePlanDoesAndNoLineCovers) {
  const Plan plan = medzen();
  Prices prices = medzen_prices();
  std::erase_if(prices.lines, [](const PriceLine& line) { return line.extra; });
  const Bill bill = bill_of(plan, prices);
  EXPECT_EQ(bill.uncovered, (std::vector<std::string>{"transfer", "replication-control"}));
  EXPECT_TRUE(bill.total.at_least);
}

TEST(Bill, IsHeldAgainstThePolicysLimits) {
  Plan plan = medzen();
  const Prices prices = medzen_prices();
  plan.policy.cost = CostLimit{.increase = 0.0494,
                               .monthly = parse_money("638.72"),
                               .both = parse_money("638.72"),
                               .move = parse_money("5000"),
                               .where = {}};
  const Bill bill = bill_of(plan, prices);
  ASSERT_EQ(bill.limits.size(), 4u);
  EXPECT_EQ(bill.limits[0].value, "4.95 %");
  EXPECT_FALSE(bill.limits[0].holds);
  EXPECT_TRUE(bill.limits[1].holds);
  EXPECT_FALSE(bill.limits[2].holds);
  EXPECT_TRUE(bill.limits[3].holds);
}

TEST(Prices, AreRefusedWhereTheyMakeNoSense) {
  const auto errors = [](const std::string& lines) {
    const auto prices = read_prices(
        "prices: p\nsource: s\nas_of: \"2025-12\"\ncurrency: USD\n" + lines, "prices.yaml");
    std::string all;
    if (!prices) {
      for (const Error& error : prices.error()) all += to_string(error) + '\n';
    }
    return all;
  };
  EXPECT_EQ(errors("components:\n- {name: a, monthly: {eu-west-1: 1}}\n"), "");
  EXPECT_NE(errors(""), "");
  EXPECT_NE(errors("components:\n- {name: a, monthly: {moon-1: 1}}\n"), "");
  EXPECT_NE(errors("components:\n- {name: a, monthly: {eu-west-1: -1}}\n"), "");
  EXPECT_NE(errors("components:\n- {name: a}\n"), "");
  EXPECT_NE(errors("components:\n- {name: a, monthly: {eu-west-1: 1}}\n- {name: a, monthly: {}}\n"),
            "");
  EXPECT_NE(errors("components: []\nextras:\n- {name: a, why: b}\n"), "");
  EXPECT_NE(errors("components: []\nextras:\n- {name: a, why: b, once: 1, unknown: true}\n"), "");
  EXPECT_NE(errors("components: []\nextras:\n- {name: a, why: b, once: {quantity: 1000000000, "
                   "price: 999999999}}\n"),
            "");
  EXPECT_EQ(
      errors("components: []\nextras:\n- {name: a, why: b, once: {quantity: 500, price: 0.02}}\n"),
      "");
}

}  // namespace
}  // namespace godwit::plan
