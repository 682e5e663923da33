#include "check/figures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "check/day_ranges.h"
#include "check/sentences.h"
#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

Subject of(std::string text) {
  return read_subject({{"runbook.md", std::move(text)}}, nullptr, nullptr, "");
}

constexpr std::string_view costs =
    "## Monthly costs\n\n| what | eu-west-1 | eu-central-1 | more |\n|---|---|---|---|\n"
    "| one | $15.00 | $15.75 | +$0.75 |\n| two | $89.00 | $93.45 | +$4.45 |\n"
    "| three, if needed | $10.00 | $10.50 | $0.50 |\n"
    "| **Core** | **$104.00** | **$109.20** | **+$5.20** |\n"
    "| **All of it** | **$114.00** | **$119.70** | **+$5.70** |\n";

TEST(Figures, TotalsAreThoseThatSaySoOrWhoseFiguresAreBold) {
  const Subject subject = of(std::string(costs));
  const std::vector<FigureTable> tables = figure_tables(subject);
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].totals, (std::vector<std::size_t>{3, 4}));
  EXPECT_DOUBLE_EQ(tables[0].per, month_s);
  const std::vector<Sum> all = sums(tables[0]);
  ASSERT_EQ(all.size(), 6U);
  for (const Sum& sum : all) EXPECT_TRUE(sum.right) << sum.row << " " << sum.column;
  const std::vector<Change> change = changes(tables);
  ASSERT_EQ(change.size(), 2U);
  EXPECT_EQ(change[0].label, "Core");
  EXPECT_NEAR(change[0].percent(), 5, 1e-9);
}

TEST(Figures, ATableWithoutTotalsIsAddedUp) {
  const Subject subject =
      of("| what | current | new |\n|---|---|---|\n| one | $10 | $11 |\n| two | $30 | $33 |\n| "
         "three | - | - |\n");
  const std::vector<FigureTable> tables = figure_tables(subject);
  const std::vector<Change> change = changes(tables);
  ASSERT_EQ(change.size(), 1U);
  EXPECT_DOUBLE_EQ(change[0].before, 40);
  EXPECT_DOUBLE_EQ(change[0].after, 44);
  EXPECT_FALSE(change[0].row);
}

TEST(Figures, TitlesGiveUnits) {
  const Subject subject =
      of("| phase | days |\n|---|---|\n| one | 2 |\n| two | 3 |\n| In all | 5 |\n");
  const std::vector<FigureTable> tables = figure_tables(subject);
  const auto length = plan_length(tables, 0);
  ASSERT_TRUE(length);
  EXPECT_DOUBLE_EQ(length->seconds, 5 * day_s);
  EXPECT_EQ(length->row, 2U);
}

TEST(DayRanges, OfTitles) {
  EXPECT_EQ(day_range("Testing (Day 8)")->days(), 1);
  EXPECT_EQ(day_range("Migration (Days 3\xE2\x80\x93"
                      "5)")
                ->last,
            5);
  EXPECT_EQ(day_range("Day 3 to day 5")->first, 3);
  EXPECT_EQ(day_range("Week 2")->first, 8);
  EXPECT_FALSE(day_range("Day-to-day work, birthday 5"));
  EXPECT_FALSE(day_range("from day 2 until day 9"));
  const Subject subject =
      of("# All\n## One (day 2)\n## Two\n**Speed (days 4-6):** x\n\n### More (day 7)\n");
  const auto days = days_of_sections(subject.documents[0].content);
  ASSERT_TRUE(days[1].days);
  EXPECT_EQ(days[1].days->first, 2);
  EXPECT_EQ(days[1].days->last, 7);
  EXPECT_EQ(days[3].days->first, 4);
  EXPECT_FALSE(days[3].own);
}

TEST(Sentences, EndWhereTheNextBegins) {
  const std::string_view text =
      "One costs $5 (less\nthan before). Two: < 30 minutes; three is e.g. 5.\n**Four:** x\nfive";
  std::vector<std::string> all;
  for (const Sentence& sentence : sentences(text)) all.emplace_back(sentence.of(text));
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0], "One costs $5 (less\nthan before).");
  EXPECT_EQ(all[3], "**Four:** x\nfive");
}

}  // namespace
}  // namespace godwit::check
