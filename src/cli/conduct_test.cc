// What people do with a run while `godwit apply` carries it out: processes on sockets, as in life.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/testing/lab_process.h"

namespace godwit::cli {
namespace {

using testing::Child;
using ::testing::HasSubstr;

struct ConductTest : testing::WithLab {
  void SetUp() override {
    write_small(
        "\napprovals:\n  - {name: go-live, before: bucket/recordings/create, title: all are "
        "there}\n");
    start_lab("600");
  }
  std::unique_ptr<Child> apply(std::vector<std::string> more = {}, const std::string& files = {}) {
    more.emplace_back("--yes");
    return WithLab::apply(more, files);
  }
  int say(std::vector<std::string> words) {
    words.insert(words.begin() + 1, path("run.journal"));
    words.insert(words.end(), {"--by", "Ada", "--because", "I know why"});
    return Child(words, path("said-out"), path("said-err")).wait(minutes(1)).value_or(-1);
  }
  boost::json::object status() {
    Child child({"status", path("run.journal"), "--json"}, path("said-out"), path("said-err"));
    child.wait(minutes(1));
    boost::system::error_code error;
    const auto value = boost::json::parse(content("said-out"), error);
    return error || !value.is_object() ? boost::json::object() : value.get_object();
  }
  // Looks at the status until it is so, for a while.
  bool soon(const std::function<bool(const boost::json::object&)>& is_so) {
    for (int i = 0; i < 200; ++i) {
      if (disk.exists(path("run.journal")).value_or(false)) {
        const auto now = status();
        if (now.contains("approvals") && is_so(now)) return true;
      }
      std::this_thread::sleep_for(milliseconds(50));
    }
    return false;
  }
};

TEST_F(ConductTest, AGateWaitsForAPersonAndAPauseForItsEnd) {
  auto run = apply({"--until", "bucket/recordings/create"});
  ASSERT_TRUE(soon([](const auto& now) {
    return now.at("approvals").as_array().at(0).at("awaited").as_bool();
  })) << content("err");
  EXPECT_THAT(content("err"), HasSubstr("waiting for approval of go-live: all are there"));

  // Not by a name that is not asked for, nor without a reason.
  EXPECT_EQ(say({"approve", "golive"}), 2);
  EXPECT_THAT(content("said-err"), HasSubstr("did you mean 'go-live'"));
  Child nobody({"approve", path("run.journal"), "go-live"}, path("said-out"), path("said-err"));
  EXPECT_EQ(nobody.wait(minutes(1)), 2);

  EXPECT_EQ(say({"pause"}), 0);
  ASSERT_TRUE(soon([](const auto& now) { return now.contains("paused"); }));
  EXPECT_EQ(say({"pause"}), 2) << "it is paused already";
  EXPECT_EQ(say({"approve", "go-live"}), 0);
  ASSERT_TRUE(soon([](const auto& now) {
    return now.at("approvals").as_array().at(0).as_object().contains("approved");
  }));
  EXPECT_FALSE(run->wait(seconds(1))) << "it is paused";
  EXPECT_EQ(say({"continue"}), 0);
  EXPECT_EQ(run->wait(minutes(1)), 0) << content("err");
  EXPECT_THAT(content("out"), HasSubstr("all that was asked for is done"));

  Child text({"status", path("run.journal")}, path("said-out"), path("said-err"));
  EXPECT_EQ(text.wait(minutes(1)), 0);
  EXPECT_THAT(content("said-out"), HasSubstr("go-live by Ada"));
  EXPECT_THAT(content("said-out"), HasSubstr("godwit apply"));
  EXPECT_EQ(say({"approve", "go-live"}), 2) << "it is approved already";
}

TEST_F(ConductTest, ARunIsCancelledAtASafePointAndHeardOfByWhoeverWaits) {
  auto first = apply();
  ASSERT_TRUE(soon([](const auto& now) {
    return now.at("approvals").as_array().at(0).at("awaited").as_bool();
  }));
  // Another executor is refused, or waits for its turn.
  EXPECT_EQ(apply({"--no-wait"}, "second-")->wait(minutes(1)), 2);
  EXPECT_THAT(content("second-err"), HasSubstr("godwit apply"));
  auto second = apply({"--until", "account/verify"}, "second-");
  EXPECT_FALSE(second->wait(seconds(2)));
  EXPECT_THAT(content("second-err"), HasSubstr("waiting: "));

  EXPECT_EQ(say({"cancel"}), 0);
  EXPECT_EQ(first->wait(minutes(1)), 1);
  EXPECT_THAT(content("out"), HasSubstr("cancelled, and everything is known"));
  EXPECT_EQ(second->wait(minutes(1)), 0) << content("second-err");
  EXPECT_THAT(content("second-err"), HasSubstr("goes on where its journal ends"));
}

TEST_F(ConductTest, AnotherPlanIsRefusedWithTheDifference) {
  ASSERT_EQ(apply({"--until", "key/new"})->wait(minutes(1)), 0) << content("err");
  const std::string plan = content("plan.yaml");
  ASSERT_TRUE(write_file(disk, path("plan.yaml"),
                         rehearse::testing::edited(plan, {{"alias/new", "alias/other"}})));
  EXPECT_EQ(apply()->wait(minutes(1)), 2);
  EXPECT_THAT(content("err"), HasSubstr("key/new (has begun): alias: alias/new -> alias/other"));
  ASSERT_TRUE(write_file(disk, path("plan.yaml"),
                         rehearse::testing::edited(plan, {{"hold: 30m", "hold: 31m"}})));
  EXPECT_EQ(apply({"--until", "key/new"})->wait(minutes(1)), 0) << content("err");
  EXPECT_THAT(content("err"), HasSubstr("goes on with a changed plan"));
}

}  // namespace
}  // namespace godwit::cli
