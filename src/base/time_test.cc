#include "base/time.h"

#include <gtest/gtest.h>

#include <random>

namespace godwit {
namespace {

using std::chrono::days;

const Time epoch{};

TEST(Time, PrintsAllFormats) {
  const Time time = *parse_time("2026-01-05T06:00:00.250Z");
  EXPECT_EQ(format_time(time), "2026-01-05T06:00:00Z");
  EXPECT_EQ(format_time_ms(time), "2026-01-05T06:00:00.250Z");
  EXPECT_EQ(format_http_date(time), "Mon, 05 Jan 2026 06:00:00 GMT");
  EXPECT_EQ(format_basic_time(time), "20260105T060000Z");
}

TEST(Time, ReadsTheEpochAndWhatWasBeforeIt) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00Z"), epoch);
  EXPECT_EQ(parse_time("1969-12-31T23:59:59.500Z"), epoch - milliseconds(500));
  EXPECT_EQ(format_time_ms(epoch - milliseconds(500)), "1969-12-31T23:59:59.500Z");
}

TEST(Time, ReadsABareDate) {
  EXPECT_EQ(parse_time("2026-01-05"), parse_time("2026-01-05T00:00:00Z"));
}

TEST(Time, ReadsFractionsOfAnyLength) {
  const Time whole = *parse_time("2026-01-05T06:00:00Z");
  EXPECT_EQ(parse_time("2026-01-05T06:00:00.5Z"), whole + milliseconds(500));
  EXPECT_EQ(parse_time("2026-01-05T06:00:00.000001Z"), whole + microseconds(1));
  EXPECT_EQ(parse_time("2026-01-05T06:00:00.123456789Z"), whole + microseconds(123456));
}

TEST(Time, KnowsLeapYears) {
  EXPECT_TRUE(parse_time("2024-02-29"));
  EXPECT_TRUE(parse_time("2000-02-29"));
  EXPECT_FALSE(parse_time("2026-02-29"));
  EXPECT_FALSE(parse_time("1900-02-29"));
  EXPECT_EQ(*parse_time("2024-02-28") + days(2), *parse_time("2024-03-01"));
}

TEST(Time, RejectsWhatIsNotATime) {
  for (const char* text : {"",
                           "2026",
                           "2026-1-5",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-04-31",
                           "2026-01-00",
                           "2026-01-05T",
                           "2026-01-05T06:00Z",
                           "2026-01-05T06:00:00",
                           "2026-01-05T24:00:00Z",
                           "2026-01-05T06:60:00Z",
                           "2026-01-05T06:00:60Z",
                           "2026-01-05T06:00:00.Z",
                           "2026-01-05T06:00:00.1234567890Z",
                           "2026-01-05T06:00:00+01:00",
                           "2026-01-05 06:00:00Z",
                           "2026-01-05T06:00:00Zx",
                           " 2026-01-05",
                           "2026-01-05Z",
                           "-026-01-05",
                           "2O26-01-05"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Time, RejectsWhatIsNotAnHttpDate) {
  EXPECT_TRUE(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"));  // RFC 9110's own example
  for (const char* text :
       {"", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

TEST(Time, RejectsWhatIsNotABasicTime) {
  for (const char* text : {"", "20260105", "20260105T060000", "20260105T0600Z", "20261305T060000Z",
                           "20260105T240000Z", "2026-01-05T06:00:00Z", "20260105T060000Zz"}) {
    EXPECT_FALSE(parse_basic_time(text)) << text;
  }
}

TEST(Time, ReadsWhatItPrints) {
  std::mt19937_64 random(1);
  // 1600 to 2399, so that leap years of all kinds are among them.
  std::uniform_int_distribution<std::int64_t> second(-11'676'096'000, 13'569'465'599);
  for (int i = 0; i < 10'000; ++i) {
    const Time time = epoch + seconds(second(random));
    ASSERT_EQ(parse_time(format_time(time)), time);
    ASSERT_EQ(parse_http_date(format_http_date(time)), time);
    ASSERT_EQ(parse_basic_time(format_basic_time(time)), time);
    ASSERT_EQ(parse_time(format_time_ms(time + milliseconds(i % 1000))),
              time + milliseconds(i % 1000));
  }
}

TEST(Duration, ReadsUnitsAndSums) {
  EXPECT_EQ(parse_duration("90s"), seconds(90));
  EXPECT_EQ(parse_duration("15m"), minutes(15));
  EXPECT_EQ(parse_duration("6h"), hours(6));
  EXPECT_EQ(parse_duration("21d"), days(21));
  EXPECT_EQ(parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(parse_duration("1h30m"), minutes(90));
  EXPECT_EQ(parse_duration("1m5ms"), minutes(1) + milliseconds(5));
  EXPECT_EQ(parse_duration("0s"), Duration::zero());
}

TEST(Duration, RejectsEverythingElse) {
  for (const char* text :
       {"", "5", "s", "-5s", "+5s", "1.5h", "5 s", " 5s", "5s ", "5S", "5us", "1h30", "h1", "1w",
        "5sec", "99999999999999999999s", "9223372036854775807s", "106751991d106751991d"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, PrintsTheTwoLargestUnits) {
  EXPECT_EQ(format_duration(days(2) + hours(4) + minutes(59)), "2d 4h");
  EXPECT_EQ(format_duration(days(21)), "21d");
  EXPECT_EQ(format_duration(days(1) + minutes(5)), "1d 5m");
  EXPECT_EQ(format_duration(minutes(15)), "15m");
  EXPECT_EQ(format_duration(minutes(1) + milliseconds(5900)), "1m 5s");
  EXPECT_EQ(format_duration(milliseconds(3250)), "3.2s");
  EXPECT_EQ(format_duration(milliseconds(59'999)), "59.9s");
  EXPECT_EQ(format_duration(seconds(3)), "3s");
  EXPECT_EQ(format_duration(milliseconds(80)), "80ms");
  EXPECT_EQ(format_duration(microseconds(350)), "350us");
  EXPECT_EQ(format_duration(Duration::zero()), "0s");
  EXPECT_EQ(format_duration(-minutes(90)), "-1h 30m");
  EXPECT_EQ(format_duration(Duration::min()), "-106751991d 4h");
}

}  // namespace
}  // namespace godwit
