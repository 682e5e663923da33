#include "env/ignored.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

TEST(Ignored, PatternsFitAsGitHasIt) {
  EXPECT_TRUE(fits("*.o", "a.o"));
  EXPECT_FALSE(fits("*.o", "a/b.o"));
  EXPECT_TRUE(fits("**/*.o", "a/b.o"));
  EXPECT_TRUE(fits("**/*.o", "b.o"));
  EXPECT_TRUE(fits("a/**/z", "a/z"));
  EXPECT_TRUE(fits("a/**/z", "a/b/c/z"));
  EXPECT_FALSE(fits("a/**/z", "a/bz"));
  EXPECT_TRUE(fits("a/**", "a/b/c"));
  EXPECT_TRUE(fits("v?.[0-9a]", "v1.a"));
  EXPECT_FALSE(fits("v?.[!0-9]", "v1.4"));
  EXPECT_TRUE(fits("\\#x", "#x"));
  EXPECT_FALSE(fits("", "a"));
}

TEST(Ignored, ManyStarsTakeNoExponentialTime) {
  const std::string stars(2000, '*');
  EXPECT_FALSE(fits("*a*a*a*a*a*a*a*a*a*a*a*b", std::string(2000, 'a')));
  EXPECT_TRUE(fits(stars, std::string(200, 'a')));
}

TEST(Ignored, TheLastPatternThatFitsDecides) {
  Ignored ignored;
  ignored.add("", "# made\n*.log\n!keep.log\nbuild/\n/only-here\ndocs/*.tmp\r\n");
  EXPECT_TRUE(ignored.covers("a.log", false));
  EXPECT_TRUE(ignored.covers("deep/er/a.log", false));
  EXPECT_FALSE(ignored.covers("deep/keep.log", false));
  EXPECT_TRUE(ignored.covers("src/build", true));
  EXPECT_FALSE(ignored.covers("src/build", false)) << "a file of that name is no folder";
  EXPECT_TRUE(ignored.covers("only-here", false));
  EXPECT_FALSE(ignored.covers("src/only-here", false));
  EXPECT_TRUE(ignored.covers("docs/a.tmp", false));
  EXPECT_FALSE(ignored.covers("docs/b/a.tmp", false));
}

TEST(Ignored, AFoldersOwnPatternsAreAboutWhatIsInIt) {
  Ignored ignored;
  ignored.add("", "*.log\n");
  ignored.add("web/", "/dist\n!a.log\n");
  EXPECT_TRUE(ignored.covers("web/dist", true));
  EXPECT_FALSE(ignored.covers("dist", true));
  EXPECT_FALSE(ignored.covers("web/a.log", false));
  EXPECT_TRUE(ignored.covers("a.log", false));
}

}  // namespace
}  // namespace godwit
