// `godwit rollback` as a process, against a lab on a socket: what it shows, that another process
// keeps it out, that it is gone to its end though it is killed, and that the run goes forward
// after.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <csignal>

#include "cli/testing/lab_process.h"
#include "env/simulated_clock.h"
#include "run/journal_view.h"
#include "run/run_state.h"

namespace godwit::cli {
namespace {

using testing::Child;
using ::testing::HasSubstr;
using ::testing::Not;

struct RollbackTest : testing::WithLab {
  void SetUp() override {
    write_small();
    start_lab("7200", {"--users-for", "95h"});
  }
  std::unique_ptr<Child> rollback(const std::vector<std::string>& more) {
    std::vector<std::string> words = {"rollback", path("run.journal"), path("plan.yaml")};
    words.insert(words.end(), more.begin(), more.end());
    return on_lab(std::move(words));
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
