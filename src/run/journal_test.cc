#include "run/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/real_disk.h"
#include "env/simulated_env.h"

namespace godwit::run {
namespace {

using testing::HasSubstr;

constexpr Time start = Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5));

// On stable storage when it returns.
Result<void> write(Journal& journal, const std::string& step, boost::json::object payload) {
  TRY(journal.append(RecordKind::remembered, step, std::move(payload)));
  return journal.sync();
}

struct JournalTest : testing::Test {
  SimulatedEnv env{start, 1};
  std::unique_ptr<Journal> open() {
    auto journal = Journal::open(env.disk, env.clock, "/run.journal");
    EXPECT_TRUE(journal) << to_string(journal.error());
    return std::move(*journal);
  }
  Error open_error() {
    auto journal = Journal::open(env.disk, env.clock, "/run.journal");
    EXPECT_FALSE(journal);
    return journal ? Error{} : journal.error();
  }
  void write_some(int records) {
    auto journal = open();
    for (int i = 0; i < records; ++i) {
      env.clock.advance_to(env.clock.now() + seconds(1));
      ASSERT_TRUE(write(*journal, "key/chime", {{"id", i}}));
    }
  }
};

TEST_F(JournalTest, KeepsRecordsAcrossOpenings) {
  write_some(3);
  auto journal = open();
  ASSERT_EQ(journal->records().size(), 3u);
  const Record& last = journal->records().back();
  EXPECT_EQ(last.sequence, 3u);
  EXPECT_EQ(last.time, start + seconds(3));
  EXPECT_EQ(last.kind, RecordKind::remembered);
  EXPECT_EQ(last.step, "key/chime");
  EXPECT_EQ(last.payload.at("id").as_int64(), 2);
  EXPECT_EQ(last.hash, chain_hash(journal->records()[1].hash, last));
}

TEST_F(JournalTest, KeepsEveryAppendedRecordThroughACrash) {
  auto journal = open();
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(write(*journal, "s", {{"n", i}}));
    env.disk.crash();
    journal.reset();
    journal = open();
    ASSERT_EQ(journal->records().size(), static_cast<std::size_t>(i) + 1);
  }
}

TEST_F(JournalTest, KeepsAllRecordsOverManyCheckpoints) {
  write_some(3000);  // SQLite moves its log into the database about every thousand pages
  EXPECT_EQ(open()->records().size(), 3000u);
}

TEST_F(JournalTest, IsHeldByOneAtATime) {
  auto journal = open();
  Error error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::conflict);
  EXPECT_THAT(error.cause, HasSubstr("another process"));
  journal.reset();
  EXPECT_TRUE(open());
}

TEST_F(JournalTest, RefusesWhatIsNoJournal) {
  ASSERT_TRUE(write_file(env.disk, "/run.journal", std::string(5000, 'x')));
  Error error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
  EXPECT_EQ(read_file(env.disk, "/run.journal").value(), std::string(5000, 'x'));
}

TEST_F(JournalTest, RefusesATruncatedFile) {
  write_some(500);
  std::string bytes = read_file(env.disk, "/run.journal").value();
  ASSERT_TRUE(write_file(env.disk, "/run.journal", bytes.substr(0, bytes.size() / 2)));
  Error error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
  EXPECT_FALSE(error.remedy.empty());
}

// Any byte: either the file is refused, or the byte was in no record.
TEST_F(JournalTest, NoticesAnyChangedByteInARecord) {
  write_some(5);
  const std::string bytes = read_file(env.disk, "/run.journal").value();
  const auto before = open()->records();
  int refused = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 7) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    ASSERT_TRUE(write_file(env.disk, "/run.journal", changed));
    auto journal = Journal::open(env.disk, env.clock, "/run.journal");
    if (!journal) {
      ++refused;
      EXPECT_EQ(journal.error().kind, ErrorKind::corrupt) << i << to_string(journal.error());
      continue;
    }
    const auto& after = (*journal)->records();
    bool same = after.size() <= before.size() &&
                std::equal(after.begin(), after.end(), before.begin(),
                           [](const Record& a, const Record& b) { return a.hash == b.hash; });
    EXPECT_TRUE(same) << "a change at byte " << i << " went unnoticed";
  }
  EXPECT_GT(refused, 50);
}

TEST_F(JournalTest, NamesTheRecordThatWasChanged) {
  write_some(9);
  std::string bytes = read_file(env.disk, "/run.journal").value();
  std::size_t at = bytes.find("{\"id\":4}");
  ASSERT_NE(at, std::string::npos);
  bytes[at + 6] = '7';
  ASSERT_TRUE(write_file(env.disk, "/run.journal", bytes));
  Error error = open_error();
  EXPECT_EQ(error.kind, ErrorKind::corrupt);
  EXPECT_THAT(error.cause, HasSubstr("record 5"));
}

TEST_F(JournalTest, SaysWhenTheDiskIsFullAndLosesNothing) {
  std::size_t written = 0;
  {
    auto journal = open();
    env.disk.set_capacity(env.disk.used() + 20000);
    Result<void> appended;
    while ((appended = write(*journal, "s", {{"text", std::string(200, 'a')}}))) {
      ++written;
      ASSERT_LT(written, 1000u);
    }
    EXPECT_EQ(appended.error().kind, ErrorKind::storage);
    EXPECT_THAT(appended.error().cause, HasSubstr("no space"));
    EXPECT_FALSE(journal->append(RecordKind::applied, "s", {}))
        << "after a failure nothing is added";
  }
  env.disk.set_capacity(1 << 30);
  EXPECT_EQ(open()->records().size(), written);
}

TEST_F(JournalTest, WorksOnARealDisk) {
  std::string path = testing::TempDir() + "/godwit_journal_test.journal";
  RealDisk disk;
  for (const char* suffix : {"", "-wal", "-lease"}) std::ignore = disk.remove(path + suffix);
  {
    auto journal = Journal::open(disk, env.clock, path);
    ASSERT_TRUE(journal) << to_string(journal.error());
    ASSERT_TRUE(write(**journal, "s", {}));
    auto second = Journal::open(disk, env.clock, path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  }
  auto journal = Journal::open(disk, env.clock, path);
  ASSERT_TRUE(journal) << to_string(journal.error());
  EXPECT_EQ((*journal)->records().size(), 1u);
  journal->reset();
  for (const char* suffix : {"", "-wal", "-lease"}) std::ignore = disk.remove(path + suffix);
}

TEST(Record, PayloadsAreCanonical) {
  EXPECT_EQ(canonical({{"b", 1}, {"a", {{"d", true}, {"c", nullptr}}}}),
            R"({"a":{"c":null,"d":true},"b":1})");
}

TEST(Record, KindsHaveNamesThatReadBack) {
  for (int kind = 0; kind <= static_cast<int>(RecordKind::run_ended); ++kind) {
    auto name = to_string(static_cast<RecordKind>(kind));
    ASSERT_FALSE(name.empty());
    EXPECT_EQ(parse_record_kind(name), static_cast<RecordKind>(kind));
  }
}

}  // namespace
}  // namespace godwit::run
