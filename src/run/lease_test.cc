// One executor per run: whoever has been taken over from can write nothing more, wherever it was
// stopped, and wherever the other one dies.
#include "run/lease.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_env.h"
#include "run/journal.h"
#include "run/journal_view.h"
#include "run/testing/watched_disk.h"

namespace godwit::run {
namespace {

using ::testing::HasSubstr;
using testing::WatchedDisk;

constexpr Time start = Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5));
constexpr Duration term = minutes(1);
constexpr const char* path = "/run.journal";

using Opened = Result<std::unique_ptr<Journal>>;

Result<std::uint64_t> write(Journal& journal, const std::string& step) {
  const std::uint64_t sequence = TRY(journal.append(RecordKind::remembered, step, {})).sequence;
  TRY_VOID(journal.sync());
  return sequence;
}

struct LeaseTest : ::testing::Test {
  SimulatedEnv env{start, 1};

  Opened open(Disk& disk, const std::string& holder) {
    return Journal::open(disk, env.clock, path, {.term = term, .holder = holder});
  }
  std::unique_ptr<Journal> must_open(Disk& disk, const std::string& holder) {
    auto journal = open(disk, holder);
    EXPECT_TRUE(journal) << to_string(journal.error());
    return journal ? std::move(*journal) : nullptr;
  }
  void pass(Duration time) { env.clock.advance_to(env.clock.now() + time); }

  std::map<std::string, std::string> files() {
    std::map<std::string, std::string> files;
    for (const std::string& name : env.disk.paths())
      files[name] = read_file(env.disk, name).value();
    return files;
  }
  std::vector<std::string> steps() {
    const auto records = look_at_journal(env.disk, env.clock, path);
    EXPECT_TRUE(records) << to_string(records.error());
    std::vector<std::string> steps;
    for (const Record& record : *records) steps.push_back(record.step);
    return steps;
  }
};

TEST_F(LeaseTest, RefusesASecondOneAndSaysWhoAndUntilWhen) {
  const auto first = must_open(env.disk, "godwit apply, process 4711");
  pass(seconds(59));
  const auto second = open(env.disk, "second");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_THAT(second.error().cause, HasSubstr("godwit apply, process 4711"));
  EXPECT_THAT(second.error().cause, HasSubstr("2026-01-05T00:01:00Z"));
  EXPECT_TRUE(write(*first, "s")) << "the attempt has changed nothing for the holder";
}

TEST_F(LeaseTest, IsTakenOverAtOnceFromTheDead) {
  auto first = must_open(env.disk, "first");
  ASSERT_TRUE(write(*first, "s"));
  EXPECT_EQ(first->fence(), 1u);
  first.reset();
  const auto second = must_open(env.disk, "second");
  EXPECT_EQ(second->fence(), 2u);
  EXPECT_EQ(second->records().size(), 1u);
}

TEST_F(LeaseTest, LastsAsLongAsItIsRenewed) {
  const auto first = must_open(env.disk, "first");
  for (int i = 0; i < 10; ++i) {
    pass(seconds(40));
    ASSERT_TRUE(first->renew());
    pass(seconds(10));
    EXPECT_FALSE(open(env.disk, "second"));
  }
}

TEST_F(LeaseTest, IsRenewedByWritingAndByChecking) {
  const auto first = must_open(env.disk, "first");
  for (int i = 0; i < 10; ++i) {
    pass(minutes(5));
    if (i % 2) {
      ASSERT_TRUE(write(*first, "s"));
    } else {
      ASSERT_TRUE(first->check());
    }
    // What follows a check has a third of a term at least.
    pass(term / 3 - seconds(1));
    EXPECT_FALSE(open(env.disk, "second"));
  }
}

TEST_F(LeaseTest, IsTakenOverFromTheStalledWhoCanWriteNothingMore) {
  WatchedDisk disk(env.disk);
  auto first = must_open(disk, "first");
  ASSERT_TRUE(write(*first, "a"));
  ASSERT_TRUE(first->append(RecordKind::intent, "lost", {}));
  pass(term);
  auto second = must_open(env.disk, "second");
  EXPECT_EQ(second->fence(), 2u);
  ASSERT_TRUE(write(*second, "b"));

  const auto before = files();
  disk.writes = 0;
  const auto synced = first->sync();
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().kind, ErrorKind::conflict);
  EXPECT_EQ(synced.error().code, "fenced");
  EXPECT_THAT(synced.error().cause, HasSubstr("second"));
  EXPECT_EQ(first->check().error().code, "fenced");
  EXPECT_EQ(first->renew().error().code, "fenced");
  EXPECT_FALSE(first->append(RecordKind::applied, "lost", {}));
  first.reset();
  EXPECT_EQ(disk.writes.load(), 0) << "not even closing writes";
  EXPECT_EQ(files(), before);

  ASSERT_TRUE(write(*second, "c"));
  second.reset();
  EXPECT_EQ(steps(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(LeaseTest, ClosingAFencedJournalThatKnowsNothingOfItHarmsNothing) {
  WatchedDisk disk(env.disk);
  auto first = must_open(disk, "first");
  ASSERT_TRUE(write(*first, "a"));
  pass(term);
  const auto second = must_open(env.disk, "second");
  ASSERT_TRUE(write(*second, "b"));
  const auto before = files();
  disk.writes = 0;
  first.reset();
  EXPECT_EQ(disk.writes.load(), 0);
  EXPECT_EQ(files(), before);
}

// Whatever the first was about to do when it was stopped. What it was told is written is in the
// journal, and of what it does afterwards, nothing.
TEST_F(LeaseTest, StoppedAtAnyMomentTheFencedWriteNothing) {
  int stops = 0;
  for (int at = 1;; ++at) {
    for (const std::string& name : env.disk.paths()) ASSERT_TRUE(env.disk.remove(name));
    WatchedDisk disk(env.disk);
    auto first = must_open(disk, "first");
    std::vector<std::string> written;
    const auto tell = [&](const std::string& step) {
      const auto done = write(*first, step);
      if (done) written.push_back(step);
      return done.has_value();
    };
    ASSERT_TRUE(tell("a"));

    std::unique_ptr<Journal> second;
    std::vector<std::string> expected;
    disk.operations = 0;
    disk.before = [&](int operation) {
      if (operation != at) return;
      pass(term + seconds(1));
      auto opened = open(env.disk, "second");
      if (!opened) return;  // the first is just renewing its lease
      second = std::move(*opened);
      for (const Record& record : second->records()) expected.push_back(record.step);
      ASSERT_TRUE(write(*second, "second's"));
      expected.emplace_back("second's");
    };
    tell("b");
    const bool taken_in_b = second != nullptr;
    pass(seconds(50));  // the next write renews the lease
    EXPECT_FALSE(tell("c") && taken_in_b) << at;
    const bool taken = second != nullptr;
    EXPECT_FALSE(tell("d") && taken) << at;
    const int all = disk.operations.load();
    first.reset();
    const int with_closing = disk.operations.load();
    if (second) {
      ++stops;
      for (const std::string& step : written) {
        EXPECT_THAT(expected, ::testing::Contains(step)) << "stopped at operation " << at;
      }
      ASSERT_TRUE(write(*second, "end"));
      expected.emplace_back("end");
      EXPECT_EQ(steps(), expected) << "stopped at operation " << at;
      second.reset();
      EXPECT_EQ(steps(), expected) << "stopped at operation " << at;
    }
    if (at > with_closing) {
      EXPECT_GT(with_closing, all);
      break;
    }
  }
  EXPECT_GT(stops, 20);
}

// And again, with the one that takes over dying in the middle, alone or with the whole machine.
TEST_F(LeaseTest, ATakeoverMayDieAtAnyMoment) {
  for (const bool machine : {false, true}) {
    bool finished = false;
    for (int at = 1; !finished; ++at) {
      for (const std::string& name : env.disk.paths()) ASSERT_TRUE(env.disk.remove(name));
      auto first = must_open(env.disk, "first");
      for (const char* step : {"a", "b", "c"}) ASSERT_TRUE(write(*first, step));
      pass(term + seconds(1));
      std::vector<std::string> expected = {"a", "b", "c"};
      {
        WatchedDisk disk(env.disk);
        disk.before = [&](int operation) {
          if (operation != at) return;
          disk.dead = true;
          if (machine) env.disk.crash();
        };
        auto second = open(disk, "second");
        finished = second && write(**second, "d");
        if (finished) {
          expected.emplace_back("d");
        } else {
          disk.dead = true;
        }
      }
      // The first wakes up: either nobody has taken anything, or it notices.
      if (!machine) {
        const auto woken = write(*first, "woken");
        if (woken) {
          ASSERT_FALSE(finished);
          expected.emplace_back("woken");
          pass(term + seconds(1));
        } else {
          EXPECT_EQ(woken.error().code, "fenced") << to_string(woken.error());
        }
      }
      auto third = must_open(env.disk, "third");
      ASSERT_TRUE(third) << at;
      std::vector<std::string> found;
      for (const Record& record : third->records()) found.push_back(record.step);
      if (found.size() == expected.size() + 1) expected.emplace_back("d");  // written, not told
      EXPECT_EQ(found, expected) << "died at operation " << at;
      ASSERT_TRUE(write(*third, "e"));
      expected.emplace_back("e");
      EXPECT_FALSE(write(*first, "never"));
      first.reset();
      third.reset();
      EXPECT_EQ(steps(), expected) << "died at operation " << at;
    }
  }
}

// The first is stopped in the middle of a commit, the second dies while it takes over, a third does
// so at once, and then the first goes on.
TEST_F(LeaseTest, StoppedInACommitWhileATakeoverDies) {
  int cases = 0;
  bool stopped = true;
  for (int stop = 1; stopped; ++stop) {
    bool died = true;
    for (int death = 1; stopped && died; ++death) {
      for (const std::string& name : env.disk.paths()) ASSERT_TRUE(env.disk.remove(name));
      WatchedDisk disk(env.disk);
      auto first = must_open(disk, "first");
      ASSERT_TRUE(write(*first, "a"));
      std::unique_ptr<Journal> third;
      std::vector<std::string> expected;
      disk.operations = 0;
      stopped = false;
      disk.before = [&](int operation) {
        if (operation != stop) return;
        stopped = true;
        pass(term + seconds(1));
        WatchedDisk dying(env.disk);
        dying.before = [&](int asked) {
          if (asked == death) dying.dead = true;
        };
        auto second = open(dying, "second");
        died = dying.dead;
        dying.dead = true;
        if (second) second->reset();
        auto opened = open(env.disk, "third");
        ASSERT_TRUE(opened) << stop << ", " << death << ": " << to_string(opened.error());
        third = std::move(*opened);
        for (const Record& record : third->records()) expected.push_back(record.step);
        ASSERT_TRUE(write(*third, "third's"));
        expected.emplace_back("third's");
      };
      const auto done = write(*first, "b");
      disk.before = {};
      if (!stopped) break;
      ++cases;
      if (done) {
        EXPECT_THAT(expected, ::testing::Contains("b")) << stop << ", " << death;
      }
      ASSERT_FALSE(write(*first, "c"));
      ASSERT_TRUE(write(*third, "end"));
      expected.emplace_back("end");
      EXPECT_EQ(steps(), expected) << stop << ", " << death;
      first.reset();
      third.reset();
      EXPECT_EQ(steps(), expected) << stop << ", " << death;
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(cases, 200);
}

TEST_F(LeaseTest, OfADamagedLeaseOnlyTheHolderMatters) {
  auto first = must_open(env.disk, "first");
  first.reset();
  first = must_open(env.disk, "first");
  ASSERT_TRUE(first->append(RecordKind::run_begun, "", {{"fence", first->fence()}}));
  ASSERT_TRUE(first->sync());
  const std::string good = read_file(env.disk, lease_path(path)).value();
  for (const std::string& bad : {std::string(), std::string(1536, 'x'), good.substr(0, 300)}) {
    ASSERT_TRUE(write_file(env.disk, lease_path(path), bad));
    pass(hours(1));
    EXPECT_EQ(open(env.disk, "second").error().kind, ErrorKind::conflict)
        << "it lives, and nobody knows until when";
  }
  first.reset();
  const auto second = must_open(env.disk, "second");
  EXPECT_EQ(second->fence(), 3u) << "the journal knows of a second tenure";
}

TEST_F(LeaseTest, SurvivesAWritingThatIsTorn) {
  {
    const auto first = must_open(env.disk, "first");
    ASSERT_TRUE(first->renew());
  }
  const std::string whole = read_file(env.disk, lease_path(path)).value();
  // Renewing had written the first block; half of it is the old one's.
  std::string torn = whole;
  torn.replace(0, 40, std::string(40, ' '));
  ASSERT_TRUE(write_file(env.disk, lease_path(path), torn));
  EXPECT_EQ(must_open(env.disk, "second")->fence(), 2u);
}

}  // namespace
}  // namespace godwit::run
