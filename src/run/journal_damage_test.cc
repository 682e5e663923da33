// Any bit of a journal may change: either it is in no record, or the record is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/digest.h"
#include "env/real_disk.h"
#include "env/simulated_env.h"
#include "run/journal.h"
#include "run/journal_view.h"
#include "run/lease_file.h"

namespace godwit::run {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr Time start = Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5));
constexpr const char* path = "/run.journal";

using Files = std::map<std::string, std::string>;

struct DamageTest : ::testing::Test {
  SimulatedEnv env{start, 1};
  std::vector<Record> records;

  void write(Journal& journal, int count) {
    for (int i = 0; i < count; ++i) {
      env.clock.advance_to(env.clock.now() + seconds(7));
      ASSERT_TRUE(journal.append(i % 2 ? RecordKind::remembered : RecordKind::step_begun,
                                 "key/chime", {{"id", fmt::format("arn-{}", i)}, {"n", i}}));
      ASSERT_TRUE(journal.sync());
    }
    records = journal.records();
  }
  std::unique_ptr<Journal> open() {
    auto journal = Journal::open(env.disk, env.clock, path);
    EXPECT_TRUE(journal) << to_string(journal.error());
    return std::move(*journal);
  }
  Files files() {
    Files files;
    for (const std::string& name : env.disk.paths())
      files[name] = read_file(env.disk, name).value();
    return files;
  }

  // Whether the change was noticed.
  bool try_with(const Files& changed, const std::string& what, bool then_write) {
    SimulatedDisk disk;
    for (const auto& [name, bytes] : changed) {
      EXPECT_TRUE((*disk.open(name, OpenMode::create))->write(0, bytes));
    }
    {
      auto journal = Journal::open(disk, env.clock, path);
      if (!journal) {
        EXPECT_EQ(journal.error().kind, ErrorKind::corrupt) << what << to_string(journal.error());
        EXPECT_THAT(journal.error().cause,
                    ContainsRegex("record [0-9]+ |no record of it|it has format|no journal of "
                                  "Godwit's|around its [0-9]+ records"))
            << what;
        return true;
      }
      EXPECT_TRUE(same((*journal)->records())) << what << " went unnoticed";
      if (!then_write) return false;
      EXPECT_TRUE((*journal)->append(RecordKind::step_done, "key/chime", {}));
      EXPECT_TRUE((*journal)->sync()) << what;
    }
    auto again = Journal::open(disk, env.clock, path);
    EXPECT_TRUE(again) << what << " spoilt what was written later: " << to_string(again.error());
    EXPECT_TRUE(!again || (*again)->records().size() == records.size() + 1) << what;
    return false;
  }
  bool same(const std::vector<Record>& found) const {
    return std::ranges::equal(found, records, [](const Record& a, const Record& b) {
      return a.sequence == b.sequence && a.time == b.time && a.kind == b.kind && a.step == b.step &&
             a.attempt == b.attempt && a.payload == b.payload && a.hash == b.hash;
    });
  }

  // Every bit of what holds something; of long rows of zeros every so many.
  void flip_all(const Files& whole, const std::string& name, std::size_t of_zeros) {
    ASSERT_FALSE(try_with(whole, "nothing", true));
    Files changed = whole;
    std::string& bytes = changed.at(name);
    std::size_t noticed = 0;
    std::size_t harmless = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const bool empty = bytes[i] == '\0';
      if (empty && i > 200 && i % of_zeros != 0) continue;
      for (int bit = 0; bit < 8; ++bit) {
        bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
        const std::string what = fmt::format("bit {} of byte {} of {}: ", bit, i, name);
        ++(try_with(changed, what, !empty || i % 4 == 0) ? noticed : harmless);
        bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
        if (HasFailure()) return;
      }
    }
    EXPECT_GT(noticed, 4000u);
    std::cout << fmt::format("{} bits noticed, {} harmless\n", noticed, harmless);
  }
};

TEST_F(DamageTest, AnyBitOfAClosedJournal) {
  write(*open(), 6);
  flip_all(files(), path, 5);
}

TEST_F(DamageTest, AnyBitOfTheLogOfAJournalThatWasKilled) {
  const auto journal = open();
  write(*journal, 3);
  const Files whole = files();
  ASSERT_GT(whole.at(std::string(path) + "-wal").size(), 4096u);
  flip_all(whole, std::string(path) + "-wal", 31);
}

TEST_F(DamageTest, AnyBitOfTheLeaseOfAJournalHarmsNothing) {
  write(*open(), 3);
  Files changed = files();
  std::string& bytes = changed.at(lease_path(path));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
    EXPECT_FALSE(try_with(changed, fmt::format("byte {} of the lease", i), true));
    bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
  }
}

TEST_F(DamageTest, TheRecordIsNamed) {
  write(*open(), 9);
  Files changed = files();
  std::string& bytes = changed.at(path);
  for (int i = 0; i < 9; ++i) {
    const std::size_t at = bytes.find(fmt::format("arn-{}", i));
    ASSERT_NE(at, std::string::npos);
    ++bytes[at];
    SimulatedDisk disk;
    for (const auto& [name, content] : changed) ASSERT_TRUE(write_file(disk, name, content));
    const auto journal = Journal::open(disk, env.clock, path);
    ASSERT_FALSE(journal);
    EXPECT_THAT(journal.error().cause, HasSubstr(fmt::format("record {} was changed", i + 1)));
    --bytes[at];
  }
}

TEST_F(DamageTest, RecordsThatWereCutOffAreMissed) {
  auto journal = open();
  write(*journal, 3);
  const Files early = files();
  write(*journal, 3);
  journal.reset();
  const Files late = files();
  Files mixed = early;
  mixed[lease_path(path)] = late.at(lease_path(path));
  SimulatedDisk disk;
  for (const auto& [name, content] : mixed) ASSERT_TRUE(write_file(disk, name, content));
  const auto cut = Journal::open(disk, env.clock, path);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(cut.error().cause, HasSubstr("record 4 is missing: record 6 was"));
  EXPECT_THAT(cut.error().remedy, HasSubstr("/run.journal-lease"));
  EXPECT_FALSE(look_at_journal(disk, env.clock, path));
  // On purpose.
  ASSERT_TRUE(disk.remove(lease_path(path)));
  const auto on_purpose = Journal::open(disk, env.clock, path);
  ASSERT_TRUE(on_purpose);
  EXPECT_EQ((*on_purpose)->records().size(), 3u);
}

// Both written by the same process, one after the other: whatever is lost between them, the end is
// never ahead of the journal.
TEST_F(DamageTest, APowerFailureIsNoCut) {
  auto journal = open();
  for (int i = 0; i < 30; ++i) {
    write(*journal, 1);
    env.disk.crash();
    journal.reset();
    journal = open();
    ASSERT_EQ(journal->records().size(), static_cast<std::size_t>(i) + 1);
  }
}

TEST_F(DamageTest, ANewJournalUnderAnOldNameIsNoDamage) {
  write(*open(), 3);
  ASSERT_TRUE(env.disk.remove(path));
  ASSERT_TRUE(env.disk.remove(std::string(path) + "-wal"));
  const auto journal = open();
  EXPECT_TRUE(journal->records().empty());
  EXPECT_EQ(journal->fence(), 2u);
}

}  // namespace
}  // namespace godwit::run
