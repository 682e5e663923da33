#include "yaml/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "yaml/parse.h"

namespace godwit::yaml {
namespace {

using testing::ElementsAre;

// What a format makes of one value, or "cause / remedy" of what it says.
template <class F>
auto read(F format, const std::string& yaml) {
  Problems problems("read plan", "p.yaml");
  const auto node = parse(yaml, problems);
  return format(node.value(), problems);
}

template <class F>
std::string refusal(F format, const std::string& yaml) {
  Problems problems("read plan", "p.yaml");
  const auto node = parse(yaml, problems);
  const auto value = format(node.value(), problems);
  const Errors errors = problems.take();
  if (value || errors.size() != 1) return "accepted";
  return errors[0].cause + " / " + errors[0].remedy;
}

TEST(Formats, Texts) {
  EXPECT_EQ(read(a_text, "hello world"), "hello world");
  EXPECT_EQ(read(a_text, "\"558069890522\""), "558069890522");
  EXPECT_EQ(read(a_text, "\"\""), "");
  EXPECT_EQ(read(a_text, "yes"), "yes");  // YAML 1.2 has no such flag
  EXPECT_EQ(refusal(a_text, "558069890522"),
            "expected a text, found the number 558069890522 / put it in "
            "quotes: \"558069890522\"");
  EXPECT_EQ(refusal(a_text, "true"), "expected a text, found true / put it in quotes: \"true\"");
  EXPECT_EQ(refusal(a_text, "[a]"),
            "expected a text, found a list / write a text, in quotes if need be");
  EXPECT_EQ(refusal(a_text, "a: b"),
            "expected a text, found a map / write a text, in quotes if need be");
  EXPECT_EQ(refusal(a_text, "~"),
            "expected a text, found nothing / write a text, in quotes if need be");
}

TEST(Formats, Lines) {
  EXPECT_EQ(read(a_line, "hello world"), "hello world");
  EXPECT_EQ(read(a_line, "\"\""), "");
  EXPECT_EQ(refusal(a_line, "\"a\\nb\""),
            "expected a text of one line, found the text 'a b' / write it without line ends and "
            "tabs");
  EXPECT_NE(refusal(a_line, "\"\\x1b[2J\""), "accepted");
  EXPECT_NE(refusal(a_line, "5"), "accepted");
}

TEST(Formats, WordsAndNames) {
  EXPECT_EQ(read(a_word, "a/b:c"), "a/b:c");
  EXPECT_EQ(refusal(a_word, "a b"),
            "expected a text without spaces, found the "
            "text 'a b' / write it without spaces or "
            "line ends");
  EXPECT_NE(refusal(a_word, "\"\""), "accepted");
  EXPECT_EQ(read(a_name, "medical-data2"), "medical-data2");
  for (const char* bad : {"a/b", "a.b", "-a", "\"\"", "a_b", "\xC3\xBC"}) {
    EXPECT_NE(refusal(a_name, bad), "accepted") << bad;
  }
}

TEST(Formats, Flags) {
  EXPECT_EQ(read(a_flag, "true"), true);
  EXPECT_EQ(read(a_flag, "False"), false);
  EXPECT_EQ(refusal(a_flag, "yes"),
            "expected true or false, found the text 'yes' / write true or "
            "false, without quotes");
  EXPECT_EQ(refusal(a_flag, "\"true\""),
            "expected true or false, found the text 'true' / write true or "
            "false, without quotes");
  EXPECT_NE(refusal(a_flag, "1"), "accepted");
}

TEST(Formats, IntegersInARange) {
  EXPECT_EQ(read(an_integer(0, 255), "255"), 255);
  EXPECT_EQ(read(an_integer(0, 255), "0"), 0);
  EXPECT_EQ(refusal(an_integer(0, 255), "256"),
            "expected a whole number from 0 to 255, found the number 256 / "
            "write digits, without "
            "quotes");
  for (const char* bad : {"-1", "1.5", "\"3\"", "three", "0x10", "1e2", "99999999999999999999"}) {
    EXPECT_NE(refusal(an_integer(0, 255), bad), "accepted") << bad;
  }
}

TEST(Formats, Numbers) {
  EXPECT_EQ(read(a_number(0, 100), "2.5"), 2.5);
  EXPECT_EQ(read(a_number(0, 100), "20"), 20.0);
  for (const char* bad : {"-1", "101", "\"3\"", ".nan", ".inf", "many"}) {
    EXPECT_NE(refusal(a_number(0, 100), bad), "accepted") << bad;
  }
}

TEST(Formats, Durations) {
  EXPECT_EQ(read(a_duration, "250ms"), milliseconds(250));
  EXPECT_EQ(read(a_duration, "1h30m"), minutes(90));
  EXPECT_EQ(read(a_duration, "\"21d\""), hours(21 * 24));
  EXPECT_EQ(refusal(a_duration, "300"),
            "expected a duration, found the number 300 / add the unit: 300s?");
  for (const char* bad : {"-5s", "5 s", "fast", "36501d", "99999999999999d", "[1s]", "1w"}) {
    EXPECT_NE(refusal(a_duration, bad), "accepted") << bad;
  }
}

TEST(Formats, Times) {
  EXPECT_EQ(read(a_time, "2026-01-05T06:00:00Z"), parse_time("2026-01-05T06:00:00Z"));
  EXPECT_EQ(read(a_time, "2026-01-05"), parse_time("2026-01-05T00:00:00Z"));
  for (const char* bad : {"2026-02-30", "2026", "2026-01-05T06:00:00", "yesterday"}) {
    EXPECT_NE(refusal(a_time, bad), "accepted") << bad;
  }
}

TEST(Formats, Shares) {
  EXPECT_EQ(read(a_share, "35%"), 0.35);
  EXPECT_EQ(read(a_share, "0%"), 0.0);
  EXPECT_EQ(read(a_share, "100%"), 1.0);
  EXPECT_EQ(read(a_share, "0.1%"), 0.001);
  EXPECT_EQ(refusal(a_share, "101%"),
            "expected a share from 0% to 100%, found the text '101%' / write "
            "it with its sign: "
            "35%");
  for (const char* bad : {"0.35", "35", "-1%", "\"%\"", "1e1%", "35 %", "nan%", "1.2.3%"}) {
    EXPECT_NE(refusal(a_share, bad), "accepted") << bad;
  }
}

TEST(Formats, Sizes) {
  EXPECT_EQ(read(a_size, "512"), 512u);
  EXPECT_EQ(read(a_size, "40MB"), 40'000'000u);
  EXPECT_EQ(read(a_size, "1.5GB"), 1'500'000'000u);
  EXPECT_EQ(read(a_size, "4kB"), 4'000u);
  EXPECT_EQ(read(a_size, "2TB"), 2'000'000'000'000u);
  EXPECT_EQ(read(a_size, "0.001kB"), 1u);
  for (const char* bad : {"1.5", "1.5B", "MB", "-1MB", "1.MB", ".5MB", "1.2.3MB", "1MiB", "1 MB",
                          "999999999999999TB", "0.0001kB", "9999999999999999999"}) {
    EXPECT_NE(refusal(a_size, bad), "accepted") << bad;
  }
}

TEST(Formats, Ranges) {
  EXPECT_EQ(read(a_size_range, "40MB..900MB"), (Range<std::uint64_t>(40'000'000, 900'000'000)));
  EXPECT_EQ(read(a_size_range, "5MB"), (Range<std::uint64_t>(5'000'000, 5'000'000)));
  EXPECT_EQ(read(a_time_range, "2023-01-01..2025-12-31"),
            Range<Time>(*parse_time("2023-01-01"), *parse_time("2025-12-31")));
  for (const char* bad : {"900MB..40MB", "1MB..", "..1MB", "1MB...2MB", "1MB..2MB..3MB"}) {
    EXPECT_NE(refusal(a_size_range, bad), "accepted") << bad;
  }
  EXPECT_EQ(refusal(a_time_range, "2025-12-31..2023-01-01"),
            "expected a range of times, the earlier first, found the text "
            "'2025-12-31..2023-01-01' / write 2023-01-01..2025-12-31");
}

TEST(Formats, OneOfSomeNames) {
  const auto a_fruit = one_of("a fruit", {"apple", "pear"});
  EXPECT_EQ(read(a_fruit, "pear"), "pear");
  EXPECT_EQ(refusal(a_fruit, "aple"),
            "'aple' is not a fruit (did you mean 'apple'?) / write apple or pear");
  EXPECT_EQ(refusal(a_fruit, "[apple]"), "expected a fruit, found a list / write apple or pear");
  const auto a_mode = choice<int>({{"enabled", 1}, {"suspended", 2}, {"never", 3}});
  EXPECT_EQ(read(a_mode, "suspended"), 2);
  EXPECT_EQ(refusal(a_mode, "enable"),
            "expected enabled, suspended or never, found the text 'enable' "
            "(did you mean "
            "'enabled'?) / write enabled, suspended or never");
}

TEST(Formats, ListsAndMapsGiveWhatCanBeRead) {
  Problems problems("read plan", "p.yaml");
  const auto list = parse("[1, x, 3]", problems);
  EXPECT_THAT(*list_of(an_integer(0, 9))(*list, problems), ElementsAre(1, 3));
  const auto map = parse("{a: 1s, b: 2, c: 3s}", problems);
  EXPECT_EQ(map_of(a_duration)(*map, problems)->size(), 2u);
  const Errors errors = problems.take();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].where, (Location{"p.yaml", 1, 5}));
  EXPECT_EQ(errors[1].where, (Location{"p.yaml", 1, 12}));
  EXPECT_NE(refusal(list_of(a_text), "a"), "accepted");
  EXPECT_NE(refusal(map_of(a_text), "[a]"), "accepted");
}

TEST(Formats, ABrokenNodeIsReportedOnce) {
  Problems problems("read plan", "p.yaml");
  const Node broken{.kind = Kind::broken};
  EXPECT_FALSE(a_text(broken, problems));
  EXPECT_FALSE(a_duration(broken, problems));
  EXPECT_FALSE(one_of("a fruit", {"apple"})(broken, problems));
  EXPECT_FALSE(list_of(a_text)(broken, problems));
  EXPECT_TRUE(problems.none());
}

}  // namespace
}  // namespace godwit::yaml
