#include "aws/timestamp.h"

#include <gtest/gtest.h>

namespace godwit::aws {
namespace {

std::string written(std::string_view time, TimestampFormat format, bool always_ms = false) {
  std::string text;
  append_timestamp(text, *parse_time(time), format, always_ms);
  return text;
}

TEST(Timestamp, IsWrittenInThreeWays) {
  EXPECT_EQ(written("2026-01-05T06:07:08Z", TimestampFormat::iso8601), "2026-01-05T06:07:08Z");
  EXPECT_EQ(written("2026-01-05T06:07:08Z", TimestampFormat::iso8601, true),
            "2026-01-05T06:07:08.000Z");
  EXPECT_EQ(written("2026-01-05T06:07:08.25Z", TimestampFormat::iso8601),
            "2026-01-05T06:07:08.250Z");
  EXPECT_EQ(written("2026-01-05T06:07:08Z", TimestampFormat::rfc822),
            "Mon, 05 Jan 2026 06:07:08 GMT");
  EXPECT_EQ(written("1970-01-01T00:00:10.5Z", TimestampFormat::unix_seconds), "10.500");
  EXPECT_EQ(written("2026-01-05T06:07:08Z", TimestampFormat::unix_seconds), "1767593228");
  EXPECT_EQ(written("1969-12-31T23:59:59.5Z", TimestampFormat::unix_seconds), "-0.500");
}

TEST(Timestamp, AgreesWithTheCalendar) {
  for (std::int64_t second = -2'000'000'000; second < 8'000'000'000; second += 7'654'321) {
    const Time time{seconds(second)};
    std::string iso;
    std::string http;
    std::string basic;
    append_timestamp(iso, time, TimestampFormat::iso8601);
    append_timestamp(http, time, TimestampFormat::rfc822);
    append_basic_time(basic, time);
    ASSERT_EQ(iso, format_time(time));
    ASSERT_EQ(http, format_http_date(time));
    ASSERT_EQ(basic, format_basic_time(time));
    ASSERT_EQ(parse_timestamp(iso), time);
    ASSERT_EQ(parse_timestamp(http), time);
  }
}

TEST(Timestamp, IsReadHoweverItWasWritten) {
  const Time time = *parse_time("2026-01-05T06:07:08.250Z");
  EXPECT_EQ(parse_timestamp("2026-01-05T06:07:08.25Z"), time);
  EXPECT_EQ(parse_timestamp("2026-01-05T06:07:08.250000+00:00"), time);
  EXPECT_EQ(parse_timestamp(" 1767593228.25 "), time);
  EXPECT_EQ(parse_timestamp("1.76759322825E9"), time);
  EXPECT_EQ(parse_timestamp("Mon, 05 Jan 2026 06:07:08 GMT"), time - milliseconds(250));
  for (const std::string bad : {"", "now", "1e300", "-1e300", "nan", "inf", "2026-13-01", "2026-",
                                "20-01-2026", "99999999999999999999"}) {
    EXPECT_EQ(parse_timestamp(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace godwit::aws
