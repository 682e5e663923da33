#include "env/real_disk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "env/system_error.h"

namespace godwit {
namespace {

struct RealDiskTest : testing::Test {
  RealDiskTest() { mkdtemp(directory.data()); }
  ~RealDiskTest() override { std::filesystem::remove_all(directory); }

  std::string path(const std::string& name) const { return directory + "/" + name; }

  static unsigned mode_of(const std::string& path) {
    struct stat status{};
    stat(path.c_str(), &status);
    return status.st_mode & 07777;
  }

  std::string directory = testing::TempDir() + "godwit_real_disk_XXXXXX";
  RealDisk disk;
};

TEST_F(RealDiskTest, FilesArePrivate) {
  const mode_t mask = umask(0);
  ASSERT_TRUE(disk.open(path("a"), OpenMode::create));
  ASSERT_TRUE(write_file(disk, path("b"), "text"));
  umask(mask);
  EXPECT_EQ(mode_of(path("a")), 0600U);
  EXPECT_EQ(mode_of(path("b")), 0600U);
}

TEST_F(RealDiskTest, LeavesTheModeOfWhatIsThere) {
  std::ofstream(path("a")) << "text";
  std::filesystem::permissions(path("a"), std::filesystem::perms(0644));
  ASSERT_TRUE(disk.open(path("a"), OpenMode::create));
  EXPECT_EQ(mode_of(path("a")), 0644U);
}

TEST_F(RealDiskTest, AMissingDirectoryIsNotFound) {
  const auto file = disk.open(path("missing/a"), OpenMode::create);
  EXPECT_EQ(file.error().kind, ErrorKind::not_found);
  EXPECT_EQ(disk.exists(path("missing/a")), false);
  EXPECT_TRUE(disk.remove(path("missing/a")));
  EXPECT_EQ(write_file(disk, path("missing/a"), "x").error().kind, ErrorKind::not_found);
}

TEST_F(RealDiskTest, ADirectoryIsNoFile) {
  EXPECT_EQ(read_file(disk, directory).error().kind, ErrorKind::invalid);
  EXPECT_EQ(disk.open(directory, OpenMode::write).error().kind, ErrorKind::invalid);
  EXPECT_FALSE(disk.remove(directory));
  EXPECT_EQ(disk.exists(directory), true);
}

TEST_F(RealDiskTest, ALinkToNowhereDoesNotHang) {
  std::filesystem::create_symlink(path("nowhere"), path("link"));
  EXPECT_EQ(disk.open(path("link"), OpenMode::create).error().kind, ErrorKind::conflict);
}

TEST_F(RealDiskTest, AForbiddenFileIsAStorageErrorWithARemedy) {
  if (geteuid() == 0) GTEST_SKIP() << "nothing is forbidden to root";
  ASSERT_TRUE(write_file(disk, path("a"), "text"));
  std::filesystem::permissions(path("a"), std::filesystem::perms::none);
  const auto file = disk.open(path("a"), OpenMode::read);
  EXPECT_EQ(file.error().kind, ErrorKind::storage);
  EXPECT_EQ(file.error().cause, "permission denied");
  EXPECT_NE(file.error().remedy, "");
}

TEST_F(RealDiskTest, AFullDiskIsAStorageError) {
  // Linux keeps a device that is always full.
  const auto file = disk.open("/dev/full", OpenMode::write);
  if (!file) GTEST_SKIP() << to_string(file.error());
  const auto written = (*file)->write(0, "x");
  EXPECT_EQ(written.error().kind, ErrorKind::storage);
  EXPECT_EQ(written.error().operation, "write");
  EXPECT_EQ(written.error().subject, "/dev/full");
  EXPECT_EQ(written.error().cause, "no space left on device");
}

TEST_F(RealDiskTest, WorksInTheCurrentDirectory) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(directory);
  EXPECT_TRUE(write_file(disk, "a", "text"));
  EXPECT_EQ(read_file(disk, "a"), "text");
  EXPECT_TRUE(disk.remove("a"));
  std::filesystem::current_path(before);
}

TEST_F(RealDiskTest, WritersOfOneFileNeverMix) {
  std::vector<std::thread> writers;
  std::atomic<int> written = 0;
  for (char letter : {'a', 'b', 'c'}) {
    writers.emplace_back([this, letter, &written] {
      RealDisk own;
      for (int i = 0; i < 30; ++i) {
        const auto result = write_file(own, path("a"), std::string(100'000, letter));
        if (result) ++written;
        EXPECT_TRUE(result || result.error().kind == ErrorKind::conflict)
            << to_string(result.error());
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    const auto content = read_file(disk, path("a"));
    if (!content) continue;
    ASSERT_EQ(content->size(), 100'000U);
    ASSERT_EQ(content->find_first_not_of(content->front()), std::string::npos);
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_GT(written, 0);
}

TEST(SystemError, KnowsKindsAndRemedies) {
  EXPECT_EQ(system_error(ENOENT, "open", "a").kind, ErrorKind::not_found);
  EXPECT_EQ(system_error(EACCES, "open", "a").kind, ErrorKind::storage);
  EXPECT_EQ(system_error(EIO, "sync", "a").kind, ErrorKind::storage);
  EXPECT_EQ(system_error(EEXIST, "create", "a").kind, ErrorKind::conflict);
  EXPECT_EQ(to_string(system_error(ENOSPC, "write", "a")),
            "cannot write a: no space left on device\n  free some space, then try again");
}

TEST_F(RealDiskTest, AFileLikeAnotherHasItsMode) {
  for (const unsigned mode : {0640U, 0755U, 0400U}) {
    std::ofstream(path("a")) << "old";
    std::filesystem::permissions(path("a"), std::filesystem::perms(mode));
    ASSERT_TRUE(disk.write_like(path("new"), "new", path("a")));
    EXPECT_EQ(mode_of(path("new")), mode);
    ASSERT_TRUE(disk.rename_unsynced(path("new"), path("a")));
    EXPECT_EQ(mode_of(path("a")), mode);
    ASSERT_TRUE(disk.sync_around({directory}));
    std::filesystem::remove(path("a"));
  }
}

TEST_F(RealDiskTest, ReplacesNoLinkAndWritesThroughNone) {
  std::ofstream(path("a")) << "old";
  std::ofstream(path("other")) << "other";
  std::filesystem::create_symlink(path("a"), path("link"));
  EXPECT_EQ(disk.write_like(path("new"), "new", path("link")).error().kind, ErrorKind::conflict);
  EXPECT_EQ(disk.exists(path("new")), false);
  std::filesystem::create_symlink(path("other"), path("laid"));
  ASSERT_TRUE(disk.write_like(path("laid"), "new", path("a")));
  EXPECT_EQ(read_file(disk, path("other")), "other");
  EXPECT_EQ(read_file(disk, path("laid")), "new");
  EXPECT_FALSE(disk.sync_around({path("missing")}));
}

}  // namespace
}  // namespace godwit
