#include "env/glob.h"

#include <gtest/gtest.h>

#include <random>

namespace godwit {
namespace {

bool fits(std::string_view pattern, std::string_view path) { return Glob(pattern).fits(path); }

TEST(Glob, LettersAloneAndOneStar) {
  EXPECT_TRUE(fits("", ""));
  EXPECT_FALSE(fits("", "a"));
  EXPECT_TRUE(fits("dist", "dist"));
  EXPECT_FALSE(fits("dist", "dist2"));
  EXPECT_TRUE(fits("*.log", ".log"));
  EXPECT_TRUE(fits("a*z", "az"));
  EXPECT_FALSE(fits("a*a", "a")) << "an end is not a beginning, too";
  EXPECT_FALSE(fits("a*z", "a/z"));
  EXPECT_TRUE(fits("\\*", "*"));
  EXPECT_FALSE(fits("\\*", "x"));
}

TEST(Glob, FoldersEndWhereANameBegins) {
  EXPECT_TRUE(fits("**/x", "x"));
  EXPECT_TRUE(fits("**/x", "a/b/x"));
  EXPECT_FALSE(fits("**/x", "ax"));
  EXPECT_TRUE(fits("a/**/x", "a/x"));
  EXPECT_FALSE(fits("a/**/x", "a/bx"));
  EXPECT_TRUE(fits("**/generated/*.ts", "web/generated/a.ts"));
  EXPECT_FALSE(fits("**/generated/*.ts", "web/generated/a/b.ts"));
  EXPECT_TRUE(fits("a/**", "a/b/c"));
  EXPECT_FALSE(fits("a/**", "a"));
  EXPECT_TRUE(fits("**/**/x", "x"));
}

TEST(Glob, AnUnclosedSetIsItsLetter) {
  EXPECT_TRUE(fits("[a", "[a"));
  EXPECT_TRUE(fits("[]a]", "]"));
  EXPECT_TRUE(fits("x[!a-c]", "xd"));
  EXPECT_FALSE(fits("x[!a-c]", "xb"));
  EXPECT_FALSE(fits("x[!a]y", "x/y"));
}

// The same, the plain way: for few letters.
bool plainly(std::string_view pattern, std::string_view path, bool at_name) {
  if (pattern.empty()) return path.empty();
  const auto rest_of_path = [&] { return path.substr(1); };
  const auto next_at_name = [&] { return path[0] == '/'; };
  if (pattern.starts_with("**")) {
    const bool folders = pattern.starts_with("**/");
    const std::string_view rest = pattern.substr(folders ? 3 : 2);
    if ((!folders || at_name) && plainly(rest, path, at_name)) return true;
    return !path.empty() && plainly(pattern, rest_of_path(), next_at_name());
  }
  if (pattern[0] == '*') {
    if (plainly(pattern.substr(1), path, at_name)) return true;
    return !path.empty() && path[0] != '/' && plainly(pattern, rest_of_path(), next_at_name());
  }
  if (path.empty()) return false;
  const bool takes = pattern[0] == '?' ? path[0] != '/' : pattern[0] == path[0];
  return takes && plainly(pattern.substr(1), rest_of_path(), next_at_name());
}

TEST(Glob, FitsWhatThePlainWayFits) {
  std::minstd_rand chance(3);
  int fitted = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string pattern(chance() % 9, ' ');
    for (char& letter : pattern) letter = "ab/**?"[chance() % 6];
    std::string path(chance() % 9, ' ');
    for (char& letter : path) letter = "ab/"[chance() % 3];
    const bool expected = plainly(pattern, path, true);
    fitted += expected ? 1 : 0;
    EXPECT_EQ(fits(pattern, path), expected) << pattern << " on " << path;
  }
  EXPECT_GT(fitted, 1000);
}

TEST(Glob, LongPatternsAreNoDifferent) {
  std::string pattern;
  std::string path;
  for (int i = 0; i < 150; ++i) {
    pattern += i % 3 == 0 ? "?" : "[x-z]";
    path += i % 3 == 0 ? "a" : "y";
  }
  EXPECT_TRUE(fits(pattern, path));
  EXPECT_FALSE(fits(pattern, path + "y"));
  EXPECT_TRUE(fits(pattern + "*", path + "yy"));
  EXPECT_TRUE(fits("**/" + pattern + "**", "b/" + path + "/c"));
  path[100] = 'a';
  EXPECT_FALSE(fits(pattern, path));
}

TEST(Glob, AnyPatternTakesLittleTime) {
  const std::string path(20'000, 'a');
  EXPECT_FALSE(fits("*a*a*a*a*a*a*a*a*a*a*a*b?", path));
  std::string stars;
  for (int i = 0; i < 2000; ++i) stars += "*?";
  EXPECT_TRUE(fits(stars, path));
  EXPECT_FALSE(fits(std::string(100'000, '['), path));
}

}  // namespace
}  // namespace godwit
