// Journals of version 1, as they were written before records had attempts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/digest.h"
#include "env/real_disk.h"
#include "env/simulated_env.h"
#include "run/journal.h"
#include "run/journal_view.h"

namespace godwit::run {
namespace {

using ::testing::HasSubstr;

struct Line {
  std::string kind, step, payload;
};

const std::vector<Line> lines = {
    {"run_begun", "", R"({"graph":"9f","plan":"p","run":"r-1"})"},
    {"step_begun", "key/chime", "{}"},
    {"intent", "key/chime", R"({"operation":"kms CreateKey"})"},
    {"run_resumed", "", R"({"before":3})"},
    {"observed", "key/chime", R"({"detail":"it is there","verdict":"in place"})"},
    {"step_done", "key/chime", R"({"memory":{"id":"k"},"note":""})"},
    {"rollback_begun", "", R"({"because":"a test"})"},
    {"undo_begun", "key/chime", "{}"},
};

struct MigrationTest : ::testing::Test {
  SimulatedEnv env{Time{} + hours(24 * 365 * 56), 1};
  RealDisk real;
  std::string made =
      fmt::format("{}/godwit_migration_test_{}.journal", ::testing::TempDir(), getpid());
  std::vector<std::string> hashes;

  void TearDown() override {
    for (const char* suffix : {"", "-wal", "-shm", "-lease"})
      std::ignore = real.remove(made + suffix);
  }

  // With SQLite's own files and docs/journal.md of then; put on the simulated disk.
  void make(std::size_t changed = 0) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(made.c_str(), &database), SQLITE_OK);
    const auto execute = [&](const std::string& sql) {
      ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
          << sqlite3_errmsg(database);
    };
    execute(
        "PRAGMA journal_mode=WAL; BEGIN; CREATE TABLE record (sequence INTEGER PRIMARY KEY,"
        " time INTEGER NOT NULL, kind TEXT NOT NULL, step TEXT NOT NULL,"
        " payload TEXT NOT NULL, hash BLOB NOT NULL) STRICT;"
        "PRAGMA application_id=1195661140; PRAGMA user_version=1; COMMIT;");
    std::string previous(32, '\0');
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& [kind, step, payload] = lines[i];
      const std::int64_t time = 1767571200000000 + static_cast<std::int64_t>(i) * 1000000;
      previous = sha256(previous + std::to_string(i + 1) + "\n" + std::to_string(time) + "\n" +
                        kind + "\n" + step + "\n" + payload);
      hashes.push_back(previous);
      execute(fmt::format("INSERT INTO record VALUES ({}, {}, '{}', '{}', '{}', x'", i + 1, time,
                          kind, step, i + 1 == changed ? R"({"other":1})" : payload) +
              [&] {
                std::string hex;
                for (const unsigned char c : previous) hex += fmt::format("{:02x}", c);
                return hex;
              }() +
              "')");
    }
    ASSERT_EQ(sqlite3_close(database), SQLITE_OK);
    ASSERT_TRUE(write_file(env.disk, "/run.journal", read_file(real, made).value()));
  }
};

TEST_F(MigrationTest, KeepsEveryRecordItsHashAndTheChain) {
  make();
  for (int opening = 0; opening < 3; ++opening) {
    auto journal = Journal::open(env.disk, env.clock, "/run.journal");
    ASSERT_TRUE(journal) << to_string(journal.error());
    const auto& records = (*journal)->records();
    ASSERT_EQ(records.size(), lines.size() + static_cast<std::size_t>(opening));
    std::vector<std::uint32_t> attempts;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_EQ(records[i].hash, hashes[i]);
      EXPECT_EQ(records[i].format, 1);
      EXPECT_EQ(chain_hash(i == 0 ? first_hash() : hashes[i - 1], records[i]), hashes[i]);
      attempts.push_back(records[i].attempt);
    }
    EXPECT_EQ(attempts, (std::vector<std::uint32_t>{0, 1, 1, 0, 2, 2, 0, 3}));
    const auto next = (*journal)->append(RecordKind::undo_done, "key/chime", {{"note", ""}});
    ASSERT_TRUE(next);
    EXPECT_EQ(next->format, 2);
    EXPECT_EQ(next->attempt, 3u);
    ASSERT_TRUE((*journal)->sync());
  }
}

TEST_F(MigrationTest, RefusesWhatDoesNotVerifyInItsOldForm) {
  make(3);
  const std::string before = read_file(env.disk, "/run.journal").value();
  const auto journal = Journal::open(env.disk, env.clock, "/run.journal");
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(journal.error().cause, HasSubstr("record 3"));
  EXPECT_EQ(read_file(env.disk, "/run.journal").value(), before) << "left as it is";
}

TEST_F(MigrationTest, MayDieAtAnyMoment) {
  make();
  const std::string old = read_file(env.disk, "/run.journal").value();
  std::uint64_t syncs = 1;
  for (std::uint64_t at = 0; at <= syncs; ++at) {  // at 0 it does not
    SimulatedDisk disk;
    ASSERT_TRUE(write_file(disk, "/run.journal", old));
    const std::uint64_t first = disk.sync_count();
    disk.on_sync([&](const std::string&, std::uint64_t count) {
      if (count == first + at) disk.crash();
    });
    std::ignore = Journal::open(disk, env.clock, "/run.journal");
    disk.on_sync({});
    if (at == 0) syncs = disk.sync_count() - first;
    const auto journal = Journal::open(disk, env.clock, "/run.journal");
    ASSERT_TRUE(journal) << at << to_string(journal.error());
    ASSERT_EQ((*journal)->records().size(), lines.size());
    EXPECT_EQ((*journal)->records().back().hash, hashes.back());
  }
  EXPECT_GT(syncs, 3u);
}

TEST_F(MigrationTest, LookingAtAnOldJournalLeavesItAsItIs) {
  make();
  const std::string old = read_file(env.disk, "/run.journal").value();
  const auto view = view_journal(env.disk, env.clock, "/run.journal");
  ASSERT_TRUE(view) << to_string(view.error());
  EXPECT_EQ(view->version, 1);
  EXPECT_EQ(view->records.size(), lines.size());
  EXPECT_EQ(read_file(env.disk, "/run.journal").value(), old);
  EXPECT_EQ(env.disk.paths().size(), 1u);
}

}  // namespace
}  // namespace godwit::run
