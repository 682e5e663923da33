// The program itself is killed with SIGKILL at moments that differ each time, and resumed from the
// journal on this machine's disk until it ends. Each time, the simulated account ends as it does
// without a kill.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/testing/child.h"
#include "env/real_disk.h"
#include "rehearse/testing/small.h"

namespace godwit::cli {
namespace {

struct KillTest : ::testing::Test {
  RealDisk disk;
  std::string folder = ::testing::TempDir() + "/godwit_kill_test_" + std::to_string(getpid()) + "_";
  std::string journal = folder + "run.journal";

  void SetUp() override {
    ASSERT_TRUE(write_file(disk, folder + "plan.yaml", rehearse::testing::plan_yaml));
    ASSERT_TRUE(write_file(disk, folder + "account.yaml", rehearse::testing::account_yaml));
  }
  void TearDown() override {
    for (const char* name :
         {"plan.yaml", "account.yaml", "out", "run.journal", "run.journal-wal"}) {
      std::ignore = disk.remove(folder + name);
    }
  }

  // Its exit code; -1 if it was killed, which happens after `patience`.
  int run(bool with_journal, bool resume, std::chrono::milliseconds patience) {
    std::vector<std::string> words = {"rehearse",  folder + "plan.yaml",
                                      "--account", folder + "account.yaml",
                                      "--json",    "--no-way-back"};
    if (with_journal) words.insert(words.end(), {"--journal", journal});
    if (resume) words.emplace_back("--resume");
    testing::Child child(std::move(words), folder + "out", "/dev/null");
    return child.wait(patience).value_or(-1);
  }

  std::string state() {
    auto report = boost::json::parse(read_file(disk, folder + "out").value());
    return std::string(report.at("passes").as_array()[0].at("state").as_string());
  }
};

TEST_F(KillTest, ResumesToTheSameStateFromAnyMoment) {
  const auto forever = std::chrono::minutes(2);
  auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(run(true, false, forever), 0);
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  const std::string whole = state();

  int kills = 0;
  for (int round = 0; round < 8; ++round) {
    for (const char* suffix : {"", "-wal"}) ASSERT_TRUE(disk.remove(journal + suffix));
    // Each round's first kill comes at another part of the run, the later ones soon after resuming.
    int code = run(true, false, took * (round + 1) / 9);
    for (int resumed = 0; code == -1; ++resumed) {
      ++kills;
      bool begun_already = disk.exists(journal).value();
      code = run(true, begun_already, resumed < 3 ? took * (resumed + 1) / 4 : forever);
      // Killed before its first record, it has an empty journal, which is as good as none.
    }
    ASSERT_EQ(code, 0) << "round " << round;
    EXPECT_EQ(state(), whole) << "round " << round;
  }
  // How many of the first kills come in time is the machine's business, not all of them.
  EXPECT_GE(kills, 4);
}

}  // namespace
}  // namespace godwit::cli
