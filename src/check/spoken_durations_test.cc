#include "check/spoken_durations.h"

#include <gtest/gtest.h>

namespace godwit::check {
namespace {

TEST(SpokenDurations, AreReadWithTheirPlaces) {
  const std::string text = "a TTL of 300s, or 5 minutes; 1-hour checks";
  const auto found = spoken_durations(text);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].duration, seconds(300));
  EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin), "300s");
  EXPECT_EQ(found[1].duration, minutes(5));
  EXPECT_EQ(found[2].duration, hours(1));
}

TEST(SpokenDurations, OfRangesTheEnd) {
  const auto found = spoken_durations("5-10 minutes");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].duration, minutes(10));
}

TEST(SpokenDurations, AreNoOtherNumbers) {
  for (const char* text : {"Route 53", "3 servers", "v2s", "1.5s", "S3 5 MB", "99.9 %", "12",
                           "99999999999999999999 s"}) {
    EXPECT_TRUE(spoken_durations(text).empty()) << text;
  }
}

}  // namespace
}  // namespace godwit::check
