#include "repo/edit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/split_mix.h"
#include "base/text.h"

namespace godwit::repo {
namespace {

using testing::HasSubstr;

FileChange change_of(std::string_view content, std::vector<Edit> edits) {
  FileChange change{"a.txt", to_hex(sha256(content)), {}, std::move(edits)};
  return change;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

// What `patch` does, and only where everything is as the diff says: numbers, context, line ends.
std::string patched(std::string_view content, std::string_view diff) {
  const std::vector<std::string> before = lines_of(content);
  std::vector<std::string> after;
  std::vector<std::string> marks = lines_of(diff);
  std::size_t at = 0;
  for (std::size_t i = 2; i < marks.size();) {
    std::size_t first = 0;
    std::size_t count = 1;
    std::size_t new_first = 0;
    std::size_t new_count = 1;
    const std::string& head = marks[i++];
    const auto ranges = split(std::string_view(head).substr(0, head.rfind(" @@")), ' ');
    const auto numbers = [](std::string_view text, std::size_t& from, std::size_t& many) {
      const auto parts = split(text.substr(1), ',');
      from = static_cast<std::size_t>(parse_integer(parts[0]).value());
      if (parts.size() > 1) many = static_cast<std::size_t>(parse_integer(parts[1]).value());
      if (many > 0) --from;
    };
    numbers(ranges[1], first, count);
    numbers(ranges[2], new_first, new_count);
    EXPECT_GE(first, at);
    while (at < first) after.push_back(before[at++]);
    EXPECT_EQ(after.size(), new_first) << head;
    while (i < marks.size() && !marks[i].starts_with("@@")) {
      std::string line = marks[i].substr(1);
      if (i + 1 < marks.size() && marks[i + 1].starts_with("\\")) {
        EXPECT_EQ(marks[i + 1], "\\ No newline at end of file\n");
        line.pop_back();
      }
      if (marks[i][0] != '+') {
        EXPECT_LT(at, before.size());
        if (at < before.size()) {
          EXPECT_EQ(before[at], line);
        }
        ++at;
        --count;
      }
      if (marks[i][0] != '-') {
        after.push_back(line);
        --new_count;
      }
      i += marks[i].size() == line.size() + 1 ? 1 : 2;
    }
    EXPECT_EQ(count, 0u) << diff;
    EXPECT_EQ(new_count, 0u) << diff;
  }
  while (at < before.size()) after.push_back(before[at++]);
  return join(after, "");
}

TEST(Edit, ReplacesBytesAndTakesThemBack) {
  const std::string content = "region = eu-west-1\r\n# caf\xe9 \xef\xbb\xbf eu-west-1";
  const FileChange change = change_of(content, {{9, "eu-west-1", "eu-central-1", "r"},
                                                {25, "\xe9", "", "r"},
                                                {31, "eu-west-1", "", "r"},
                                                {40, "", "\n", "r"}});
  const auto changed = carried_out(content, change);
  ASSERT_TRUE(changed) << to_string(changed.error());
  EXPECT_EQ(*changed, "region = eu-central-1\r\n# caf \xef\xbb\xbf \n");
  EXPECT_EQ(taken_back(*changed, change), content);
}

TEST(Edit, RefusesOtherBytes) {
  const std::string content = "eu-west-1 eu-west-1";
  for (const std::vector<Edit>& edits : {
           std::vector<Edit>{{0, "eu-west-2", "", "r"}},
           std::vector<Edit>{{10, "eu-west-1 ", "", "r"}},
           std::vector<Edit>{{20, "", "x", "r"}},
           std::vector<Edit>{{~std::size_t{0}, "", "x", "r"}},
           std::vector<Edit>{{0, "eu-west-1", "", "r"}, {3, "west", "", "r"}},
           std::vector<Edit>{{10, "eu-west-1", "", "r"}, {0, "eu-west-1", "", "r"}},
       }) {
    const FileChange change = change_of(content, edits);
    const auto changed = carried_out(content, change);
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().kind, ErrorKind::conflict);
    EXPECT_EQ(changed.error().subject, "a.txt");
  }
  EXPECT_FALSE(taken_back("eu-central-1", change_of("eu-west-1", {{0, "eu-west-1", "x", "r"}})));
}

TEST(Diff, IsAsDiffWritesIt) {
  std::string content;
  for (int i = 1; i <= 20; ++i) content += fmt::format("line {}\n", i);
  const auto edit = [&](std::string_view before, std::string_view after) {
    return Edit{content.find(before), std::string(before), std::string(after), "r"};
  };
  EXPECT_EQ(unified_diff(content, change_of(content, {edit("line 4\n", "LINE 4\n"),
                                                      edit("5", "five"), edit("12", "twelve")})),
            "--- a/a.txt\n+++ b/a.txt\n"
            "@@ -1,15 +1,15 @@\n line 1\n line 2\n line 3\n-line 4\n-line 5\n+LINE 4\n+line five\n"
            " line 6\n line 7\n line 8\n line 9\n line 10\n line 11\n-line 12\n+line twelve\n"
            " line 13\n line 14\n line 15\n");
  // Six lines between are context of both, seven are none.
  EXPECT_EQ(unified_diff(content, change_of(content, {edit("5", "five"), edit("line 13\n", ""),
                                                      edit("20\n", "20")})),
            "--- a/a.txt\n+++ b/a.txt\n"
            "@@ -2,7 +2,7 @@\n line 2\n line 3\n line 4\n-line 5\n+line five\n"
            " line 6\n line 7\n line 8\n"
            "@@ -10,11 +10,10 @@\n line 10\n line 11\n line 12\n-line 13\n"
            " line 14\n line 15\n line 16\n line 17\n line 18\n line 19\n-line 20\n+line 20\n"
            "\\ No newline at end of file\n");
  EXPECT_EQ(unified_diff("", change_of("", {{0, "", "a\n", "r"}})),
            "--- a/a.txt\n+++ b/a.txt\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified_diff("a\n", change_of("a\n", {{0, "a\n", "", "r"}})),
            "--- a/a.txt\n+++ b/a.txt\n@@ -1 +0,0 @@\n-a\n");
  EXPECT_EQ(unified_diff("a\n", change_of("a\n", {{0, "a", "a", "r"}})), "");
}

TEST(Diff, NamesOddPathsSoThatTheyAreFound) {
  FileChange change = change_of("a", {{0, "a", "b", "r"}});
  change.path = "with space";
  EXPECT_THAT(unified_diff("a", change), testing::StartsWith("--- a/with space\t\n+++ b/with "));
  change.path = "a\"\n\\";
  EXPECT_THAT(unified_diff("a", change), testing::StartsWith("--- \"a/a\\\"\\012\\\\\"\n"));
  change.path = "caf\xc3\xa9";
  EXPECT_THAT(unified_diff("a", change), testing::StartsWith("--- a/caf\xc3\xa9\n"));
}

// Edits at random places, of random sizes, with and without line ends in them.
TEST(Diff, WhateverIsEditedTheDiffSaysIt) {
  std::uint64_t drawn = 0;
  const auto below = [&](std::size_t bound) {
    return static_cast<std::size_t>(split_mix_at(7, drawn++) % bound);
  };
  const auto letters = [&](std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += below(3) == 0 ? '\n' : "ab"[below(2)];
    return text;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::string content = letters(below(80));
    std::vector<Edit> edits;
    for (std::size_t at = below(9); at <= content.size(); at += 1 + below(20)) {
      const std::size_t size = std::min(below(6), content.size() - at);
      edits.push_back({at, content.substr(at, size), letters(below(5)), "r"});
      at += size;
    }
    const FileChange change = change_of(content, edits);
    const auto changed = carried_out(content, change);
    ASSERT_TRUE(changed);
    ASSERT_EQ(taken_back(*changed, change), content);
    const std::string diff = unified_diff(content, change);
    ASSERT_EQ(patched(content, diff), *changed) << content << "\n---\n" << diff;
    ASSERT_EQ(diff.empty(), content == *changed);
  }
}

}  // namespace
}  // namespace godwit::repo
