// What every Disk promises, asked of both.
#include "env/disk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "env/real_disk.h"
#include "env/simulated_disk.h"

namespace godwit {
namespace {

class SimulatedPlace {
 public:
  Disk& disk() { return disk_; }
  std::string path(const std::string& name) const { return name; }

 private:
  SimulatedDisk disk_;
};

class RealPlace {
 public:
  RealPlace() { mkdtemp(directory_.data()); }
  ~RealPlace() { std::filesystem::remove_all(directory_); }
  Disk& disk() { return disk_; }
  std::string path(const std::string& name) const { return directory_ + "/" + name; }

 private:
  std::string directory_ = testing::TempDir() + "godwit_disk_XXXXXX";
  RealDisk disk_;
};

template <class Place>
struct DiskTest : testing::Test {
  Place place;
  Disk& disk = place.disk();
  std::string a = place.path("a");
  std::string b = place.path("b");
};

using Places = testing::Types<SimulatedPlace, RealPlace>;
TYPED_TEST_SUITE(DiskTest, Places);

TYPED_TEST(DiskTest, ReadsWhatItWrote) {
  const auto file = *this->disk.open(this->a, OpenMode::create);
  ASSERT_TRUE(file->write(0, "hello world"));
  ASSERT_TRUE(file->write(6, "there"));
  EXPECT_EQ(file->read(0, 100), "hello there");
  EXPECT_EQ(file->read(6, 3), "the");
  EXPECT_EQ(file->read(11, 3), "");
  EXPECT_EQ(file->read(1000, 3), "");
  EXPECT_EQ(file->size(), 11U);
  ASSERT_TRUE(file->write(11, ""));
  ASSERT_TRUE(file->sync());
  EXPECT_EQ(read_file(this->disk, this->a), "hello there");
}

TYPED_TEST(DiskTest, FillsGapsWithZeros) {
  const auto file = *this->disk.open(this->a, OpenMode::create);
  ASSERT_TRUE(file->write(3, "x"));
  EXPECT_EQ(file->read(0, 10), std::string("\0\0\0x", 4));
  ASSERT_TRUE(file->truncate(1));
  ASSERT_TRUE(file->truncate(3));
  EXPECT_EQ(file->read(0, 10), std::string("\0\0\0", 3));
}

TYPED_TEST(DiskTest, HoldersSeeEachOthersWrites) {
  const auto first = *this->disk.open(this->a, OpenMode::create);
  const auto second = *this->disk.open(this->a, OpenMode::write);
  ASSERT_TRUE(first->write(0, "x"));
  EXPECT_EQ(second->read(0, 1), "x");
}

TYPED_TEST(DiskTest, CreatesOnlyWhenAsked) {
  for (const OpenMode mode : {OpenMode::read, OpenMode::write}) {
    const auto file = this->disk.open(this->a, mode);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().kind, ErrorKind::not_found);
    EXPECT_EQ(file.error().operation, "open");
    EXPECT_EQ(file.error().subject, this->a);
    EXPECT_EQ(file.error().cause, "no such file or directory");
    EXPECT_NE(file.error().remedy, "");
  }
  EXPECT_EQ(this->disk.exists(this->a), false);
  ASSERT_TRUE(this->disk.open(this->a, OpenMode::create));
  EXPECT_EQ(this->disk.exists(this->a), true);
  ASSERT_TRUE(write_file(this->disk, this->a, "kept"));
  ASSERT_TRUE(this->disk.open(this->a, OpenMode::create));
  EXPECT_EQ(read_file(this->disk, this->a), "kept");
}

TYPED_TEST(DiskTest, OpenForReadingCannotBeWritten) {
  ASSERT_TRUE(write_file(this->disk, this->a, "text"));
  const auto file = *this->disk.open(this->a, OpenMode::read);
  EXPECT_EQ(file->write(0, "x").error().kind, ErrorKind::storage);
  EXPECT_FALSE(file->truncate(0));
  EXPECT_EQ(file->read(0, 10), "text");
}

TYPED_TEST(DiskTest, HasOneExclusiveHolder) {
  auto first = *this->disk.open(this->a, OpenMode::create, true);
  const auto second = this->disk.open(this->a, OpenMode::create, true);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_EQ(second.error().cause, "another process is using it");
  EXPECT_TRUE(this->disk.open(this->a, OpenMode::read));  // who does not ask is not stopped
  EXPECT_FALSE(this->disk.open(this->a, OpenMode::create, true));
  first.reset();
  EXPECT_TRUE(this->disk.open(this->a, OpenMode::create, true));
}

TYPED_TEST(DiskTest, Removes) {
  ASSERT_TRUE(write_file(this->disk, this->a, "text"));
  const auto file = *this->disk.open(this->a, OpenMode::write);
  ASSERT_TRUE(this->disk.remove(this->a));
  EXPECT_EQ(this->disk.exists(this->a), false);
  EXPECT_TRUE(this->disk.remove(this->a));
  EXPECT_EQ(file->read(0, 10), "text");  // for who has it open, it lives on
  ASSERT_TRUE(file->write(0, "TEXT, and more"));
  EXPECT_EQ(read_file(this->disk, this->a).error().kind, ErrorKind::not_found);
}

TYPED_TEST(DiskTest, ListsAFolder) {
  ASSERT_TRUE(this->disk.make_folder(this->place.path("folder")));
  ASSERT_TRUE(write_file(this->disk, this->place.path("folder/b"), "four"));
  ASSERT_TRUE(write_file(this->disk, this->place.path("folder/a"), ""));
  ASSERT_TRUE(this->disk.make_folder(this->place.path("folder/c")));
  ASSERT_TRUE(write_file(this->disk, this->place.path("folder/c/within"), "x"));
  const std::vector<FolderEntry> expected = {{"a", false, 0}, {"b", false, 4}, {"c", true, 0}};
  EXPECT_EQ(this->disk.list(this->place.path("folder")), expected);
  EXPECT_EQ(this->disk.list(this->place.path("folder/")), expected);
  EXPECT_EQ(this->disk.list(this->place.path("nowhere")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(this->disk.list(this->place.path("folder/b")).error().kind, ErrorKind::not_found);
}

TYPED_TEST(DiskTest, Renames) {
  ASSERT_TRUE(write_file(this->disk, this->a, "new"));
  ASSERT_TRUE(write_file(this->disk, this->b, "old"));
  ASSERT_TRUE(this->disk.rename(this->a, this->b));
  EXPECT_EQ(this->disk.exists(this->a), false);
  EXPECT_EQ(read_file(this->disk, this->b), "new");
  EXPECT_EQ(this->disk.rename(this->a, this->b).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(this->disk.rename(this->b, this->b));
  EXPECT_EQ(read_file(this->disk, this->b), "new");
}

TYPED_TEST(DiskTest, WriteFileReplacesTheWhole) {
  ASSERT_TRUE(write_file(this->disk, this->a, "a long text"));
  ASSERT_TRUE(write_file(this->disk, this->a, "short"));
  EXPECT_EQ(read_file(this->disk, this->a), "short");
  EXPECT_EQ(this->disk.exists(this->a + ".new"), false);
  ASSERT_TRUE(write_file(this->disk, this->a, ""));
  EXPECT_EQ(read_file(this->disk, this->a), "");
}

TYPED_TEST(DiskTest, WriteFileLeavesAnotherWriterAlone) {
  const auto other = *this->disk.open(this->a + ".new", OpenMode::create, true);
  EXPECT_EQ(write_file(this->disk, this->a, "text").error().kind, ErrorKind::conflict);
  EXPECT_EQ(this->disk.exists(this->a + ".new"), true);
}

TYPED_TEST(DiskTest, ReadFileHasALimit) {
  const std::string megabytes(3 << 20, 'x');
  ASSERT_TRUE(write_file(this->disk, this->a, megabytes));
  EXPECT_EQ(read_file(this->disk, this->a), megabytes);
  EXPECT_EQ(read_file(this->disk, this->a, 3 << 20), megabytes);
  const auto failed = read_file(this->disk, this->a, (3 << 20) - 1);
  EXPECT_EQ(failed.error().kind, ErrorKind::invalid);
  EXPECT_EQ(failed.error().cause, "it is larger than 3.1 MB");
}

TYPED_TEST(DiskTest, ReplacesManyFilesWithOneSync) {
  ASSERT_TRUE(write_file(this->disk, this->a, "old"));
  ASSERT_TRUE(write_file(this->disk, this->b, "left by somebody who died"));
  ASSERT_TRUE(this->disk.write_like(this->b, "new", this->a));
  EXPECT_EQ(read_file(this->disk, this->b), "new");
  EXPECT_EQ(read_file(this->disk, this->a), "old");
  ASSERT_TRUE(this->disk.rename_unsynced(this->b, this->a));
  EXPECT_EQ(read_file(this->disk, this->a), "new");
  EXPECT_EQ(this->disk.exists(this->b), false);
  EXPECT_EQ(this->disk.rename_unsynced(this->b, this->a).error().kind, ErrorKind::not_found);
  EXPECT_EQ(this->disk.write_like(this->a, "x", this->b).error().kind, ErrorKind::not_found);
  const std::string folder = this->a.substr(0, this->a.rfind('/') + 1);
  EXPECT_TRUE(this->disk.sync_around({folder, folder}));
  EXPECT_EQ(read_file(this->disk, this->a), "new");
}

}  // namespace
}  // namespace godwit
