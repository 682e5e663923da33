#include "repo/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/text.h"
#include "env/threads.h"

namespace godwit::repo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Word> words(const std::vector<std::string>& texts, bool any_case = false) {
  std::vector<Word> words;
  for (const std::string& text : texts) words.push_back({.text = text, .any_case = any_case});
  return words;
}

std::vector<Match> found(std::span<const Word> words, std::string_view text) {
  const auto matcher = Matcher::make(words);
  EXPECT_TRUE(matcher);
  Matcher::Scratch scratch = matcher->scratch();
  std::vector<Match> matches = {{99, 99}};
  matcher->find(text, scratch, matches);
  return matches;
}

// What find() says it finds, the plain way.
std::vector<Match> expected(std::span<const Word> words, std::string_view text) {
  std::vector<Match> matches;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    for (std::uint32_t word = 0; word < words.size(); ++word) {
      const std::string& looked_for = words[word].text;
      if (looked_for.size() > end) continue;
      const std::string_view there = text.substr(end - looked_for.size(), looked_for.size());
      const bool same =
          words[word].any_case ? to_lower(there) == to_lower(looked_for) : there == looked_for;
      if (same) matches.push_back({word, end});
    }
  }
  return matches;
}

TEST(Matcher, FindsAllOfThemAlsoWhereTheyOverlap) {
  const auto all = words({"eu-west-1", "eu-west", "west-1", "aa"});
  EXPECT_THAT(found(all, "eu-west-1aaa"),
              ElementsAre(Match{1, 7}, Match{0, 9}, Match{2, 9}, Match{3, 11}, Match{3, 12}));
  EXPECT_THAT(found(all, ""), IsEmpty());
  EXPECT_THAT(found(all, "EU-WEST-1"), IsEmpty());
}

TEST(Matcher, CaseCountsUnlessAWordSaysNot) {
  auto both = words({"Ireland"}, true);
  both.push_back({.text = "Ireland"});
  EXPECT_THAT(found(both, "IRELAND Ireland"), ElementsAre(Match{0, 7}, Match{0, 15}, Match{1, 15}));
}

TEST(Matcher, TakesAnyBytesAsTheyStand) {
  const std::string word("a\0.*\n(\xff", 7);
  const auto one = words({word});
  EXPECT_THAT(found(one, "x" + word + word), ElementsAre(Match{0, 8}, Match{0, 15}));
  EXPECT_THAT(found(one, "a.xx\n("), IsEmpty());
}

TEST(Matcher, TheSameWordTwiceIsFoundTwice) {
  EXPECT_THAT(found(words({"abc", "abc"}), "abc"), ElementsAre(Match{0, 3}, Match{1, 3}));
}

TEST(Matcher, FindsWhatThePlainWayFinds) {
  std::minstd_rand chance(7);
  for (int round = 0; round < 60; ++round) {
    // Few letters, so that much is found; many words in some rounds, for other algorithms.
    const auto some = [&](std::size_t most) {
      std::string text(1 + chance() % most, ' ');
      for (char& letter : text) letter = "aAbB-"[chance() % 5];
      return text;
    };
    std::vector<Word> looked_for;
    const std::size_t count = round % 3 == 0 ? 1 + chance() % 3 : 1 + chance() % 200;
    for (std::size_t i = 0; i < count; ++i) {
      looked_for.push_back({.text = some(1 + chance() % 12), .any_case = chance() % 2 == 0});
    }
    const std::string text = some(2000);
    EXPECT_EQ(found(looked_for, text), expected(looked_for, text)) << round;
  }
}

TEST(Matcher, LosesNothingInVeryLongTexts) {
  constexpr std::size_t size = (std::size_t{1} << 27) + 1000;
  std::string text(size, '.');
  const std::string word = "eu-central-1";
  const std::string part = "central";  // whole in both pieces, where it stands before an end
  // Across the places where a piece may end, just before them, at the very beginning and at the
  // end.
  std::vector<std::size_t> begins = {0, size - word.size()};
  for (const std::size_t before : {40U, 27U, 14U})
    begins.push_back((std::size_t{1} << 26) - before);
  for (const std::size_t before : {40U, 20U, 7U}) begins.push_back((std::size_t{1} << 27) - before);
  std::ranges::sort(begins);
  std::vector<Match> places;
  for (const std::size_t begin : begins) {
    text.replace(begin, word.size(), word);
    places.push_back({1, begin + word.find(part) + part.size()});
    places.push_back({0, begin + word.size()});
  }
  EXPECT_EQ(found(words({word, part}), text), places);
}

TEST(Matcher, ServesManyThreads) {
  const auto both = words({"eu-west-1", "us-east-1"});
  const auto matcher = Matcher::make(both);
  ASSERT_TRUE(matcher);
  std::vector<std::size_t> counts(4);
  on_threads(counts.size(), [&](std::size_t thread) {
    Matcher::Scratch scratch = matcher->scratch();
    std::vector<Match> matches;
    std::string text;
    for (std::size_t i = 0; i < 500; ++i) {
      text += i % 4 == thread ? "eu-west-1 " : "eu-west-2 ";
      matcher->find(text, scratch, matches);
    }
    counts[thread] = matches.size();
  });
  EXPECT_THAT(counts, ElementsAre(125, 125, 125, 125));
}

TEST(Matcher, RefusesWhatCannotBeLookedFor) {
  EXPECT_EQ(Matcher::make({}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(Matcher::make(words({"a", ""})).error().kind, ErrorKind::invalid);
  EXPECT_EQ(Matcher::make(words({std::string(100'000, 'x')})).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace godwit::repo
