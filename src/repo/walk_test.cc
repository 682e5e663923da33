#include "repo/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "env/real_disk.h"
#include "env/simulated_disk.h"

namespace godwit::repo {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

struct Collector : Visitor {
  std::vector<std::string> seen;

  void text(const WalkedFile& file, std::string_view text) override {
    seen.push_back(path_of(file) + "=" + std::string(text.substr(0, 10)));
  }
  void binary(const WalkedFile& file) override { seen.push_back(path_of(file) + " binary"); }
};

struct WalkTest : testing::Test {
  SimulatedDisk disk;
  Walked walked;

  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(write_file(disk, path, text));
  }
  std::vector<std::string> walk_all(Disk& of, const std::string& folder,
                                    const WalkOptions& options = {}, std::size_t threads = 1) {
    std::vector<Collector> collectors(threads);
    std::vector<Visitor*> visitors;
    for (Collector& collector : collectors) visitors.push_back(&collector);
    auto result = walk(of, folder, visitors, options);
    EXPECT_TRUE(result);
    if (result) walked = *std::move(result);
    std::vector<std::string> seen;
    for (Collector& collector : collectors)
      std::ranges::move(collector.seen, std::back_inserter(seen));
    std::ranges::sort(seen);
    return seen;
  }
};

TEST_F(WalkTest, SeesWhatGitWouldAndNothingElse) {
  write("/r/.gitignore", "node_modules/\n*.log\n!keep.log\n");
  write("/r/a.log", "no");
  write("/r/keep.log", "yes");
  write("/r/.env", "hidden");
  write("/r/.git/config", "no");
  write("/r/node_modules/x/y.js", "no");
  write("/r/web/.gitignore", "/dist\n");
  write("/r/web/dist/x", "no");
  write("/r/web/src/dist/x", "deep");
  write("/r/web/empty", "");
  write("/r/web/picture", std::string("\x89PNG\0", 5));
  write("/elsewhere", "no");
  EXPECT_THAT(
      walk_all(disk, "/r"),
      ElementsAre(".env=hidden", ".gitignore=node_modul", "keep.log=yes", "web/.gitignore=/dist\n",
                  "web/empty=", "web/picture binary", "web/src/dist/x=deep"));
  EXPECT_TRUE(walked.complete);
  EXPECT_THAT(walked.large, IsEmpty());
}

TEST_F(WalkTest, ANulThatComesLateIsText) {
  write("/r/late", std::string(8'000, 'x') + '\0');
  write("/r/soon", std::string(7'999, 'x') + '\0');
  EXPECT_THAT(walk_all(disk, "/r"), ElementsAre("late=xxxxxxxxxx", "soon binary"));
}

TEST_F(WalkTest, Utf16WithItsByteOrderMarkIsText) {
  using namespace std::string_literals;
  write("/r/little",
        "\xff\xfe"
        "a\0"s);
  write("/r/big",
        "\xfe\xff"
        "\0a"s);
  write("/r/none", "a\0b\0"s);
  EXPECT_THAT(walk_all(disk, "/r"), ElementsAre("big=\xfe\xff\0a"s,
                                                "little=\xff\xfe"
                                                "a\0"s,
                                                "none binary"));
}

TEST_F(WalkTest, TellsWhatItLeavesOut) {
  write("/r/large", "123456");
  write("/r/small", "12345");
  write("/r/a/b/c", "deep");
  EXPECT_THAT(walk_all(disk, "/r", {.file_bytes = 5, .depth = 1}), ElementsAre("small=12345"));
  EXPECT_THAT(walked.large, ElementsAre("large"));
  EXPECT_FALSE(walked.complete);
  EXPECT_THAT(walk_all(disk, "/r", {.file_bytes = 5, .depth = 2}),
              ElementsAre("a/b/c=deep", "small=12345"));
  EXPECT_TRUE(walked.complete);
}

TEST_F(WalkTest, AFolderThatIsNotThereIsAnError) {
  Collector collector;
  Visitor* const visitors[] = {&collector};
  const auto result = walk(disk, "/nowhere", visitors, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::not_found);
}

TEST_F(WalkTest, ReadsOnlyWhatIsWanted) {
  struct Picky : Collector {
    std::vector<std::uint64_t> stamps;
    bool wants(const WalkedFile& file) override {
      stamps.push_back(file.stamp);
      return file.name != "known";
    }
  } picky;
  write("/r/known", "old");
  write("/r/other", "new");
  Visitor* const visitors[] = {&picky};
  ASSERT_TRUE(walk(disk, "/r", visitors, {.stamps = true}));
  EXPECT_THAT(picky.seen, ElementsAre("other=new"));
  EXPECT_THAT(picky.stamps, ElementsAre(*disk.stamp("/r/known"), *disk.stamp("/r/other")));
}

// Remembers all listings, as a scan does from one time to the next.
struct Rememberer : Collector {
  std::map<std::string, std::pair<std::uint64_t, std::pair<Listing, std::uint64_t>>> memory;
  int asked = 0;

  std::optional<std::pair<Listing, std::uint64_t>> known(const WalkedFolder& folder) override {
    const auto found = memory.find(folder.path);
    if (found == memory.end() || found->second.first != folder.stamp) return {};
    return found->second.second;
  }
  void listed(const WalkedFolder& folder, const Listing& listing, std::uint64_t rules) override {
    ++asked;
    memory[folder.path] = {folder.stamp, {listing, rules}};
  }
};

TEST_F(WalkTest, ListsAgainWhatChangedAndWhatOtherRulesAreAbout) {
  write("/r/.gitignore", "*.log\n");
  write("/r/a.log", "no");
  write("/r/in/deep/b.log", "no");
  write("/r/in/deep/c", "c");
  write("/r/other/.gitignore", "x\n");
  write("/r/other/x", "no");
  Rememberer visitor;
  Visitor* const visitors[] = {&visitor};
  const auto again = [&] {
    visitor.seen.clear();
    visitor.asked = 0;
    EXPECT_TRUE(walk(disk, "/r", visitors, {.stamps = true}));
    std::ranges::sort(visitor.seen);
    return visitor.seen;
  };
  const std::vector<std::string> first = again();
  EXPECT_EQ(visitor.asked, 4);
  EXPECT_THAT(first, ElementsAre(".gitignore=*.log\n", "in/deep/c=c", "other/.gitignore=x\n"));
  EXPECT_EQ(again(), first);
  EXPECT_EQ(visitor.asked, 0);
  write("/r/in/deep/d", "d");
  EXPECT_EQ(again().size(), 4U);
  EXPECT_EQ(visitor.asked, 1);
  write("/r/other/.gitignore", "y\n");
  EXPECT_THAT(again(), testing::Contains("other/x=no"));
  EXPECT_EQ(visitor.asked, 1) << "the names are the same, and what they mean is not";
  write("/r/.gitignore", "*.txt\n");
  EXPECT_THAT(again(), testing::Contains("in/deep/b.log=no"));
  EXPECT_EQ(visitor.asked, 4);
}

TEST_F(WalkTest, LeavesOutOnePathThatIsNamed) {
  write("/r/a/memory", "x");
  write("/r/b/memory", "x");
  EXPECT_THAT(walk_all(disk, "/r", {.except = "a/memory"}), ElementsAre("b/memory=x"));
}

struct RealWalkTest : WalkTest {
  RealDisk real;
  fs::path root;

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "walk_test.XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root = name;
  }
  void TearDown() override { fs::remove_all(root); }

  void put(const std::string& path, const std::string& text) {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << text;
  }
};

TEST_F(RealWalkTest, ManyThreadsSeeEachFileOnce) {
  std::vector<std::string> expected;
  for (int i = 0; i < 700; ++i) {
    // One folder with many files, and many folders with few.
    const std::string path =
        i % 2 == 0 ? "many/" + std::to_string(i)
                   : std::to_string(i % 20) + "/" + std::to_string(i % 7) + "/" + std::to_string(i);
    put(path, std::to_string(i));
    expected.push_back(path + "=" + std::to_string(i));
  }
  std::ranges::sort(expected);
  for (const std::size_t threads : {1U, 2U, 5U}) {
    EXPECT_EQ(walk_all(real, root.string(), {}, threads), expected) << threads;
  }
}

TEST_F(RealWalkTest, FollowsNoLinks) {
  put("in/a", "inside");
  put("out/b", "outside");
  fs::create_symlink("../out/b", root / "in/link");
  fs::create_directory_symlink("../out", root / "in/linked");
  fs::create_directory_symlink(".", root / "in/circle");
  EXPECT_THAT(walk_all(real, (root / "in").string()), ElementsAre("a=inside"));
  EXPECT_THAT(walk_all(real, (root / "in/linked").string()), ElementsAre("b=outside"))
      << "but where somebody says so";
}

TEST_F(RealWalkTest, SaysWhatCannotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root can read everything";
  put("closed", "x");
  put("folder/x", "x");
  fs::permissions(root / "closed", fs::perms::none);
  fs::permissions(root / "folder", fs::perms::none);
  EXPECT_THAT(walk_all(real, root.string()), IsEmpty());
  fs::permissions(root / "folder", fs::perms::owner_all);
  EXPECT_THAT(walked.unreadable, ElementsAre("closed", "folder"));
}

}  // namespace
}  // namespace godwit::repo
