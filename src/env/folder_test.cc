// Both kinds of folder, for both have to do the same: one that the operating system holds open, and
// one by paths.
#include "env/folder.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "env/real_disk.h"
#include "env/simulated_disk.h"

namespace godwit {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::Pair;

struct RealFolderTest : testing::Test {
  RealDisk disk;
  fs::path root;
  std::vector<char> buffer;

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "folder_test.XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root = name;
  }
  void TearDown() override { fs::remove_all(root); }

  void write(const std::string& name, std::string_view bytes) {
    std::ofstream(root / name, std::ios::binary) << bytes;
  }
  // As if it had been written a while ago.
  void age(const std::string& name, int seconds = 100) {
    const timespec times[2] = {{.tv_sec = 1'000'000 + seconds}, {.tv_sec = 1'000'000 + seconds}};
    ASSERT_EQ(utimensat(AT_FDCWD, (root / name).c_str(), times, 0), 0);
  }
  std::unique_ptr<Folder> open() {
    auto folder = disk.open_folder(root.string());
    EXPECT_TRUE(folder);
    return *std::move(folder);
  }
};

std::vector<std::pair<std::string, bool>> listed(Folder& folder) {
  std::vector<std::pair<std::string, bool>> entries;
  const auto list = folder.list();
  EXPECT_TRUE(list);
  for (const Folder::Entry& entry : *list) entries.emplace_back(entry.name, entry.folder);
  return entries;
}

TEST_F(RealFolderTest, ListsFilesAndFoldersAndNothingElse) {
  write("b", "1");
  write("a", "2");
  fs::create_directory(root / "c");
  fs::create_symlink("a", root / "link");
  fs::create_directory_symlink("c", root / "linked");
  ASSERT_EQ(mkfifo((root / "pipe").c_str(), 0600), 0);
  const auto folder = open();
  EXPECT_THAT(listed(*folder), ElementsAre(Pair("a", false), Pair("b", false), Pair("c", true)));
  write("d", "3");
  EXPECT_EQ(listed(*folder).size(), 4U) << "a second time, from the beginning";
}

TEST_F(RealFolderTest, ListsMoreThanOneCallTells) {
  for (int i = 0; i < 3000; ++i) write("file-with-a-long-name-" + std::to_string(i), "");
  EXPECT_EQ(listed(*open()).size(), 3000U);
}

TEST_F(RealFolderTest, ReadsWholeFilesOfAnySizeInOneBuffer) {
  const auto folder = open();
  for (const std::size_t size : {0UL, 1UL, 262'143UL, 262'144UL, 262'145UL, 1'000'000UL, 5UL}) {
    std::string bytes(size, 'x');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 7);
    write("f", bytes);
    const auto content = folder->read("f", buffer, 1'000'000, false);
    ASSERT_TRUE(content) << size;
    EXPECT_TRUE(content->bytes == bytes) << size;
    EXPECT_EQ(content->stamp, 0U);
  }
}

TEST_F(RealFolderTest, RefusesWhatIsTooLargeAndWhatIsNoFile) {
  write("large", std::string(300'000, 'x'));
  fs::create_symlink("large", root / "link");
  fs::create_directory(root / "sub");
  ASSERT_EQ(mkfifo((root / "pipe").c_str(), 0600), 0);
  const auto folder = open();
  EXPECT_TRUE(folder->read("large", buffer, 300'000, false));
  EXPECT_EQ(folder->read("large", buffer, 299'999, false).error().kind, ErrorKind::invalid);
  EXPECT_EQ(folder->read("large", buffer, 10, false).error().kind, ErrorKind::invalid);
  EXPECT_FALSE(folder->read("link", buffer, 1'000'000, false));
  EXPECT_FALSE(folder->read("sub", buffer, 1'000'000, false));
  EXPECT_EQ(folder->read("missing", buffer, 1, false).error().kind, ErrorKind::not_found);
  EXPECT_FALSE(folder->open("link"));
  EXPECT_FALSE(folder->open("large"));
  EXPECT_TRUE(folder->open("sub"));
  EXPECT_EQ(disk.open_folder((root / "missing").string()).error().kind, ErrorKind::not_found);
}

TEST_F(RealFolderTest, WhatChangedJustNowHasNoStamp) {
  write("f", "x");
  const auto folder = open();
  EXPECT_EQ(*folder->stamp("f"), 0U);
  age("f");
  EXPECT_EQ(*folder->stamp("f"), 0U) << "only the time of the last change of all counts";
}

// The next two look at files that were there long before: this machine's own.
TEST(RealStamp, IsTheSameHoweverItIsAskedFor) {
  RealDisk disk;
  std::vector<char> buffer;
  const auto folder = disk.open_folder("/usr/include");
  ASSERT_TRUE(folder);
  const auto stamp = (*folder)->stamp("stdio.h");
  ASSERT_TRUE(stamp);
  EXPECT_NE(*stamp, 0U);
  EXPECT_EQ(*disk.stamp("/usr/include/stdio.h"), *stamp);
  EXPECT_EQ((*folder)->read("stdio.h", buffer, 1'000'000, true)->stamp, *stamp);
  EXPECT_NE(*(*folder)->stamp("stdlib.h"), *stamp);
  EXPECT_NE(*(*folder)->stamp(), 0U);
  EXPECT_EQ(*(*folder)->stamp(), *disk.stamp("/usr/include"));
}

TEST(FolderByPath, DoesTheSame) {
  SimulatedDisk disk;
  ASSERT_TRUE(write_file(disk, "/r/b", "old"));
  ASSERT_TRUE(write_file(disk, "/r/c/d", "deep"));
  const auto folder = disk.open_folder("/r");
  ASSERT_TRUE(folder);
  EXPECT_THAT(listed(**folder), ElementsAre(Pair("b", false), Pair("c", true)));
  std::vector<char> buffer;
  const auto content = (*folder)->read("b", buffer, 3, true);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->bytes, "old");
  EXPECT_EQ(content->stamp, *(*folder)->stamp("b"));
  const std::uint64_t before = content->stamp;
  ASSERT_TRUE(write_file(disk, "/r/b", "new"));
  EXPECT_NE(*(*folder)->stamp("b"), before);
  const std::uint64_t listing = *(*folder)->stamp();
  ASSERT_TRUE(write_file(disk, "/r/b", "newer"));
  EXPECT_EQ(*(*folder)->stamp(), listing) << "the same names";
  ASSERT_TRUE(write_file(disk, "/r/e", "e"));
  EXPECT_NE(*(*folder)->stamp(), listing);
  EXPECT_EQ((*folder)->read("b", buffer, 2, false).error().kind, ErrorKind::invalid);
  const auto deep = (*folder)->open("c");
  ASSERT_TRUE(deep);
  EXPECT_EQ((*deep)->read("d", buffer, 10, false)->bytes, "deep");
  EXPECT_EQ((*folder)->open("missing").error().kind, ErrorKind::not_found);
  EXPECT_EQ(disk.open_folder("/missing").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace godwit
