// Journals on this machine's disk: many threads that wait for one writer, and two processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "env/real_clock.h"
#include "env/real_disk.h"
#include "run/journal.h"
#include "run/journal_view.h"
#include "run/lease_file.h"
#include "run/testing/watched_disk.h"

namespace godwit::run {
namespace {

using ::testing::HasSubstr;

struct RealJournalTest : ::testing::Test {
  RealDisk disk;
  RealClock clock;
  std::string path =
      fmt::format("{}/godwit_real_journal_test_{}.journal", ::testing::TempDir(), getpid());

  void SetUp() override { TearDown(); }
  void TearDown() override {
    for (const char* suffix : {"", "-wal", "-lease", ".new"})
      std::ignore = disk.remove(path + suffix);
  }
};

TEST_F(RealJournalTest, OneCommitServesAllThatWait) {
  constexpr int threads = 32;
  constexpr int each = 8;
  testing::WatchedDisk watched(disk);
  auto journal = Journal::open(watched, clock, path, {.term = minutes(5), .writer_thread = true});
  ASSERT_TRUE(journal) << to_string(journal.error());
  watched.syncs = 0;
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> workers;
    workers.emplace_back([&] {  // whoever keeps the lease, beside them
      for (int i = 0; i < 20; ++i) {
        if (!(*journal)->check() || !(*journal)->renew()) ++failures;
      }
    });
    for (int worker = 0; worker < threads; ++worker) {
      workers.emplace_back([&, step = fmt::format("step/{}", worker)] {
        for (int i = 0; i < each; ++i) {
          const auto record = (*journal)->append(RecordKind::intent, step, {{"i", i}});
          if (!record || !(*journal)->sync() || (*journal)->durable() < record->sequence)
            ++failures;
        }
      });
    }
  }
  EXPECT_EQ(failures, 0);
  EXPECT_EQ((*journal)->durable(), static_cast<std::uint64_t>(threads * each));
  EXPECT_LT(watched.syncs, threads * each / 2) << "as many syncs as one for each would be no group";
  journal->reset();
  const auto records = look_at_journal(disk, clock, path);
  ASSERT_TRUE(records) << to_string(records.error());
  std::map<std::string, int> next;
  for (const Record& record : *records) {
    EXPECT_EQ(record.payload.at("i").to_number<int>(), next[record.step]++) << "out of order";
  }
  EXPECT_EQ(next.size(), static_cast<std::size_t>(threads));
}

TEST_F(RealJournalTest, AFailedCommitIsEverybodysAndTheLast) {
  testing::WatchedDisk watched(disk);
  auto journal = Journal::open(watched, clock, path, {.term = minutes(5), .writer_thread = true});
  ASSERT_TRUE(journal);
  ASSERT_TRUE((*journal)->append(RecordKind::applied, "s", {}));
  ASSERT_TRUE((*journal)->sync());
  watched.dead = true;
  std::atomic<int> failures = 0;
  {
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < 8; ++worker) {
      workers.emplace_back([&] {
        std::ignore = (*journal)->append(RecordKind::applied, "t", {});
        if (!(*journal)->sync()) ++failures;
      });
    }
  }
  EXPECT_GT(failures, 0);
  EXPECT_FALSE((*journal)->append(RecordKind::applied, "u", {}));
  EXPECT_EQ((*journal)->durable(), 1u);
}

// The first stops itself with SIGSTOP between two records, as a machine that is suspended would,
// and wakes up when the second has the run.
TEST_F(RealJournalTest, AStalledProcessIsFencedByTheOneThatTakesOver) {
  constexpr Duration term = milliseconds(300);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto journal = Journal::open(disk, clock, path,
                                 {.term = term, .holder = "the first", .writer_thread = true});
    if (!journal || !(*journal)->append(RecordKind::applied, "a", {}) || !(*journal)->sync()) {
      _exit(1);
    }
    raise(SIGSTOP);
    if (!(*journal)->append(RecordKind::intent, "never", {})) _exit(2);
    const auto synced = (*journal)->sync();
    if (synced || synced.error().code != "fenced") _exit(3);
    if ((*journal)->check() || (*journal)->renew()) _exit(4);
    journal->reset();
    _exit(42);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, WUNTRACED), child);
  ASSERT_TRUE(WIFSTOPPED(status)) << status;

  int refused = 0;
  Result<std::unique_ptr<Journal>> second = fail(Error());
  for (;;) {
    second = Journal::open(disk, clock, path, {.term = minutes(5), .holder = "the second"});
    if (second || refused == 1000) break;
    EXPECT_EQ(second.error().kind, ErrorKind::conflict);
    EXPECT_THAT(second.error().cause, HasSubstr("the first"));
    ++refused;
    usleep(20000);
  }
  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_GT(refused, 0);
  EXPECT_EQ((*second)->fence(), 2u);
  ASSERT_EQ((*second)->records().size(), 1u);
  ASSERT_TRUE((*second)->append(RecordKind::applied, "b", {}));
  ASSERT_TRUE((*second)->sync());

  const std::string log = read_file(disk, path + "-wal").value();
  kill(child, SIGCONT);
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 42);
  EXPECT_EQ(read_file(disk, path + "-wal").value(), log);
  ASSERT_TRUE((*second)->append(RecordKind::applied, "c", {}));
  ASSERT_TRUE((*second)->sync());
  second->reset();
  const auto records = look_at_journal(disk, clock, path);
  ASSERT_TRUE(records) << to_string(records.error());
  std::vector<std::string> steps;
  for (const Record& record : *records) steps.push_back(record.step);
  EXPECT_EQ(steps, (std::vector<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace godwit::run
