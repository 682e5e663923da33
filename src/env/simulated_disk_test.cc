#include "env/simulated_disk.h"

#include <gtest/gtest.h>

#include <set>

#include "env/simulated_random.h"

namespace godwit {
namespace {

struct SimulatedDiskTest : testing::Test {
  SimulatedDisk disk;

  std::unique_ptr<File> open(const std::string& path, bool exclusive = false) {
    return *disk.open(path, OpenMode::create, exclusive);
  }
};

TEST_F(SimulatedDiskTest, ACrashLosesWhatWasNotSynced) {
  const auto file = open("a");
  ASSERT_TRUE(file->write(0, "first"));
  ASSERT_TRUE(file->sync());
  ASSERT_TRUE(file->write(0, "SEC"));
  ASSERT_TRUE(file->write(5, " and more"));
  ASSERT_TRUE(file->truncate(2));
  ASSERT_TRUE(file->write(1, "xyz"));
  EXPECT_EQ(read_file(disk, "a"), "Sxyz");
  disk.crash();
  EXPECT_EQ(read_file(disk, "a"), "first");
  EXPECT_EQ(disk.used(), 5U);
}

TEST_F(SimulatedDiskTest, SyncingOneFileDoesNotSyncAnother) {
  const auto a = open("a");
  const auto b = open("b");
  ASSERT_TRUE(a->write(0, "a"));
  ASSERT_TRUE(b->write(0, "b"));
  ASSERT_TRUE(a->sync());
  disk.crash();
  EXPECT_EQ(read_file(disk, "a"), "a");
  EXPECT_EQ(read_file(disk, "b"), "");  // but it is there
}

TEST_F(SimulatedDiskTest, SyncCoversTheWritesOfAllHolders) {
  const auto first = open("a");
  const auto second = open("a");
  ASSERT_TRUE(first->write(0, "x"));
  ASSERT_TRUE(second->sync());
  disk.crash();
  EXPECT_EQ(read_file(disk, "a"), "x");
}

TEST_F(SimulatedDiskTest, ACrashEndsAllHolders) {
  const auto file = open("a", true);
  ASSERT_TRUE(file->write(0, "x"));
  disk.crash();
  EXPECT_EQ(file->read(0, 1).error().kind, ErrorKind::storage);
  EXPECT_EQ(file->write(0, "y").error().kind, ErrorKind::storage);
  EXPECT_EQ(file->truncate(0).error().kind, ErrorKind::storage);
  EXPECT_EQ(file->sync().error().kind, ErrorKind::storage);
  EXPECT_EQ(file->size().error().kind, ErrorKind::storage);
}

TEST_F(SimulatedDiskTest, ADeadHolderDoesNotReleaseItsSuccessorsHold) {
  auto before = open("a", true);
  disk.crash();
  const auto after = open("a", true);
  before.reset();
  EXPECT_EQ(disk.open("a", OpenMode::write, true).error().kind, ErrorKind::conflict);
}

TEST_F(SimulatedDiskTest, NamesAreDurableAtOnce) {
  const auto file = open("a");
  ASSERT_TRUE(file->write(0, "synced"));
  ASSERT_TRUE(file->sync());
  ASSERT_TRUE(file->write(6, " or not"));
  open("gone");
  ASSERT_TRUE(disk.rename("a", "b"));
  ASSERT_TRUE(disk.remove("gone"));
  disk.crash();
  EXPECT_EQ(disk.paths(), std::vector<std::string>{"b"});
  EXPECT_EQ(read_file(disk, "b"), "synced");
}

TEST_F(SimulatedDiskTest, WriteFileIsAtomicInACrash) {
  ASSERT_TRUE(write_file(disk, "a", "old"));
  // It syncs once: before that, the new content is not there; after it, only the name is missing.
  disk.on_sync([&](const std::string&, std::uint64_t) { disk.crash(); });
  EXPECT_EQ(write_file(disk, "a", "new").error().kind, ErrorKind::storage);
  EXPECT_EQ(read_file(disk, "a"), "old");
  disk.on_sync({});
  ASSERT_TRUE(write_file(disk, "a", "new"));
  disk.crash();
  EXPECT_EQ(read_file(disk, "a"), "new");
}

TEST_F(SimulatedDiskTest, RunsFull) {
  disk.set_capacity(10);
  const auto a = open("a");
  const auto b = open("b");
  ASSERT_TRUE(a->write(0, "12345678"));
  const auto failed = b->write(0, "123");
  EXPECT_EQ(failed.error().kind, ErrorKind::storage);
  EXPECT_EQ(failed.error().cause, "no space left on device");
  EXPECT_NE(failed.error().remedy, "");
  EXPECT_EQ(b->size(), 0U);
  EXPECT_FALSE(b->truncate(3));
  EXPECT_TRUE(b->write(0, "12"));
  EXPECT_TRUE(a->write(0, "87654321"));  // grows nothing
  EXPECT_FALSE(a->write(7, "xx"));
  ASSERT_TRUE(a->truncate(7));
  EXPECT_TRUE(b->write(2, "3"));
  ASSERT_TRUE(disk.remove("a"));
  EXPECT_EQ(disk.used(), 3U);
  EXPECT_TRUE(b->write(0, "1234567890"));
  EXPECT_FALSE(write_file(disk, "c", "x"));
  EXPECT_EQ(disk.exists("c.new"), false);
}

TEST_F(SimulatedDiskTest, RenamingOverAFileFreesItsSpace) {
  ASSERT_TRUE(write_file(disk, "a", "12345"));
  ASSERT_TRUE(write_file(disk, "b", "123"));
  ASSERT_TRUE(disk.rename("b", "a"));
  EXPECT_EQ(disk.used(), 3U);
}

TEST_F(SimulatedDiskTest, CountsSyncsAndTellsOfThem) {
  std::string seen;
  disk.on_sync([&](const std::string& path, std::uint64_t count) {
    seen += path + std::to_string(count) + " ";
  });
  const auto a = open("a");
  ASSERT_TRUE(a->sync());
  ASSERT_TRUE(open("b")->sync());
  ASSERT_TRUE(disk.rename("a", "c"));
  ASSERT_TRUE(a->sync());
  EXPECT_EQ(seen, "a1 b2 c3 ");
  EXPECT_EQ(disk.sync_count(), 3U);
}

TEST_F(SimulatedDiskTest, AFileMayOutliveItsDisk) {
  std::unique_ptr<File> file;
  {
    SimulatedDisk other;
    file = *other.open("a", OpenMode::create, true);
  }
  file.reset();
}

// Against a second copy of everything that was synced.
TEST_F(SimulatedDiskTest, AnyCrashRestoresTheLastSync) {
  SimulatedRandom random(7);
  std::string durable;
  std::string visible;
  auto file = open("a");
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t action = random.below(20);
    if (action < 13) {
      const std::uint64_t offset = random.below(300);
      const std::string bytes(random.below(50), static_cast<char>('a' + random.below(26)));
      ASSERT_TRUE(file->write(offset, bytes));
      if (!bytes.empty()) visible.resize(std::max(visible.size(), offset + bytes.size()));
      if (!bytes.empty()) visible.replace(offset, bytes.size(), bytes);
    } else if (action < 16) {
      const std::uint64_t size = random.below(400);
      ASSERT_TRUE(file->truncate(size));
      visible.resize(size);
    } else if (action < 18) {
      ASSERT_TRUE(file->sync());
      durable = visible;
    } else if (action == 18) {
      disk.crash();
      visible = durable;
      file = open("a");
    }
    ASSERT_EQ(file->read(0, 1000), visible);
    ASSERT_EQ(disk.used(), visible.size());
  }
}

// What a disk holds back it writes in any order: each sector by itself is old or new.
TEST_F(SimulatedDiskTest, torn_writes_leave_any_sectors_of_what_was_not_synced) {
  SimulatedRandom random(5);
  std::set<std::string> left;
  for (int i = 0; i < 200; ++i) {
    auto file = open("torn");
    ASSERT_TRUE(file->truncate(0));
    ASSERT_TRUE(file->write(0, std::string(1024, 'o')));
    ASSERT_TRUE(file->sync());
    ASSERT_TRUE(file->write(0, std::string(1536, 'n')));
    auto synced = open("synced");
    ASSERT_TRUE(synced->write(0, "kept"));
    ASSERT_TRUE(synced->sync());
    disk.crash_with_torn_writes(random);
    EXPECT_EQ(open("synced")->read(0, 10).value(), "kept");
    const std::string bytes = open("torn")->read(0, 2000).value();
    ASSERT_TRUE(bytes.size() == 1024 || bytes.size() == 1536);
    ASSERT_EQ(disk.used(), bytes.size() + 4);
    std::string sectors;
    for (std::size_t at = 0; at < bytes.size(); at += 512) {
      ASSERT_EQ(bytes.substr(at, 512), std::string(512, bytes[at])) << "a sector is whole";
      sectors += bytes[at] == '\0' ? '0' : bytes[at];
    }
    left.insert(sectors);
  }
  EXPECT_EQ(left.size(), 4U + 8U) << "every combination, at either length";
}

TEST_F(SimulatedDiskTest, WhatWasRenamedUnsyncedIsTakenBack) {
  ASSERT_TRUE(write_file(disk, "f/a", "old"));
  ASSERT_TRUE(disk.write_like("f/new", "newer", "f/a"));
  ASSERT_TRUE(disk.sync_around({"f"}));
  ASSERT_TRUE(disk.rename_unsynced("f/new", "f/a"));
  EXPECT_EQ(disk.used(), 5U);
  disk.crash();
  EXPECT_EQ(read_file(disk, "f/a"), "old");
  EXPECT_EQ(read_file(disk, "f/new"), "newer");
  EXPECT_EQ(disk.used(), 8U);

  // A sync of the folder, as removing one of its names does, is one of all its names.
  ASSERT_TRUE(write_file(disk, "f/b", "b"));
  ASSERT_TRUE(write_file(disk, "g/b", "b"));
  ASSERT_TRUE(disk.rename_unsynced("f/new", "f/a"));
  ASSERT_TRUE(disk.remove("g/b"));
  disk.crash();
  EXPECT_EQ(read_file(disk, "f/a"), "old");
  ASSERT_TRUE(disk.rename_unsynced("f/new", "f/a"));
  ASSERT_TRUE(disk.remove("f/b"));
  disk.crash();
  EXPECT_EQ(read_file(disk, "f/a"), "newer");
  EXPECT_EQ(disk.used(), 5U);
}

TEST_F(SimulatedDiskTest, ANameMayLastLongerThanItsContent) {
  SimulatedRandom random(5);
  std::set<std::string> left;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(write_file(disk, "a", "old"));
    ASSERT_TRUE(disk.write_like("new", "new", "a"));
    ASSERT_TRUE(disk.rename_unsynced("new", "a"));
    disk.crash_with_torn_writes(random);
    left.insert(read_file(disk, "a").value());
  }
  EXPECT_EQ(left, (std::set<std::string>{"old", "new", "", std::string(3, '\0')}));
}

TEST_F(SimulatedDiskTest, ACrashInASyncOfAllIsTold) {
  ASSERT_TRUE(write_file(disk, "a", "old"));
  disk.on_sync([&](const std::string&, std::uint64_t) { disk.crash(); });
  EXPECT_EQ(disk.sync_around({"f"}).error().kind, ErrorKind::storage);
}

}  // namespace
}  // namespace godwit
