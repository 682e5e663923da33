// `godwit rollback` as a process, against a lab on a socket: what it shows, that another process
// keeps it out, that it is gone to its end though it is killed, and that the run goes forward
// after.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <csignal>

#include "cli/testing/child.h"
#include "env/real_disk.h"
#include "env/simulated_clock.h"
#include "rehearse/testing/small.h"
#include "run/journal_view.h"
#include "run/run_state.h"

namespace godwit::cli {
namespace {

using testing::Child;
using ::testing::HasSubstr;
using ::testing::Not;

struct RollbackTest : ::testing::Test {
  RealDisk disk;
  std::string folder =
      ::testing::TempDir() + "/godwit_rollback_test_" + std::to_string(getpid()) + "_";
  std::vector<std::string> environment = {
      "AWS_ACCESS_KEY_ID=AKIAEXAMPLESMALL0000", "AWS_SECRET_ACCESS_KEY=made-up-small",
      "AWS_CONFIG_FILE=/nonexistent", "AWS_SHARED_CREDENTIALS_FILE=/nonexistent"};
  std::unique_ptr<Child> lab;
  std::string address;

  void SetUp() override {
    ASSERT_TRUE(write_file(disk, path("plan.yaml"), rehearse::testing::plan_yaml));
    ASSERT_TRUE(write_file(disk, path("account.yaml"), rehearse::testing::account_yaml));
    lab = std::make_unique<Child>(
        std::vector<std::string>{"lab", "--account", path("account.yaml"), "--port", "0", "--speed",
                                 "7200", "--users-for", "95h"},
        path("lab-out"), path("lab-err"));
    for (int i = 0; i < 500 && content("lab-out").find('\n') == std::string::npos; ++i) {
      std::this_thread::sleep_for(milliseconds(20));
    }
    const std::string line = content("lab-out");
    const std::size_t at = line.find("127.0.0.1:");
    ASSERT_NE(at, std::string::npos) << line << content("lab-err");
    address = line.substr(at, line.find(' ', at) - at);
  }
  void TearDown() override {
    lab.reset();
    for (const char* name :
         {"plan.yaml", "account.yaml", "out", "err", "lab-out", "lab-err", "run.journal",
          "run.journal-wal", "run.journal-lease", "run.journal-requests"}) {
      std::ignore = disk.remove(path(name));
    }
  }
  std::string path(const std::string& name) const { return folder + name; }
  std::string content(const std::string& name) { return read_file(disk, path(name)).value_or(""); }

  std::unique_ptr<Child> godwit(std::vector<std::string> words) {
    for (const char* word : {"--endpoint-url"}) words.emplace_back(word);
    words.push_back("http://" + address);
    return std::make_unique<Child>(words, path("out"), path("err"), environment);
  }
  std::unique_ptr<Child> apply() {
    return godwit({"apply", path("plan.yaml"), "--journal", path("run.journal"), "--run", "small-1",
                   "--yes"});
  }
  std::unique_ptr<Child> rollback(const std::vector<std::string>& more) {
    std::vector<std::string> words = {"rollback", path("run.journal"), path("plan.yaml")};
    words.insert(words.end(), more.begin(), more.end());
    return godwit(words);
  }

  run::RunState state() {
    SimulatedClock clock{Time{}};
    const auto records = run::look_at_journal(disk, clock, path("run.journal"));
    return records ? run::fold(*records) : run::RunState{};
  }
  // Waits until that step is at work.
  bool wait_for(const std::string& step) {
    for (int i = 0; i < 600; ++i) {
      if (state().steps[step].status == run::StepStatus::running) return true;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return false;
  }
};

TEST_F(RollbackTest, ShowsThenBringsUsersHomeThoughItIsKilledAndTheRunGoesForwardAgain) {
  auto run = apply();
  ASSERT_TRUE(wait_for("traffic/api/shift")) << content("err");

  // Another process has the run.
  EXPECT_EQ(rollback({"--mode", "traffic", "--yes", "--no-wait"})->wait(minutes(1)), 2);
  EXPECT_THAT(content("err"), HasSubstr("another process is using it"));
  EXPECT_FALSE(state().rolling_back);
  run->signal(SIGKILL);
  run->wait(minutes(1));

  // What would happen; nothing does.
  EXPECT_EQ(rollback({"--dry-run", "--json"})->wait(minutes(1)), 0) << content("err");
  const auto shown = boost::json::parse(content("out"));
  EXPECT_EQ(shown.at("mode"), "full");
  EXPECT_EQ(shown.at("undo").at(0).at("step"), "traffic/api/shift");
  EXPECT_EQ(shown.at("point_of_no_return"), "bucket/transcripts/replicate-back");
  EXPECT_FALSE(state().rolling_back);
  // Nobody agrees.
  EXPECT_EQ(rollback({"--mode", "traffic"})->wait(minutes(1)), 2);
  EXPECT_FALSE(state().rolling_back);

  rollback({"--mode", "traffic", "--yes", "--because", "it is slow"})->wait(milliseconds(300));
  // Killed, perhaps before it had begun: the same words again.
  EXPECT_EQ(rollback({"--mode", "traffic", "--yes", "--because", "it is slow"})->wait(minutes(1)),
            0)
      << content("err");
  EXPECT_EQ(state().outcome, run::Outcome::rolled_back);
  EXPECT_EQ(state().way_back.mode, run::WayBack::traffic);
  EXPECT_EQ(state().steps["traffic/api/records"].status, run::StepStatus::done);
  EXPECT_EQ(state().steps["traffic/api/shift"].status, run::StepStatus::undone);
  EXPECT_THAT(content("err"), HasSubstr("to go forward again: godwit apply"));

  run = apply();
  EXPECT_TRUE(wait_for("traffic/api/shift")) << content("err");
  EXPECT_FALSE(state().rolling_back);
}

}  // namespace
}  // namespace godwit::cli
