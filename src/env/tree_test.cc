#include "env/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_disk.h"

namespace godwit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct TreeTest : testing::Test {
  SimulatedDisk disk;
  bool complete = true;

  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(write_file(disk, path, text));
  }
  std::vector<std::string> paths(const std::string& ending = {}, const TreeLimits& limits = {}) {
    const auto tree = read_tree(disk, "/r", ending, limits);
    EXPECT_TRUE(tree);
    complete = tree->complete;
    std::vector<std::string> found;
    for (const TreeFile& file : tree->files) found.push_back(file.path);
    return found;
  }
};

TEST_F(TreeTest, HasTextsAlone) {
  write("/r/b.md", "b");
  write("/r/a/x.sh", "x");
  write("/r/.git/config", "[core]");
  write("/r/picture.png", std::string("\x89PNG\0", 5));
  write("/r/large.json", std::string(1'000'001, ' '));
  write("/elsewhere.md", "no");
  EXPECT_THAT(paths(), ElementsAre("a/x.sh", "b.md"));
  EXPECT_TRUE(complete) << "what is never wanted is not missing";
  EXPECT_THAT(paths(".md"), ElementsAre("b.md"));
}

TEST_F(TreeTest, LeavesOutWhatGitDoes) {
  write("/r/.gitignore", "node_modules/\n*.local\n");
  write("/r/node_modules/a/index.js", "x");
  write("/r/.env.local", "x");
  write("/r/web/.gitignore", "/dist\n");
  write("/r/web/dist/a.js", "x");
  write("/r/web/a.js", "x");
  EXPECT_THAT(paths(), ElementsAre(".gitignore", "web/.gitignore", "web/a.js"));
}

TEST_F(TreeTest, SaysWhenALimitWasReached) {
  write("/r/a", "12345");
  write("/r/b", "12345");
  write("/r/c/d/e", "1");
  EXPECT_THAT(paths({}, {.all_bytes = 8}), ElementsAre("a", "c/d/e"));
  EXPECT_FALSE(complete);
  EXPECT_THAT(paths({}, {.files = 1}), ElementsAre("a"));
  EXPECT_FALSE(complete);
  EXPECT_THAT(paths({}, {.depth = 1}), ElementsAre("a", "b"));
  EXPECT_FALSE(complete);
  EXPECT_THAT(paths(), ElementsAre("a", "b", "c/d/e"));
  EXPECT_TRUE(complete);
}

TEST_F(TreeTest, AFolderThatIsNotThereIsAnError) {
  const auto tree = read_tree(disk, "/nowhere");
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace godwit
